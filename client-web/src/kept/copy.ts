import { emptyModel, placeBound, type Model, type PlaceKey } from '../model/model';
import type { About, Database } from './database';
import { newKey } from './key';

/** Places that are kept, those that were looked at last. */
export const placesKept = 60;
/** Messages of each that are kept, the newest. */
const messagesKept = 100;

const waitMs = 2000;

/** A copy as it was kept. */
export interface Kept extends About {
  readonly model: Model;
}

/** The copy as it was kept, or undefined where there is none. */
export async function loadCopy(database: Database): Promise<Kept | undefined> {
  const all = database.transaction(['model', 'places']);
  const store = all.objectStore('places');
  const [kept, about, keys, places] = await Promise.all([
    all.objectStore('model').get('model'), all.objectStore('model').get('about'), store.getAllKeys(), store.getAll(),
  ]);
  if (!kept || !about) return undefined;
  const held = new Map(keys.map((key, i) => [key, places[i]!]));
  // What a later version of this program has added to the model begins empty.
  return { ...(about as About), model: { ...emptyModel, ...(kept as Model), missed: {}, recent: [], places: held } };
}

/**
 * Keeps a model on disk as it changes: revisions and what they are of in one transaction, so that the copy that is found is
 * always one that was. Only the places that changed are written, unless another tab has written since.
 */
export class CopyKeeper {
  private database: Database | undefined;
  private written: Model | undefined;
  private stamp: string | undefined;
  private writing: Promise<void> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly seenAt = new Map<PlaceKey, number>();

  /** `mayWrite`: one of several tabs writes. */
  constructor(private readonly model: () => Model, private readonly mayWrite: () => boolean) {}

  /** The database to write into, and the copy that was found there, where that is what the model began with. */
  attach(database: Database | undefined, kept: Kept | undefined): void {
    this.database = database;
    this.written = kept?.model;
    this.stamp = kept?.stamp;
    for (const [key, at] of kept?.seenAt ?? []) this.seenAt.set(key, Math.max(at, this.seenAt.get(key) ?? 0));
  }

  look(place: PlaceKey): void {
    this.seenAt.set(place, Date.now());
  }

  /** The places beyond the bound, those that were looked at longest ago. */
  beyond(bound: number): PlaceKey[] {
    return this.byLook(this.model()).slice(bound);
  }

  /** Writes soon, and what comes until then with it. */
  later(): void {
    this.timer ??= setTimeout(() => void this.now(), waitMs);
  }

  now(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.write()).catch(() => undefined); // a full disk: the copy on it stays as it was
    return this.writing;
  }

  private byLook(model: Model): PlaceKey[] {
    return [...model.places.keys()].sort((a, b) => (this.seenAt.get(b) ?? 0) - (this.seenAt.get(a) ?? 0));
  }

  private async write(): Promise<void> {
    const model = this.model();
    if (!this.database || !model.me || model === this.written || !this.mayWrite()) return;
    const transaction = this.database.transaction(['model', 'places'], 'readwrite');
    const store = transaction.objectStore('places');
    const rests = transaction.objectStore('model');
    const found = (await rests.get('about')) as About | undefined;
    const before = found && found.stamp === this.stamp ? this.written : undefined;
    const stamp = newKey();
    const { places, ...rest } = model;
    const kept = this.byLook(model).slice(0, placesKept);
    const seenAt = new Map(kept.map((key) => [key, this.seenAt.get(key) ?? 0]));
    const writes: Promise<unknown>[] = [rests.put({ ...rest, recent: [] }, 'model'), rests.put({ stamp, seenAt }, 'about')];
    if (!before) writes.push(store.clear());
    for (const key of kept) {
      const place = places.get(key)!;
      if (before?.places.get(key) === place) continue;
      const items = place.toEnd ? place.items.slice(-messagesKept) : place.items.slice(0, placeBound);
      const fromStart = place.fromStart && items.length === place.items.length;
      writes.push(store.put({ ...place, items, fromStart, followed: false }, key));
    }
    const keeping = new Set(kept);
    for (const key of before?.places.keys() ?? []) if (!keeping.has(key)) writes.push(store.delete(key));
    await Promise.all([...writes, transaction.done]);
    this.written = model;
    this.stamp = stamp;
  }
}
