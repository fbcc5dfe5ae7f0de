import type { Message, MessagePage } from '../protocol/types';
import { placeBound, placeKey, type Place, type PlaceKey } from './model';

/** Where in a place a page was asked for. */
export type PagePoint = 'newest' | 'before' | 'after' | 'around';

type Places = ReadonlyMap<PlaceKey, Place>;

/** Where an index is in a run, or where it would be put. */
function position(items: readonly Message[], index: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.index < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Replaces a message that is held, adds it to a run that reaches the end, or leaves the places as they are. */
export function upserted(places: Places, message: Message): Places {
  const key = placeKey(message.room, message.thread);
  const place = places.get(key);
  if (!place) return places;
  const { items } = place;
  const at = position(items, message.index);
  const held = items[at];
  if (held?.index === message.index) {
    return held.rev > message.rev ? places : new Map(places).set(key, { ...place, items: replaced(items, at, message) });
  }
  const last = items[items.length - 1];
  if (last && message.index < last.index) {
    if (at === 0) return places; // before what is held
  } else if (!place.toEnd) {
    return places;
  } else if (!place.followed && items.length >= placeBound) {
    return new Map(places).set(key, { ...place, toEnd: false });
  }
  const next = [...items.slice(0, at), message, ...items.slice(at)];
  return new Map(places).set(key, bounded({ ...place, items: next }, 'start'));
}

/** The opening message of a thread makes its place: nothing is before it, and nothing after it yet. */
export function appended(places: Places, message: Message): Places {
  const key = placeKey(message.room, message.thread);
  if (places.has(key)) return upserted(places, message);
  const place = { room: message.room, thread: message.thread, items: [message], fromStart: true, toEnd: true, followed: false };
  return new Map(places).set(key, place);
}

/** A message has gone to another room. */
export function moveAway(places: Places, message: Message): Places {
  for (const [key, place] of places) {
    if (place.room !== message.room || !place.items.some((one) => one.id === message.id)) continue;
    return new Map(places).set(key, { ...place, items: place.items.filter((one) => one.id !== message.id) });
  }
  return places;
}

/** What events told while a page was under way: messages in their present state, and the index of the place's last one. */
export interface Meanwhile {
  readonly recent: readonly Message[];
  readonly last: number;
}

/**
 * Adds a page at the end that it was asked for, or begins the run anew with it. What is known in a later state stays, and a
 * page that lacks the place's last message does not reach its end.
 */
export function pageInto(places: Places, room: number, thread: number, point: PagePoint, page: MessagePage, meanwhile: Meanwhile): Places {
  const key = placeKey(room, thread);
  const held = places.get(key);
  const followed = held?.followed ?? false;
  const recent = new Map(meanwhile.recent.filter((one) => one.room === room && one.thread === thread).map((one) => [one.index, one]));
  const mine = page.messages.filter((one) => one.room === room && one.thread === thread)
    .map((one) => latest(one, heldAt(held, one.index), recent.get(one.index))!);
  const begins = !held || point === 'newest' || point === 'around';
  if (begins || point === 'after') {
    const before = begins ? [] : held.items;
    const end = before[before.length - 1]?.index ?? 0;
    const items = [...before, ...mine.filter((one) => one.index > end)];
    if (point === 'newest' || !page.more_after) {
      for (let next = (items[items.length - 1]?.index ?? 0) + 1; ; next++) {
        const one = latest(heldAt(held, next), recent.get(next));
        if (!one) break;
        items.push(one);
      }
    }
    const reaches = point === 'newest' || !page.more_after;
    // Nothing after the last one: there is no more, whatever was counted.
    const toEnd = reaches && ((items[items.length - 1]?.index ?? 0) >= meanwhile.last || (!begins && !mine.length));
    const place = { room, thread, items, fromStart: begins ? !page.more_before : held.fromStart, toEnd: toEnd || (!begins && held.toEnd), followed };
    return new Map(places).set(key, bounded(place, 'start'));
  }
  const first = held.items[0]?.index ?? Infinity;
  const items = [...mine.filter((one) => one.index < first), ...held.items];
  return new Map(places).set(key, bounded({ ...held, items, fromStart: !page.more_before }, 'end'));
}

export function follow(places: Places, key: PlaceKey, on: boolean): Places {
  const place = places.get(key);
  return !place || place.followed === on ? places : new Map(places).set(key, { ...place, followed: on });
}

export function dropRoom(places: Places, room: number): Places {
  return new Map([...places].filter(([, place]) => place.room !== room));
}

/** The latest of the states of one message. */
function latest(...states: readonly (Message | undefined)[]): Message | undefined {
  return states.reduce((a, b) => (a && (!b || b.rev <= a.rev) ? a : b));
}

function heldAt(place: Place | undefined, index: number): Message | undefined {
  const one = place?.items[position(place.items, index)];
  return one?.index === index ? one : undefined;
}

/** Lets go what is above the bound, some at a time, at that end. */
function bounded(place: Place, end: 'start' | 'end'): Place {
  const spare = placeBound / 4;
  if (place.items.length <= placeBound + spare) return place;
  return end === 'start'
    ? { ...place, items: place.items.slice(-placeBound), fromStart: false }
    : { ...place, items: place.items.slice(0, placeBound), toEnd: false };
}

function replaced(items: readonly Message[], at: number, message: Message): Message[] {
  const next = items.slice();
  next[at] = message;
  return next;
}
