import { useEffect, useId, useState } from 'preact/hooks';
import type { Utility } from '../../protocol/types';
import { ask } from '../../session';
import { upToDate } from '../../state';
import { Field } from '../../ui/field';
import { countryName } from '../../ui/person';
import { locale, more } from '../../words/words';

const waitMs = 300;

/** The utility that one works for: one of the list as one types, or any other by its name. */
export function UtilityField({ name, wrong, onValue }: {
  readonly name: string; readonly wrong?: string | undefined;
  /** `utility` is the listed one of that name, 0 for none. */
  readonly onValue: (name: string, utility: number) => void;
}) {
  const { profile: texts } = more();
  const list = useId();
  const [found, setFound] = useState<readonly Utility[]>([]);
  const query = name.trim();
  const idOf = (text: string, among: readonly Utility[]) =>
    among.find((one) => one.name.toLocaleLowerCase() === text.trim().toLocaleLowerCase())?.id ?? 0;
  useEffect(() => {
    if (query.length < 2 || !upToDate.value) return;
    let wanted = true;
    const timer = setTimeout(() => {
      ask('utility.list', { query, limit: 10 }).then(({ utilities }) => {
        if (!wanted) return;
        setFound(utilities);
        onValue(name, idOf(name, utilities));
      }, () => undefined); // its name alone does, too
    }, waitMs);
    return () => { wanted = false; clearTimeout(timer); };
  }, [query, upToDate.value]);
  return (
    <Field label={texts.utility} hint={texts.utilityHint} wrong={wrong}>
      {(described) => (
        <>
          <input
            class="input" dir="auto" list={list} autocomplete="organization" {...described} value={name}
            onInput={(input) => onValue(input.currentTarget.value, idOf(input.currentTarget.value, found))}
          />
          <datalist id={list}>{found.map((one) => <option key={one.id} value={one.name}>{countryName(one.country, locale())}</option>)}</datalist>
        </>
      )}
    </Field>
  );
}
