import { useEffect, useState } from 'preact/hooks';
import { Refusal } from '../../line/refusal';
import type { Utility } from '../../protocol/types';
import { act, ask } from '../../session';
import { parts } from '../../state';
import { Dialog } from '../../ui/dialog';
import { AreaField, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { countryName } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { base, desk, locale, say } from '../../words/words';
import { CountryField } from '../desk/country';
import { Listed, usePaged } from '../desk/lists';
import { fieldText } from '../desk/room';
import { useFilter } from '../desk/shell';

/** The utilities that members may work for, and by which e-mail domains they are known. */
export function UtilitiesScreen() {
  const words = desk();
  const [query, setQuery] = useFilter('query');
  const [typed, setTyped] = useState(query);
  const [edited, setEdited] = useState<Utility | 'new'>();
  useEffect(() => {
    if (typed.trim() === query) return;
    const timer = setTimeout(() => setQuery(typed.trim()), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const list = usePaged<Utility>(
    async (last, limit) => {
      const page = await ask('utility.list', { limit, ...(query && { query }), ...(last && { after: last.id }) });
      return { items: page.utilities, more: page.more };
    },
    [query],
    parts.utilities.value,
  );
  return (
    <>
      <div class="row wrap section-head">
        <h2 class="grow">{words.sections.utilities}</h2>
        <button type="button" class="button main small" onClick={() => setEdited('new')}>
          <Icon name="plus" small />
          {words.newUtility}
        </button>
      </div>
      <TextField label={words.searchUtilities} type="search" value={typed} onValue={setTyped} autocomplete="off" />
      <Listed list={list} label={words.sections.utilities} empty={words.noUtilities}>
        {(one) => (
          <li key={one.id} class="row">
            <span class="grow">
              <bdi class="strong">{one.name}</bdi> <span class="soft">{countryName(one.country, locale())}</span>
              <br />
              <span class="soft small" dir="ltr">
                {one.domains.join(', ') || words.noDomains}
              </span>
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label={say(words.editUtility, { name: one.name })}
              onClick={() => setEdited(one)}
            >
              <Icon name="edit" small />
            </button>
          </li>
        )}
      </Listed>
      {edited && (
        <Edit utility={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} onSaved={list.again} />
      )}
    </>
  );
}

function Edit({
  utility,
  onClose,
  onSaved,
}: {
  readonly utility: Utility | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const words = desk();
  const [name, setName] = useState(utility?.name ?? '');
  const [country, setCountry] = useState(utility?.country ?? '');
  const [domains, setDomains] = useState(utility?.domains.join('\n') ?? '');
  const [tried, setTried] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const field = failed instanceof Refusal ? (failed.data.field ?? '') : '';
  const wrong = (which: string, missing?: string) =>
    failed instanceof Refusal && field === which ? fieldText(which, failed) : tried ? missing : undefined;
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!name.trim() || !country) return;
    setBusy(true);
    setFailed(undefined);
    const params = { name: name.trim(), country, domains: domains.split(/[\s,;]+/).filter(Boolean) };
    try {
      if (utility) await act('utility.update', { utility: utility.id, ...params });
      else await act('utility.create', params);
      tell(words.saved);
      onSaved();
      onClose();
    } catch (refusal) {
      setFailed(refusal);
      setBusy(false);
    }
  };
  return (
    <Dialog title={utility ? say(words.editUtility, { name: utility.name }) : words.newUtility} onClose={onClose}>
      <form class="stack" onSubmit={submit} noValidate>
        <TextField
          label={words.utilityName}
          value={name}
          onValue={setName}
          autocomplete="off"
          wrong={wrong('name', name.trim() ? undefined : words.nameMissing)}
        />
        <CountryField
          label={words.country}
          value={country}
          onValue={setCountry}
          wrong={wrong('country', country ? undefined : words.countryMissing)}
        />
        <AreaField label={words.domains} hint={words.domainsHint} value={domains} onValue={setDomains} wrong={wrong('domains')} />
        {Boolean(failed) && !['name', 'country', 'domains'].includes(field) && (
          <div class="note bad" role="alert">
            {refusalText(failed)}
          </div>
        )}
        <div class="row wrap">
          <button type="submit" class="button main" disabled={busy}>
            {base().save}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {base().cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
