import type { Queued } from './kept/database';
import { canAgree } from './kept/lead';
import { Outbox } from './kept/outbox';
import type { Line, Method, Params, Result } from './line/line';
import { Refusal } from './line/refusal';
import { placeKey } from './model/model';
import type { Input } from './model/reduce';
import type { Methods } from './protocol/types';
import { currentModel, happen, outbox } from './state';

export type Command = { [M in Method]: Methods[M]['command'] extends true ? M : never }[Method];
type Listener = (queued: Queued, refusal: Refusal | undefined, result: unknown) => void;
type Answered = Parameters<Listener>;

/** What tabs tell each other. */
type Told =
  | 'outbox' | 'log-in' | 'log-out'
  | { readonly sent: Queued; readonly result: unknown; readonly refusal?: Pick<Refusal, 'code' | 'message' | 'data'> | undefined };

const markEveryMs = 1_000;
const channel = canAgree ? new BroadcastChannel('standpipe') : undefined;
const listeners = new Set<Listener>();
const reading = new Map<string, { readonly room: number; readonly thread: number; readonly index: number }>();
let markTimer: ReturnType<typeof setTimeout> | undefined;

export const tellTabs = (told: Told): void => channel?.postMessage(told);

/** The outbox of this page, which sends over this line. What was sent is let go when `shown` says that what it led to is shown. */
export function makeOutbox(line: Line, shown: () => Promise<void>, onTold: (told: 'log-in' | 'log-out') => void): Outbox {
  const send = async (queued: Queued, afterKey: string | undefined) => {
    const params = { ...queued.params, key: queued.key, ...(afterKey && { after_key: afterKey }) } as Params<Command>;
    const result = await line.request(queued.method as Command, params);
    await shown();
    return result;
  };
  const answered = (...[queued, refusal, result]: Answered) => {
    tellTabs({ sent: queued, result, refusal: refusal && { code: refusal.code, message: refusal.message, data: refusal.data } });
    for (const listener of listeners) listener(queued, refusal, result);
  };
  const box = new Outbox(send, {
    onChange: (waiting) => { outbox.value = waiting; },
    onStored: () => tellTabs('outbox'),
    onSent: (queued, result) => answered(queued, undefined, result),
    onRefused: (queued, refusal) => answered(queued, refusal, undefined),
  });
  channel?.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data === 'outbox') void box.load().catch(() => undefined);
    else if (typeof data === 'string') onTold(data);
    else {
      const { sent, refusal, result } = data;
      for (const listener of listeners) listener(sent, refusal && new Refusal(refusal.code, refusal.message, refusal.data), result);
    }
  });
  return box;
}

/** Tells of each command of the outbox that was answered, whichever tab sent it; returns what ends it. */
export function onSent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What has been read and is not known to the server yet. */
export function ownReads(): readonly Input[] {
  const waiting = outbox.value.filter((one) => one.method === 'read.mark').map((one) => one.params as Params<'read.mark'>);
  return [...waiting, ...reading.values()].map(({ room, thread = 0, index }) => ({ type: 'read', room, thread, index }));
}

/** Notes that a place has been read up to there: shown at once, told to the server at most once a second. */
export function noteRead(box: Outbox, room: number, thread: number, index: number): void {
  const model = currentModel();
  if (index <= ((thread ? model.marks.get(thread) : model.memberships.get(room)?.chat_read) ?? 0)) return;
  reading.set(placeKey(room, thread), { room, thread, index });
  happen({ type: 'read', room, thread, index });
  markTimer ??= setTimeout(() => flushReads(box), markEveryMs);
}

/** Puts the marks into the outbox at once. */
export function flushReads(box: Outbox): void {
  clearTimeout(markTimer);
  markTimer = undefined;
  const marks = [...reading.values()];
  reading.clear();
  for (const { room, thread, index } of marks) void box.mark(room, thread, index);
}

export type { Result };
