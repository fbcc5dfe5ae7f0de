import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal } from '../../line/refusal';
import type { Methods, Profile } from '../../protocol/types';
import { at } from '../../route';
import { act } from '../../session';
import { parts, upToDate } from '../../state';
import { AreaField, SelectField, TextField } from '../../ui/field';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { base, more, say } from '../../words/words';
import { LeavePart, PasswordPart } from './parts';
import { countries } from './countries';
import { Frame } from '../frame';
import { LanguageChecks } from './language-checks';
import { UtilityField } from './utility-field';

/** One's own profile, as others see it, and what belongs to the account. */
export function ProfileScreen() {
  const me = parts.me.value;
  const words = base();
  return (
    <Frame title={words.profile} back={at.settings}>
      {me ? <ProfileForm me={me} /> : <p class="empty" role="status">{words.loading}</p>}
      <PasswordPart />
      <LeavePart />
    </Frame>
  );
}

interface Typed {
  readonly name: string;
  readonly job: string;
  readonly utility: number;
  readonly utility_name: string;
  readonly country: string;
  readonly languages: readonly string[];
  readonly expertise: string;
  readonly offers: string;
  readonly seeks: string;
}

const typedOf = (me: Profile): Typed => ({
  name: me.name, job: me.job, utility: me.utility, utility_name: me.utility_name, country: me.country, languages: me.languages,
  expertise: me.expertise.join(', '), offers: me.offers, seeks: me.seeks,
});

const tagsOf = (text: string): readonly string[] => [...new Set(text.toLowerCase().split(/[,،;\n]/).map((tag) => tag.trim()).filter(Boolean))];

/** What was changed, and nothing else. */
function changes(me: Profile, typed: Typed): Methods['profile.update']['params'] {
  const text = (name: 'name' | 'job' | 'country' | 'offers' | 'seeks') => typed[name].trim() !== me[name] && { [name]: typed[name].trim() };
  const isOther = (a: readonly string[], b: readonly string[]) => a.join('\n') !== b.join('\n');
  const employer = typed.utility_name.trim() !== me.utility_name || (typed.utility !== me.utility && typed.utility !== 0);
  return {
    ...text('name'), ...text('job'), ...text('country'), ...text('offers'), ...text('seeks'),
    ...(employer && (typed.utility ? { utility: typed.utility } : { utility_name: typed.utility_name.trim() })),
    ...(isOther(typed.languages, me.languages) && { languages: typed.languages }),
    ...(isOther(tagsOf(typed.expertise), me.expertise) && { expertise: tagsOf(typed.expertise) }),
  };
}

function ProfileForm({ me }: { readonly me: Profile }) {
  const words = base();
  const { profile: texts } = more();
  const [typed, setTyped] = useState(() => typedOf(me));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const field = refusal instanceof Refusal ? refusal.data.field ?? '' : '';
  const saved = useRef(false);
  // What was saved is shown as the server made it, which may come after its answer.
  useEffect(() => {
    if (saved.current) setTyped(typedOf(me));
    saved.current = false;
  }, [me]);
  const set = (some: Partial<Typed>) => setTyped((before) => ({ ...before, ...some }));
  const wrong = (name: string) => (field === name || field.startsWith(`${name}[`) ? refusalText(refusal) : undefined);
  const changed = changes(me, typed);
  const isChanged = Object.keys(changed).length > 0;
  const hasOwnField = Object.keys(typed).some((name) => wrong(name));
  const onSubmit = async (submit: Event) => {
    submit.preventDefault();
    setBusy(true);
    setRefusal(undefined);
    try {
      await act('profile.update', changed);
      const now = parts.me.value;
      if (now && now !== me) setTyped(typedOf(now));
      else saved.current = true;
      tell(texts.saved);
    } catch (error) {
      setRefusal(error);
    }
    setBusy(false);
  };
  return (
    <form class="card stack" onSubmit={onSubmit}>
      <div class="pairs">
        <TextField
          label={texts.name} value={typed.name} onValue={(name) => set({ name })} wrong={wrong('name')} autocomplete="name" dir="auto" required
        />
        <TextField
          label={texts.job} value={typed.job} onValue={(job) => set({ job })} wrong={wrong('job')} autocomplete="organization-title" dir="auto"
        />
        <UtilityField
          name={typed.utility_name} wrong={wrong('utility') ?? wrong('utility_name')}
          onValue={(utility_name, utility) => set({ utility_name, utility: utility || (utility_name.trim() === me.utility_name ? me.utility : 0) })}
        />
        <SelectField
          label={more().people.country} value={typed.country} onValue={(country) => set({ country })} wrong={wrong('country')} options={countries()}
        />
      </div>
      <AreaField label={more().people.offers} hint={texts.offersHint} value={typed.offers} onValue={(offers) => set({ offers })} wrong={wrong('offers')} />
      <AreaField label={more().people.seeks} hint={texts.seeksHint} value={typed.seeks} onValue={(seeks) => set({ seeks })} wrong={wrong('seeks')} />
      <TextField
        label={more().people.expertise} hint={texts.expertiseHint} value={typed.expertise} onValue={(expertise) => set({ expertise })}
        wrong={wrong('expertise')} dir="auto"
      />
      <LanguageChecks value={typed.languages} onValue={(languages) => set({ languages })} wrong={wrong('languages')} />
      {refusal !== undefined && !hasOwnField && <p class="note bad" role="alert">{refusalText(refusal)}</p>}
      <div class="row wrap">
        <button class="button main" disabled={busy || !isChanged || !upToDate.value}>{words.save}</button>
        {isChanged && <button type="button" class="button" onClick={() => { setTyped(typedOf(me)); setRefusal(undefined); }}>{words.undo}</button>}
        <a class="grow end" href={at.person(me.id)}>{texts.asOthers}</a>
      </div>
      {parts.email.value && <p class="soft small">{say(texts.emailIs, { email: parts.email.value })}</p>}
    </form>
  );
}
