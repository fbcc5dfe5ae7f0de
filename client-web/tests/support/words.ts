import ar from '../../src/words/ar/base';
import arDesk from '../../src/words/ar/desk';
import arMore from '../../src/words/ar/more';
import en from '../../src/words/en/base';
import enDesk from '../../src/words/en/desk';
import enMore from '../../src/words/en/more';
import fr from '../../src/words/fr/base';
import frDesk from '../../src/words/fr/desk';
import frMore from '../../src/words/fr/more';

/** All texts of the client, for tests that read a screen in its language. */
const english = { base: en, more: enMore, desk: enDesk };
export type Catalog = typeof english;
export const catalogs = {
  en: english,
  fr: { base: fr, more: frMore, desk: frDesk } as Catalog,
  ar: { base: ar, more: arMore, desk: arDesk } as Catalog,
};

function flat(words: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (typeof words === 'string') into.set(path, words);
  else for (const [name, one] of Object.entries(words as object)) flat(one, `${path}.${name}`, into);
  return into;
}

/** Patterns of the English texts that are others in this language: none of them may be on its screens. */
export function englishBut(lang: 'fr' | 'ar'): string[] {
  const theirs = flat(catalogs[lang]);
  const found = [...flat(catalogs.en)].filter(([path, text]) => theirs.get(path) !== text && /\p{L}{2}/u.test(text.replace(/\{\w+\}/g, '')))
    .map(([, text]) => text);
  return [...new Set(found)].filter((text) => text !== '{a} and {b}')
    .map((text) => `^${text.split(/\{\w+\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
}
