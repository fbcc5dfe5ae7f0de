import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { cops, post } from '../../line/http';
import { Refusal } from '../../line/refusal';
import type { CopCard } from '../../protocol/types';
import { route } from '../../route';
import { AreaField, Check, SelectField, TextField } from '../../ui/field';
import { refusalText } from '../../ui/refusal-text';
import { base, language, more } from '../../words/words';
import { countries } from './countries';
import { LanguageChecks } from './language-checks';
import { PasswordField } from './password-field';

interface Typed {
  readonly name: string;
  readonly email: string;
  readonly utility: string;
  readonly country: string;
  readonly job: string;
  readonly languages: readonly string[];
  readonly rooms: readonly string[];
  readonly why: string;
  readonly invitation: string;
}

const kept = 'standpipe.application';

/** What was typed before the page was loaded anew; the password is never kept. */
function typedBefore(): Typed {
  const empty: Typed = { name: '', email: '', utility: '', country: '', job: '', languages: [language.value], rooms: [], why: '', invitation: '' };
  try {
    return { ...empty, ...(JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Partial<Typed>) };
  } catch {
    return empty;
  }
}

export function forgetApplication(): void {
  sessionStorage.removeItem(kept);
}

/** The field that a refusal is about, as it is named in the form. */
function fieldOf(refusal: unknown): string {
  if (!(refusal instanceof Refusal)) return '';
  const { code, data } = refusal;
  const field = (data.field ?? '').replace(/\[.*/, '');
  return field || (fieldsOfCodes[code] ?? '');
}

const fieldsOfCodes: Readonly<Record<string, string>> = {
  password_weak: 'password', email_taken: 'email', already_applied: 'email', invitation_invalid: 'invitation',
};

/** The form to apply. With an invitation one is a member at once. */
export function ApplyForm({ onWaits, onMember }: {
  readonly onWaits: (email: string) => void; readonly onMember: (email: string, password: string) => Promise<void>;
}) {
  const words = base();
  const { apply: texts, people, profile } = more();
  const [typed, setTyped] = useState(typedBefore);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const form = useRef<HTMLFormElement>(null);
  const set = (some: Partial<Typed>) => setTyped((before) => {
    const next = { ...before, ...some };
    sessionStorage.setItem(kept, JSON.stringify(next));
    return next;
  });
  const invited = route.value.query.get('invitation') ?? '';
  useEffect(() => { if (invited) set({ invitation: invited }); }, [invited]);
  const field = fieldOf(refusal);
  const wrong = (name: string) => (field === name ? refusalText(refusal) : undefined);
  const needsRooms = !typed.invitation.trim();
  const [lacksRooms, setLacksRooms] = useState(false); // it was sent without
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .wrong, .note.bad')?.scrollIntoView({ block: 'center' });
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal]);

  const onSubmit = async (submit: Event) => {
    submit.preventDefault();
    if (busy) return;
    setRefusal(undefined);
    setLacksRooms(needsRooms && !typed.rooms.length);
    if (needsRooms && !typed.rooms.length) return form.current?.querySelector<HTMLElement>('.rooms-field :is(input, button)')?.focus();
    setBusy(true);
    try {
      const { invitation, ...rest } = typed;
      const answer = await post('/api/apply', { ...rest, password, ...(invitation.trim() && { invitation: invitation.trim() }) });
      forgetApplication();
      if (answer.status === 'approved') await onMember(typed.email, password);
      else onWaits(typed.email);
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };
  return (
    <form ref={form} class="card stack" onSubmit={onSubmit}>
      <TextField
        label={texts.invitation} hint={texts.invitationHint} value={typed.invitation} onValue={(invitation) => set({ invitation })}
        wrong={wrong('invitation')} autocomplete="off" spellcheck={false} dir="ltr"
      />
      <div class="pairs">
        <TextField
          label={profile.name} value={typed.name} onValue={(name) => set({ name })} wrong={wrong('name')} autocomplete="name" dir="auto" required
        />
        <TextField
          label={words.email} type="email" value={typed.email} onValue={(email) => set({ email })} wrong={wrong('email')}
          autocomplete="username" dir="ltr" required
        />
        <PasswordField label={words.password} value={password} onValue={setPassword} wrong={wrong('password')} />
        <TextField
          label={profile.job} value={typed.job} onValue={(job) => set({ job })} wrong={wrong('job')} autocomplete="organization-title" dir="auto" required
        />
        <TextField
          label={profile.utility} value={typed.utility} onValue={(utility) => set({ utility })} wrong={wrong('utility') ?? wrong('utility_name')}
          autocomplete="organization" dir="auto" required
        />
        <SelectField
          label={people.country} value={typed.country} onValue={(country) => set({ country })} wrong={wrong('country')} required
          options={[['', texts.choose], ...countries()]}
        />
      </div>
      <LanguageChecks value={typed.languages} onValue={(languages) => set({ languages })} wrong={wrong('languages')} />
      <RoomChecks
        value={typed.rooms} onValue={(rooms) => set({ rooms })} needed={needsRooms} wrong={lacksRooms && needsRooms && !typed.rooms.length ? texts.roomsMissing : wrong('rooms')}
      />
      <AreaField label={texts.why} hint={texts.whyHint} value={typed.why} onValue={(why) => set({ why })} wrong={wrong('why')} />
      {refusal !== undefined && (!field || !(field in typed || field === 'password')) && <p class="note bad" role="alert">{refusalText(refusal)}</p>}
      <p><button class="button main" disabled={busy}>{busy ? texts.sending : typed.invitation.trim() ? texts.join : texts.send}</button></p>
    </form>
  );
}

function RoomChecks({ value, onValue, needed, wrong }: {
  readonly value: readonly string[]; readonly needed: boolean; readonly onValue: (slugs: readonly string[]) => void; readonly wrong: string | undefined;
}) {
  const words = base();
  const { apply: texts } = more();
  const [all, setAll] = useState<readonly CopCard[]>();
  const [failed, setFailed] = useState(false);
  const id = useId();
  const load = () => { setFailed(false); cops().then((list) => setAll(list.rooms), () => setFailed(true)); };
  useEffect(load, []);
  return (
    <fieldset class="field rooms-field" aria-describedby={`${id}-hint ${id}-wrong`}>
      <legend class="label">{words.cops}</legend>
      <span class="hint" id={`${id}-hint`}>{needed && !wrong && `${texts.roomsMissing} `}{texts.roomsHint}</span>
      {wrong && <span class="wrong" id={`${id}-wrong`} role="alert">{wrong}</span>}
      {!all && !failed && <span role="status">{words.loading}</span>}
      {failed && (
        <p class="row wrap" role="alert">
          <span class="wrong">{words.loadFailed}</span>
          <button type="button" class="button small" onClick={load}>{words.retry}</button>
        </p>
      )}
      {all && <div>{all.map((one) => (
        <Check
          key={one.slug} checked={value.includes(one.slug)}
          onValue={(on) => onValue(on ? [...value, one.slug] : value.filter((slug) => slug !== one.slug))}
          label={<><bdi class="strong">{one.name}</bdi>{one.description && <span class="soft small described" dir="auto">{one.description}</span>}</>}
        />
      ))}</div>}
    </fieldset>
  );
}
