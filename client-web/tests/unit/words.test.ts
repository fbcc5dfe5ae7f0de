import './page';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief, dayName, distance, isSameDay } from '../../src/words/dates';
import { base, cached, count, isolated, language, languages, loadWords, number, say, setLanguage, type Language, type Plural } from '../../src/words/words';
import { chooseLanguage } from '../../src/words/choose';
import './page';

const all = Object.keys(languages) as Language[];

async function read(lang: Language): Promise<void> {
  if (!base()) await loadWords('base');
  await setLanguage(lang);
}

type Texts = { readonly [name: string]: unknown };
const load: Record<Language, () => Promise<{ readonly default: Texts }>[]> = {
  en: () => [import('../../src/words/en/base'), import('../../src/words/en/more'), import('../../src/words/en/desk')],
  fr: () => [import('../../src/words/fr/base'), import('../../src/words/fr/more'), import('../../src/words/fr/desk')],
  es: () => [import('../../src/words/es/base'), import('../../src/words/es/more'), import('../../src/words/es/desk')],
  pt: () => [import('../../src/words/pt/base'), import('../../src/words/pt/more'), import('../../src/words/pt/desk')],
  ar: () => [import('../../src/words/ar/base'), import('../../src/words/ar/more'), import('../../src/words/ar/desk')],
};

/** All texts by their path; a plural is one. */
function flat(texts: Texts, path = ''): Map<string, string | Plural> {
  const found = new Map<string, string | Plural>();
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(path + name, value);
    else if ('other' in (value as Texts) && Object.keys(value as Texts).every((key) => ['zero', 'one', 'two', 'few', 'many', 'other'].includes(key))) found.set(path + name, value as Plural);
    else for (const [key, one] of flat(value as Texts, `${path}${name}.`)) found.set(key, one);
  }
  return found;
}

/** Words that are the same as in English. */
const sameInEnglish: Record<Language, readonly string[]> = {
  en: [],
  fr: [
    'Actions', 'Administration', 'Chat', 'Conversations', 'Description', 'Discussion', 'Export', 'Invitations', 'Messages', 'Notifications', 'Question',
    'Sanctions', 'Version', 'suspension',
  ],
  es: ['Chat'],
  pt: ['Chat', 'online'],
  ar: [],
};

const namesIn = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

