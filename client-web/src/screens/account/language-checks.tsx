import { useState } from 'preact/hooks';
import { Check } from '../../ui/field';
import { languageName } from '../../ui/person';
import { locale, more } from '../../words/words';

/** What people of the sector write in most. */
export const commonLanguages: readonly string[] = [
  'en', 'fr', 'es', 'pt', 'ar', 'sw', 'id', 'hi', 'bn', 'vi', 'ru', 'zh', 'de', 'nl', 'it', 'tr', 'am', 'ha', 'ur', 'fa',
];

const mostLanguages = 10;

/** A list of languages to choose some of, and a way to add one that is not in it. */
export function LanguageChecks({ value, onValue, wrong }: {
  readonly value: readonly string[]; readonly onValue: (tags: readonly string[]) => void; readonly wrong?: string | undefined;
}) {
  const { languages: texts } = more();
  const [other, setOther] = useState('');
  const tags = [...new Set([...commonLanguages, ...value])];
  const set = (tag: string, on: boolean) => onValue(on ? [...value.filter((one) => one !== tag), tag] : value.filter((one) => one !== tag));
  const rest = otherLanguages(tags);
  return (
    <fieldset class="field">
      <legend class="label">{texts.label}</legend>
      <span class="hint">{texts.hint}</span>
      <div class="checks">
        {tags.map((tag) => <Check key={tag} label={languageName(tag, locale())} checked={value.includes(tag)} onValue={(on) => set(tag, on)} />)}
      </div>
      <select
        class="input" aria-label={texts.add} value={other}
        onChange={(change) => { set(change.currentTarget.value, true); setOther(''); }}
      >
        <option value="">{texts.add}</option>
        {rest.map(([tag, name]) => <option value={tag}>{name}</option>)}
      </select>
      {(wrong || value.length > mostLanguages) && <span class="wrong" role="alert">{wrong || texts.tooMany}</span>}
    </fieldset>
  );
}

/** Further languages that are written where water utilities are. */
const further = (
  'af ak as ay az be bg bm ca ceb cs da dz ee el ff fi fil gn gu he hu hy ig ja jv ka kk km kn ko ku ky lg ln lo mg mk ml mn mr ms my nd ne ny '
  + 'om or pa pl ps qu rn ro rw sd si sk sl sn so sq sr ss st su sv ta te tg th ti tk tl tn to ts ug uk uz ve wo xh yo zu'
).split(' ');

function otherLanguages(besides: readonly string[]): readonly (readonly [string, string])[] {
  return further.filter((tag) => !besides.includes(tag)).map((tag) => [tag, languageName(tag, locale())] as const)
    .sort((a, b) => a[1].localeCompare(b[1], locale()));
}
