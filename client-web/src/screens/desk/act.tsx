import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal } from '../../line/refusal';
import { route } from '../../route';
import { Dialog } from '../../ui/dialog';
import { AreaField, SelectField, TextField } from '../../ui/field';
import { nameOf } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { base, desk, say } from '../../words/words';
import { LengthField } from './length';
import { meet } from './lists';

export interface Answers {
  readonly reason: string;
  /** 0 is for good. */
  readonly minutes: number;
  /** 0 is everywhere. */
  readonly room: number;
}

/** Something that a moderator does, and what has to be said before it is done. */
export interface Act {
  readonly title: string;
  /** What it leads to. */
  readonly about?: ComponentChildren;
  /** A field for the reason: who sees it is its hint. */
  readonly reason?: { readonly seen: string; readonly label?: string; readonly optional?: boolean };
  /** A choice of how long. */
  readonly length?: boolean;
  /** A choice of the room; 0 is everywhere. */
  readonly rooms?: readonly (readonly [room: number, name: string])[] | undefined;
  /** The one of them that is chosen at first; otherwise one has to choose. */
  readonly room?: number | undefined;
  /** What has to be typed so that it is not done by accident. */
  readonly typed?: string;
  readonly confirm: string;
  readonly danger?: boolean;
  /** Does it. What it rejects with is shown, and what was typed stays. */
  readonly run: (answers: Answers) => Promise<unknown>;
  /** When somebody else was quicker: shows how it is now; answers who that was, where it is known. */
  readonly onDecided?: () => number | undefined;
}

const open = signal<Act | undefined>(undefined);

// A dialog is of the page that it was opened on: whoever goes to another one, or back, has left it.
effect(() => {
  void route.value;
  open.value = undefined;
});

/** Opens the dialog of an act. */
export const begin = (act: Act): void => {
  open.value = act;
};

/** Where the dialogs of acts are shown: once on a screen. */
export function ActHost() {
  return open.value ? <ActDialog key={open.value} act={open.value} /> : null;
}

function ActDialog({ act }: { readonly act: Act }) {
  const words = desk();
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<number | undefined>(1440);
  const [room, setRoom] = useState(
    act.rooms?.length === 1 || act.room !== undefined ? String(act.room ?? act.rooms![0]![0]) : '',
  );
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const close = () => {
    open.value = undefined;
  };

  const noReason = act.reason && !act.reason.optional && !reason.trim();
  const noLength = act.length && minutes === undefined;
  const noRoom = act.rooms && room === '';
  const notTyped = act.typed !== undefined && typed.trim() !== act.typed.trim();

  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (noReason || noLength || noRoom || notTyped) {
      return void setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    }
    setBusy(true);
    setFailed(undefined);
    try {
      await act.run({ reason: reason.trim(), minutes: minutes ?? 0, room: Number(room) });
      close();
    } catch (refusal) {
      setBusy(false);
      if (refusal instanceof Refusal && refusal.code === 'already_decided' && act.onDecided) {
        close();
        const by = act.onDecided();
        if (!by) return tell(words.alreadyDecided);
        await meet([by]);
        return tell(say(words.decidedByName, { name: nameOf(by) }));
      }
      setFailed(refusal);
    }
  };

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus(), []);

  return (
    <Dialog title={act.title} onClose={close}>
      <form ref={form} class="stack" onSubmit={submit} noValidate>
        {act.about && <div>{act.about}</div>}
        {act.rooms && (
          <SelectField
            label={words.where}
            value={room}
            onValue={setRoom}
            wrong={tried && noRoom ? words.chooseRoom : undefined}
            options={[...(noRoom ? [['', '–'] as const] : []), ...act.rooms.map(([id, name]) => [String(id), name] as const)]}
          />
        )}
        {act.length && (
          <LengthField minutes={minutes} onMinutes={setMinutes} wrong={tried && noLength ? words.lengthWrong : undefined} />
        )}
        {act.reason && (
          <AreaField
            label={act.reason.label ?? (act.reason.optional ? words.reasonOptional : words.reason)}
            hint={act.reason.seen}
            value={reason}
            onValue={setReason}
            required={!act.reason.optional}
            wrong={tried && noReason ? words.reasonMissing : undefined}
          />
        )}
        {act.typed !== undefined && (
          <TextField
            label={say(words.typeToConfirm, { text: act.typed })}
            value={typed}
            onValue={setTyped}
            autocomplete="off"
            wrong={tried && notTyped ? words.typedWrong : undefined}
          />
        )}
        {Boolean(failed) && (
          <div class="note bad" role="alert">
            {refusalText(failed)}
          </div>
        )}
        <div class="row wrap">
          <button type="submit" class={`button main${act.danger ? ' danger' : ''}`} disabled={busy}>
            {act.confirm}
          </button>
          <button type="button" class="button" onClick={close}>
            {base().cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
