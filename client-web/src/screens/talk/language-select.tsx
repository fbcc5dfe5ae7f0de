import { useMemo } from 'preact/hooks';
import { settings } from '../../settings';
import { parts } from '../../state';
import { languageName } from '../../ui/person';
import { base, language, locale } from '../../words/words';

/** What people of the sector write in most; one's own languages come first. */
const common = ['en', 'fr', 'es', 'pt', 'ar', 'sw', 'id', 'hi', 'bn', 'vi', 'ru', 'zh', 'de', 'nl', 'it', 'tr', 'am', 'ha', 'ur', 'fa'];

const none: readonly string[] = [];

/** What a text is in unless its author says otherwise: as said last, the language of the page where the author speaks it, or the first of theirs. */
export function usualLanguage(): string {
  const own = parts.me.value?.languages ?? none;
  return settings.value.writeIn || own.find((tag) => tag.split('-')[0] === language.value) || own[0] || '';
}

/** The language of a text, as a BCP 47 tag. */
export function LanguageSelect({ value, onValue }: { readonly value: string; readonly onValue: (tag: string) => void }) {
  const own = parts.me.value?.languages ?? none;
  const options = useMemo(() => {
    const tags = [...new Set([...own, ...(value ? [value] : []), language.value, ...common])];
    return tags.map((tag) => <option value={tag} selected={tag === value}>{languageName(tag, locale())}</option>);
  }, [own, value, language.value]);
  return (
    <select class="language-select small" aria-label={base().postLanguage} title={base().postLanguage} value={value} onChange={(change) => onValue(change.currentTarget.value)}>
      {!value && <option value="" selected>—</option>}
      {options}
    </select>
  );
}
