import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Queued } from './kept/database';
import type { LineState } from './line/line';
import { emptyModel, type Model, type Place, type PlaceKey } from './model/model';
import { reduce, type Input } from './model/reduce';

/** The parts of the model, each a signal of its own, so that what shows one is not drawn anew for another. */
export const parts = Object.fromEntries(
  Object.entries(emptyModel).map(([name, value]) => [name, signal(value)]),
) as unknown as { readonly [P in keyof Model]: Signal<Model[P]> };

let model: Model = emptyModel;

export const currentModel = (): Model => model;

/** Replaces the whole model: at the start, and when somebody else logs in. */
export function setModel(next: Model): void {
  const before = model;
  model = next;
  batch(() => {
    for (const name of Object.keys(emptyModel) as (keyof Model)[]) {
      if (next[name] !== before[name]) (parts[name] as Signal<unknown>).value = next[name];
    }
  });
}

/** Lets inputs happen, in their order; what shows the model is drawn once. */
export function happen(...inputs: readonly Input[]): void {
  setModel(inputs.reduce(reduce, model));
}

const placeSignals = new Map<PlaceKey, ReadonlySignal<Place | undefined>>();

/** One place of the model. */
export function placeSignal(key: PlaceKey): ReadonlySignal<Place | undefined> {
  let found = placeSignals.get(key);
  if (!found) {
    found = computed(() => parts.places.value.get(key));
    placeSignals.set(key, found);
  }
  return found;
}

/** `starting` until it is known whether somebody is logged in on this device. */
export type Who = 'starting' | 'nobody' | 'member';

export const who = signal<Who>('starting');
export const lineState = signal<LineState>('connecting');
/** When the line was lost; 0 while it is there. */
export const offlineSince = signal(0);
/** The copy is as new as the server's: hello was answered, and no event is missing. */
export const upToDate = signal(false);
/** What waits to be sent, in the order of writing. */
export const outbox = signal<readonly Queued[]>([]);
/** Who is writing where, by place: until when (ms). */
export const typing = signal<ReadonlyMap<PlaceKey, ReadonlyMap<number, number>>>(new Map());
/** Who of a room's members is online, as far as asked. */
export const present = signal<ReadonlyMap<number, ReadonlySet<number>>>(new Map());
/** Server's clock minus this device's, in ms. */
export const clockAhead = signal(0);
