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

/** Adds a page at the end that it was asked for, or begins the run anew with it. What is held in a later state stays. */
export function pageInto(places: Places, room: number, thread: number, point: PagePoint, page: MessagePage): Places {
  const key = placeKey(room, thread);
  const held = places.get(key);
  const followed = held?.followed ?? false;
  const mine = page.messages.filter((one) => one.room === room && one.thread === thread);
  if (!held || point === 'newest' || point === 'around') {
    const toEnd = point === 'newest' || !page.more_after;
    const items = mine.map((one) => later(held, one));
    // What came by events while the page was under way.
    const last = items[items.length - 1]?.index ?? 0;
    if (toEnd && held?.toEnd) items.push(...held.items.filter((one) => one.index > last && last >= (held.items[0]?.index ?? 0) - 1));
    return new Map(places).set(key, { room, thread, items, fromStart: !page.more_before, toEnd, followed });
  }
  const first = held.items[0]?.index ?? Infinity;
  const last = held.items[held.items.length - 1]?.index ?? 0;
  if (point === 'before') {
    const items = [...mine.filter((one) => one.index < first), ...held.items];
    return new Map(places).set(key, bounded({ ...held, items, fromStart: !page.more_before }, 'end'));
  }
  const items = [...held.items, ...mine.filter((one) => one.index > last)];
  return new Map(places).set(key, bounded({ ...held, items, toEnd: held.toEnd || !page.more_after }, 'start'));
}

export function follow(places: Places, key: PlaceKey, on: boolean): Places {
  const place = places.get(key);
  return !place || place.followed === on ? places : new Map(places).set(key, { ...place, followed: on });
}

export function dropRoom(places: Places, room: number): Places {
  return new Map([...places].filter(([, place]) => place.room !== room));
}

function later(place: Place | undefined, message: Message): Message {
  if (!place) return message;
  const held = place.items[position(place.items, message.index)];
  return held && held.id === message.id && held.rev > message.rev ? held : message;
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
