import { useState } from 'preact/hooks';
import { post } from '../../line/http';
import { Refusal } from '../../line/refusal';
import { act, logOut } from '../../session';
import { parts, upToDate } from '../../state';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { base, more, say } from '../../words/words';
import { Part } from '../frame';
import { PasswordField } from './password-field';

export function PasswordPart() {
  const { profile: texts } = more();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const field = refusal instanceof Refusal ? refusal.data.field : '';
  const onSubmit = async (submit: Event) => {
    submit.preventDefault();
    setBusy(true);
    setRefusal(undefined);
    try {
      await post('/api/password', { old_password: old, new_password: next });
      setOld('');
      setNext('');
      tell(texts.passwordChanged);
    } catch (error) {
      setRefusal(error);
    }
    setBusy(false);
  };
  return (
    <Part title={texts.password} hint={texts.passwordHint}>
      <form class="stack" onSubmit={onSubmit}>
        <input type="hidden" name="username" autocomplete="username" value={parts.email.value} />
        <div class="pairs">
          <TextField
            label={texts.oldPassword} type="password" name="old" autocomplete="current-password" required value={old} onValue={setOld}
            wrong={field === 'old_password' ? refusalText(refusal) : undefined}
          />
          <PasswordField
            label={texts.newPassword} value={next} onValue={setNext} wrong={field === 'new_password' ? refusalText(refusal) : undefined}
          />
        </div>
        {refusal !== undefined && field !== 'old_password' && field !== 'new_password' && <p class="note bad" role="alert">{refusalText(refusal)}</p>}
        <p><button class="button" disabled={busy || !old || !next || !upToDate.value}>{texts.changePassword}</button></p>
      </form>
    </Part>
  );
}

/** Leaving the community, after one has typed one's name. */
export function LeavePart() {
  const { profile: texts } = more();
  const [asks, setAsks] = useState(false);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const name = parts.me.value?.name ?? '';
  const isSure = name !== '' && typed.trim().toLocaleLowerCase() === name.toLocaleLowerCase();
  const onSubmit = async (submit: Event) => {
    submit.preventDefault();
    if (!isSure || busy) return;
    setBusy(true);
    setWrong('');
    try {
      await act('account.leave', {});
    } catch (refusal) {
      setWrong(refusalText(refusal));
      return setBusy(false);
    }
    await logOut().catch(() => location.reload());
  };
  return (
    <Part title={texts.leave} hint={texts.leaveHint}>
      <p><button type="button" class="button danger" onClick={() => { setTyped(''); setWrong(''); setAsks(true); }}>{texts.leave}…</button></p>
      {asks && (
        <Dialog title={texts.leaveTitle} onClose={() => setAsks(false)}>
          <form class="stack" onSubmit={onSubmit}>
            <p>{texts.leaveWhat}</p>
            <TextField label={say(texts.leaveType, { name })} value={typed} onValue={setTyped} dir="auto" autocomplete="off" />
            {wrong && <p class="note bad" role="alert">{wrong}</p>}
            <div class="row wrap">
              <button class="button danger main" disabled={!isSure || busy || !upToDate.value}>{texts.leave}</button>
              <button type="button" class="button" onClick={() => setAsks(false)}>{base().cancel}</button>
            </div>
          </form>
        </Dialog>
      )}
    </Part>
  );
}
