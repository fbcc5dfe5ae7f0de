import { useEffect, useState } from 'preact/hooks';
import type { ComponentType } from 'preact';
import { post } from '../../line/http';
import { at, route } from '../../route';
import { onLoggedIn } from '../../session';
import { change } from '../../settings';
import { TextField } from '../../ui/field';
import { base, language, languages, loadWords, setLanguage, type Language } from '../../words/words';
import { LogInNote } from './log-in-note';

/** What somebody sees who is not logged in: the log-in, or the form to apply. */
export function Gate() {
  const applies = route.value.path[0] === 'apply';
  const [Apply, setApply] = useState<ComponentType>();
  useEffect(() => {
    if (applies && !Apply) void Promise.all([import('./apply'), loadWords('more')]).then(([it]) => setApply(() => it.ApplyScreen));
  }, [applies]);
  return (
    <div class="gate">
      <div class={`stack-wide${applies ? ' wide' : ''}`}>
        {applies ? Apply ? <Apply /> : <main role="status">{base().loading}</main> : <LogIn />}
        <LanguageRow />
      </div>
    </div>
  );
}

function LogIn() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const words = base();
  const onSubmit = async (submit: Event) => {
    submit.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      await post('/api/login', { email, password, cookie: true });
      onLoggedIn();
    } catch (error) {
      setRefusal(error);
      setBusy(false);
    }
  };
  return (
    <main class="stack-wide">
      <div class="stack">
        <h1>Standpipe</h1>
        <p class="soft">{words.logInIntro}</p>
      </div>
      <form class="card stack" onSubmit={onSubmit}>
        <TextField label={words.email} type="email" name="email" autocomplete="username" required value={email} onValue={setEmail} />
        <TextField label={words.password} type="password" name="password" autocomplete="current-password" required value={password} onValue={setPassword} />
        {refusal !== undefined && <LogInNote refusal={refusal} />}
        <button class="button main" disabled={busy}>{busy ? words.loggingIn : words.logIn}</button>
      </form>
      <p class="row wrap">
        <span class="grow">{words.notAMember} <a href={at.apply}>{words.apply}</a></span>
        <a href="/about">{words.aboutServer}</a>
      </p>
    </main>
  );
}

function LanguageRow() {
  const choose = (lang: Language) => { change({ lang }); void setLanguage(lang); };
  return (
    <ul class="row wrap">
      {(Object.keys(languages) as Language[]).map((lang) => (
        <li key={lang}>
          <button type="button" class="button quiet small" lang={lang} aria-pressed={lang === language.value} onClick={() => choose(lang)}>{languages[lang]}</button>
        </li>
      ))}
    </ul>
  );
}
