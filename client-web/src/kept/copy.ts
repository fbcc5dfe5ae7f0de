import { placeBound, type Model, type PlaceKey } from '../model/model';
import { emptyModel } from '../model/model';
import type { Database } from './database';

/** Places that are kept, those that were looked at last. */
const placesKept = 60;
/** Messages of each that are kept, the newest. */
const messagesKept = 100;

const theModel = 'model';

/** The copy as it was kept, or undefined where there is none. */
export async function loadCopy(database: Database): Promise<Model | undefined> {
  const all = database.transaction(['model', 'places']);
  const [kept, keys, places] = await Promise.all([
    all.objectStore('model').get(theModel), all.objectStore('places').getAllKeys(), all.objectStore('places').getAll(),
  ]);
  if (!kept) return undefined;
  const held = new Map(keys.map((key, i) => [key, places[i]!]));
  // What a later version of this program has added to the model begins empty.
  return { ...emptyModel, ...kept, missed: [], places: held };
}

/**
 * Keeps a model on disk as it changes: revisions and what they are of in one transaction, so that the copy that is found is
 * always one that was. Only the places that changed are written.
 */
export class CopyKeeper {
  private written: Model | undefined;
  private writing: Promise<void> = Promise.resolve();
  private timer = 0;
  private readonly seenAt = new Map<PlaceKey, number>();

  constructor(private readonly database: Database, private readonly model: () => Model) {}

  /** The copy that was loaded: only what differs from it is written. */
  begin(loaded: Model | undefined): void {
    this.written = loaded;
  }

  look(place: PlaceKey): void {
    this.seenAt.set(place, Date.now());
  }

  /** Writes soon, and what comes until then with it. */
  later(): void {
    if (!this.timer) this.timer = window.setTimeout(() => void this.now(), 1000);
  }

  now(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = 0;
    this.writing = this.writing.then(() => this.write()).catch(() => undefined); // a full disk: the copy on it stays as it was
    return this.writing;
  }

  private async write(): Promise<void> {
    const model = this.model();
    const before = this.written;
    if (model === before || !model.me) return;
    const transaction = this.database.transaction(['model', 'places'], 'readwrite');
    const { places, ...rest } = model;
    const writes: Promise<unknown>[] = [transaction.objectStore('model').put(rest, theModel)];
    const store = transaction.objectStore('places');
    const kept = [...places.keys()].sort((a, b) => (this.seenAt.get(b) ?? 0) - (this.seenAt.get(a) ?? 0)).slice(0, placesKept);
    for (const key of kept) {
      const place = places.get(key)!;
      if (before?.places.get(key) === place) continue;
      const items = place.toEnd ? place.items.slice(-messagesKept) : place.items.slice(0, placeBound);
      const fromStart = place.fromStart && items.length === place.items.length;
      writes.push(store.put({ ...place, items, fromStart, followed: false, seenAt: this.seenAt.get(key) ?? 0 }, key));
    }
    const keeping = new Set(kept);
    for (const key of before?.places.keys() ?? []) if (!keeping.has(key)) writes.push(store.delete(key));
    await Promise.all([...writes, transaction.done]);
    this.written = model;
  }
}
