import { emptyModel, type Model } from '../../src/model/model';
import { reduce, type Input } from '../../src/model/reduce';
import { fill, type Wire } from '../../src/protocol/fill';
import type { CatchUp, Change, HelloResult, Membership, Message, MessagePage, RoomHead, Thread } from '../../src/protocol/types';

/** What comes over the wire, with all that is left out there. */
export const message = (raw: Wire): Message => fill('Message', { room: 6, by: 1, at: 1000, rev: 1, number: raw['index'], id: raw['index'], text: `text ${String(raw['index'])}`, ...raw });
export const thread = (raw: Wire): Thread => fill('Thread', { room: 6, title: 'A thread', by: 1, at: 1000, last_index: 1, ...raw });
export const membership = (raw: Wire): Membership => fill('Membership', { room: 6, ...raw });
export const head = (raw: Wire): RoomHead => fill('RoomHead', { room: 6, rev: 1, ...raw });
export const change = (stream: string, rev: number, raw: Wire): Change => fill('Change', { stream, rev, ...raw });
export const page = (messages: readonly Message[], more: Wire = {}): MessagePage => ({ ...fill('MessagePage', more), messages });
export const catchUp = (stream: string, rev: number, raw: Wire = {}): CatchUp => fill('CatchUp', { stream, rev, ...raw });

export function hello(raw: Wire = {}): HelloResult {
  return fill('HelloResult', {
    epoch: 'one', server: 'Standpipe 1', community: 'Standpipe', now: 1000, me: { id: 1, name: 'Ada' },
    heads: [{ room: 6, rev: 1, members: 1 }],
    streams: [
      { stream: 'community', rev: 1, gap: true, changes: [{ rev: 1, room: { id: 6, slug: 'leaks', name: 'Leaks' } }] },
      { stream: 'me', rev: 1, gap: true, changes: [{ rev: 1, membership: { room: 6 } }] },
      { stream: 'room:6', rev: 1, gap: true },
    ],
    ...raw,
  });
}

/** Freezes what is given with all that is in it: whoever changes it throws. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    for (const [key, one] of value) { frozen(key); frozen(one); }
    const refuse = () => { throw new Error('a map that was given is changed'); };
    Object.assign(value, { set: refuse, delete: refuse, clear: refuse });
  } else {
    for (const one of Object.values(value)) frozen(one);
  }
  return Object.freeze(value);
}

/** The model after inputs; none of them nor a model before may be changed. */
export function after(model: Model, ...inputs: readonly Input[]): Model {
  return inputs.reduce((before, input) => reduce(frozen(before), frozen(input)), model);
}

/** Said hello in one room, and looked into its empty chat. */
export const started: Model = after(
  emptyModel,
  { type: 'hello', hello: hello() },
  { type: 'messages', room: 6, thread: 0, point: 'newest', page: page([]) },
);

export const event = (stream: string, rev: number, raw: Wire): Input => ({ type: 'event', change: change(stream, rev, raw) });
export const indices = (model: Model, place: string): number[] => model.places.get(place)?.items.map((one) => one.index) ?? [];
