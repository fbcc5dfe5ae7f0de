import { useState } from 'preact/hooks';
import type { Message } from '../../protocol/types';
import { act } from '../../session';
import { parts } from '../../state';
import { Dialog } from '../../ui/dialog';
import { AreaField, TextField } from '../../ui/field';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { base } from '../../words/words';

interface DialogProps {
  readonly message: Message;
  readonly onClose: () => void;
}

function useDoing(onClose: () => void) {
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const run = async (doing: () => Promise<unknown>, done = '') => {
    setBusy(true);
    try {
      await doing();
      onClose();
      if (done) tell(done);
    } catch (refusal) {
      setWrong(refusalText(refusal));
      setBusy(false);
    }
  };
  return { wrong: wrong && <p class="note bad" role="alert">{wrong}</p>, busy, run };
}

/** One's own message goes without a word; a moderator says why, and everybody sees it. */
export function RemoveDialog({ message, onClose }: DialogProps) {
  const words = base();
  const isOwn = message.by === parts.me.value?.id;
  const [reason, setReason] = useState('');
  const { wrong, busy, run } = useDoing(onClose);
  const onSubmit = (submit: Event) => {
    submit.preventDefault();
    void run(() => act('message.remove', { message: message.id, ...(!isOwn && { reason }) }));
  };
  return (
    <Dialog title={words.removeTitle} onClose={onClose}>
      <form class="stack" onSubmit={onSubmit}>
        <p>{words.removeHint}</p>
        {!isOwn && <AreaField label={words.removeReason} value={reason} onValue={setReason} required />}
        {wrong}
        <div class="row wrap">
          <button class="button danger main" disabled={busy}>{words.remove}</button>
          <button type="button" class="button" onClick={onClose}>{words.cancel}</button>
        </div>
      </form>
    </Dialog>
  );
}

export function ReportDialog({ message, onClose }: DialogProps) {
  const words = base();
  const [reason, setReason] = useState('');
  const { wrong, busy, run } = useDoing(onClose);
  const onSubmit = (submit: Event) => {
    submit.preventDefault();
    void run(() => act('message.report', { message: message.id, reason }), words.reported);
  };
  return (
    <Dialog title={words.reportTitle} onClose={onClose}>
      <form class="stack" onSubmit={onSubmit}>
        <AreaField label={words.reportReason} value={reason} onValue={setReason} required />
        {wrong}
        <div class="row wrap">
          <button class="button main" disabled={busy}>{words.report}</button>
          <button type="button" class="button" onClick={onClose}>{words.cancel}</button>
        </div>
      </form>
    </Dialog>
  );
}

const emoji = '👍 👏 🙏 💡 💧 ❤️ 😀 😂 🙂 😉 😮 😢 🤔 🎉 🔥 ✅ ❌ ❓ ❗ ⚠️ 👀 💪 🤝 🙌 🚰 🚿 🌊 🌧️ 🌱 🌍 🏗️ 🔧 🔩 🧪 📈 📉 📌 📅 💰 🏆'.split(' ');

export function EmojiDialog({ message, onClose, react }: DialogProps & { readonly react: (message: Message, emoji: string, on: boolean) => void }) {
  const words = base();
  const [own, setOwn] = useState('');
  const choose = (one: string) => { onClose(); react(message, one, true); };
  return (
    <Dialog title={words.react} onClose={onClose}>
      <ul class="emoji">
        {emoji.map((one) => <li key={one}><button type="button" class="icon-button" aria-label={one} onClick={() => choose(one)}>{one}</button></li>)}
      </ul>
      <form class="row emoji-own" onSubmit={(submit) => { submit.preventDefault(); if (own.trim()) choose(own.trim()); }}>
        <div class="grow"><TextField label={words.otherEmoji} value={own} onValue={setOwn} maxLength={20} /></div>
        <button class="button main">{words.react}</button>
      </form>
    </Dialog>
  );
}
