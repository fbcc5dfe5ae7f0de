import { useEffect, useState } from 'preact/hooks';
import { post } from '../../line/http';
import { Refusal } from '../../line/refusal';
import { at, goInstead, route } from '../../route';
import { onLoggedIn } from '../../session';
import { TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { base, more, say } from '../../words/words';
import { ApplyForm, forgetApplication } from './apply-form';
import { LogInNote } from './log-in-note';

/** Asking to be let in, and asking what has become of that. */
export function ApplyScreen() {
  const words = base();
  const { apply: texts } = more();
  const asksState = route.value.path[1] === 'state';
  const [sent, setSent] = useState(''); // the address of an application that waits
  useEffect(() => { document.querySelector<HTMLElement>('.gate h1')?.focus(); }, [sent, asksState]);
  return (
    <main class="stack-wide">
      <div class="stack">
        <h1 tabIndex={-1}>{asksState ? texts.stateTitle : sent ? texts.sentTitle : words.apply}</h1>
        {!sent && !asksState && <p class="soft">{texts.intro}</p>}
      </div>
      {sent && !asksState && (
        <div class="card stack" role="status">
          <p class="row"><Icon name="clock" /><span class="grow">{say(texts.sent, { email: sent })}</span></p>
          <p><a class="button" href={`${at.apply}/state`}>{texts.stateTitle}</a></p>
        </div>
      )}
      {asksState && <ApplicationState email={sent} />}
      {!sent && !asksState && <ApplyForm onWaits={setSent} onMember={logIn} />}
      <p class="row wrap">
        <a class="grow" href={at.home}>{words.logIn}</a>
        {asksState ? <a href={at.apply}>{words.apply}</a> : <a href={`${at.apply}/state`}>{texts.stateTitle}</a>}
      </p>
    </main>
  );
}

/** Throws the refusal where the log-in does not hold. */
async function logIn(email: string, password: string): Promise<void> {
  await post('/api/login', { email, password, cookie: true });
  forgetApplication();
  goInstead(at.home);
  onLoggedIn();
}

function ApplicationState({ email: known }: { readonly email: string }) {
  const words = base();
  const { apply: texts } = more();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const code = refusal instanceof Refusal ? refusal.code : '';
  const onSubmit = async (submit: Event) => {
    submit.preventDefault();
    setBusy(true);
    setRefusal(undefined);
    try {
      await logIn(email, password);
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };
  return (
    <form class="card stack" onSubmit={onSubmit}>
      <p class="soft">{texts.stateHint}</p>
      <TextField label={words.email} type="email" name="email" autocomplete="username" required value={email} onValue={setEmail} />
      <TextField
        label={words.password} type="password" name="password" autocomplete="current-password" required value={password} onValue={setPassword}
      />
      {refusal !== undefined && <LogInNote refusal={refusal} />}
      <div class="row wrap">
        <button class="button main" disabled={busy}>{texts.ask}</button>
        {code === 'application_declined' && <a class="button" href={at.apply}>{texts.again}</a>}
      </div>
    </form>
  );
}