for (const lang of all) {
  test(`the texts in ${lang} are complete: the same names in braces, and each plural that the language has`, async () => {
    const areas = (await Promise.all(load[lang]())).map((it) => flat(it.default));
    const english = (await Promise.all(load.en())).map((it) => flat(it.default));
    const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    areas.forEach((texts, i) => {
      assert.deepEqual([...texts.keys()].sort(), [...english[i]!.keys()].sort());
      for (const [name, text] of texts) {
        const original = english[i]!.get(name)!;
        if (typeof text === 'string') {
          assert.ok(text.trim(), name);
          assert.deepEqual(namesIn(text), namesIn(original as string), name);
          continue;
        }
        for (const [category, one] of Object.entries(text)) {
          assert.ok((categories as readonly string[]).includes(category), `${name}: ${lang} has no ${category}`);
          // One, two or none may be said in a word.
          const said = namesIn(one as string).filter((each) => each !== '{n}');
          const wanted = namesIn((original as Plural).other).filter((each) => each !== '{n}');
          assert.ok(said.every((each) => wanted.includes(each)), `${name}.${category}: ${said.join()}`);
          if (category !== 'zero') assert.deepEqual(said, wanted, `${name}.${category}`);
          // A number that stands for several has to be said.
          const mayLeaveOut = !namesIn((original as Plural).other).includes('{n}') || ['zero', 'one', 'two'].includes(category);
          assert.ok(mayLeaveOut || namesIn(one as string).includes('{n}'), `${name}.${category} without its number`);
        }
        // What is only for millions may be said as for others.
        const needed = categories.filter((category) => category !== 'many' || lang === 'ar');
        assert.deepEqual(needed.filter((category) => !text[category]), [], `${name}: plurals`);
      }
    });
  });

  test(`the texts in ${lang} are in ${lang}, as it is written`, async () => {
    const areas = (await Promise.all(load[lang]())).map((it) => flat(it.default));
    const english = (await Promise.all(load.en())).map((it) => flat(it.default));
    areas.forEach((texts, i) => {
      for (const [name, text] of texts) {
        for (const one of typeof text === 'string' ? [text] : Object.values(text)) {
          const words = one.replace(/\{\w+\}/g, '');
          assert.doesNotMatch(words, /["']|\.\.\./, `${name}: ${one}`);
          if (lang === 'fr') {
            assert.doesNotMatch(words.replace(/`.*?`/g, ''), /[^\u00a0\u202f][;?!»]|[^\u00a0\u202f]:(?!\/)|«[^\u00a0\u202f]/, `${name}: ${one}`);
          }
          if (lang === 'es') {
            assert.equal(words.split('?').length, words.split('¿').length, name);
            assert.equal(words.split('!').length, words.split('¡').length, name);
          }
          if (lang === 'ar') {
            if (/\p{L}/u.test(words)) assert.match(words, /\p{Script=Arabic}/u, name);
            assert.doesNotMatch(words, /[?,;]/, `${name}: ${one}`);
          }
        }
        const original = english[i]!.get(name);
        if (lang !== 'en' && typeof text === 'string' && text === original && /\p{L}{2}/u.test(text.replace(/\{\w+\}/g, ''))) {
          assert.ok(sameInEnglish[lang].includes(text), `${name} is still in English: ${text}`);
        }
      }
    });
  });

  test(`numbers, plurals and dates in ${lang}`, async () => {
    await read(lang);
    for (const n of [0, 1, 2, 3, 11, 100, 1_000_000]) {
      const text = count(base().waiting, n);
      assert.doesNotMatch(text, /[{}]|undefined/);
    }
    const own = (text: string) => (lang === 'ar' ? isolated(text) : text);
    assert.equal(say('{a} {b} {c}', { a: 'x', b: 1234 }), `${own('x')} ${number(1234)} {c}`);
    assert.equal(say('{a}', { a: '{b}', b: 'no' }), own('{b}'), 'what is put in is not looked at again');
    const now = new Date(2026, 10, 26, 14, 2).getTime();
    const day = 86_400_000;
    for (const at of [now, now - day, now - 3 * day, now - 60 * day, now - 500 * day, now + day]) {
      for (const text of [brief(at, now), dayName(at, now), distance(at, now)]) assert.ok(text && !text.includes('Invalid'), text);
    }
    assert.equal(new Set([now, now - day, now - 3 * day].map((at) => dayName(at, now))).size, 3);
    assert.ok(isSameDay(now, now - 3_600_000) && !isSameDay(now, now - day));
  });
}

test('a plural follows the rules of the language', async () => {
  const words: Plural = { zero: 'zero', one: 'one', two: 'two', few: 'few', many: 'many', other: 'other' };
  const said = async (lang: Language, ...numbers: number[]) => {
    await read(lang);
    return numbers.map((n) => count(words, n));
  };
  assert.deepEqual(await said('en', 0, 1, 2), ['other', 'one', 'other']);
  assert.deepEqual(await said('fr', 0, 1, 2, 1_000_000), ['one', 'one', 'other', 'many']);
  assert.deepEqual(await said('es', 0, 1, 2), ['other', 'one', 'other']);
  assert.deepEqual(await said('pt', 0, 1, 2), ['one', 'one', 'other']);
  assert.deepEqual(await said('ar', 0, 1, 2, 3, 11, 100), ['zero', 'one', 'two', 'few', 'many', 'other']);
  await read('ar');
  assert.equal(count({ other: '{n}' }, 5), number(5), 'the last one is for those that are not there');
});

test('the language is the one chosen here, or the first of the browser that there is', () => {
  assert.equal(chooseLanguage('', ['de-DE', 'pt-MZ', 'en'], all), 'pt');
  assert.equal(chooseLanguage('ar', ['de-DE', 'pt-MZ', 'en'], all), 'ar');
  assert.equal(chooseLanguage('', ['de'], all), 'en');
});

test('Arabic is written from right to left, the others are not', async () => {
  await read('ar');
  assert.deepEqual([document.documentElement.lang, document.documentElement.dir], ['ar', 'rtl']);
  await read('fr');
  assert.deepEqual([document.documentElement.lang, document.documentElement.dir, language.value], ['fr', 'ltr', 'fr']);
});

test('a format is made once', () => {
  let made = 0;
  for (let i = 0; i < 3; i++) cached('a format', () => ++made);
  assert.equal(made, 1);
});
