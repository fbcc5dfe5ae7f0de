import type { Message, Room, Thread } from '../../protocol/types';
import { at } from '../../route';
import { act, queue } from '../../session';
import { parts } from '../../state';
import { tell, tellRefusal } from '../../ui/toast';
import { base } from '../../words/words';

/** What the member may do with a message, and how. */
export interface Acts {
  readonly isModerator: boolean;
  readonly mayWrite: boolean;
  readonly mayEdit: (message: Message) => boolean;
  readonly mayRemove: (message: Message) => boolean;
  readonly mayAnswer: (message: Message) => boolean;
  readonly isAnswer: (message: Message) => boolean;
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  readonly remove: (message: Message) => void;
  readonly report: (message: Message) => void;
  readonly otherEmoji: (message: Message) => void;
  readonly react: (message: Message, emoji: string, on: boolean) => void;
  readonly pin: (message: Message) => void;
  readonly markAnswer: (message: Message) => void;
  readonly copyLink: (message: Message) => void;
}

/** Whether the member moderates a room. */
export function moderates(room: number): boolean {
  return parts.me.value?.role === 'administrator' || parts.memberships.value.get(room)?.role === 'moderator';
}

interface Opens {
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  readonly remove: (message: Message) => void;
  readonly report: (message: Message) => void;
  readonly otherEmoji: (message: Message) => void;
}

export function actsIn(room: Room, thread: Thread | undefined, opens: Opens): Acts {
  const me = parts.me.value?.id ?? 0;
  const isModerator = moderates(room.id);
  const mayWrite = Boolean(parts.memberships.value.get(room.id)?.in) && !room.archived;
  const doNow = (doing: Promise<unknown>) => void doing.catch(tellRefusal);
  return {
    ...opens,
    isModerator,
    mayWrite,
    mayEdit: (message) => mayWrite && message.by === me && !message.removed,
    mayRemove: (message) => (message.by === me || isModerator) && !message.removed && !room.archived,
    mayAnswer: (message) => thread?.kind === 'question' && message.index > 1 && (thread.by === me || isModerator),
    isAnswer: (message) => thread?.answer === message.id,
    react: (message, emoji, on) => doNow(queue('message.react', { message: message.id, emoji, on })),
    pin: (message) => doNow(act('message.pin', { message: message.id, on: !message.pinned })),
    markAnswer: (message) => doNow(act('thread.answer', { thread: thread!.id, message: thread!.answer === message.id ? 0 : message.id })),
    copyLink: (message) => doNow(copy(location.origin + '/' + at.message(message.id)).then(() => tell(base().linkCopied))),
  };
}

/** The clipboard is there over TLS only; without it, the text is selected and copied as browsers did before. */
export async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
