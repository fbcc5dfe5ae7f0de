import { act } from '../session';
import { upToDate } from '../state';
import { readUpTo } from './place-loading';

const waitMs = 1_000;
const waiting = new Map<string, { readonly room: number; readonly thread: number; readonly index: number }>();
let timer = 0;

/** Marks a place as read up to there, at most once a second, and never back. */
export function markRead(room: number, thread: number, index: number): void {
  const key = `${room}/${thread}`;
  if (index <= readUpTo(room, thread) || index <= (waiting.get(key)?.index ?? 0)) return;
  waiting.set(key, { room, thread, index });
  if (!timer) timer = window.setTimeout(send, waitMs);
}

function send(): void {
  timer = 0;
  if (!upToDate.value) return;
  const marks = [...waiting];
  waiting.clear();
  for (const [, { room, thread, index }] of marks) {
    act('read.mark', { room, index, ...(thread && { thread }) }).catch(() => undefined); // the next one says more
  }
}
