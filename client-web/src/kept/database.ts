import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Model, Place } from '../model/model';

/** A command that was written and is not known to be carried out. Its key makes that a second sending does nothing twice. */
export interface Queued {
  /** Ascending in the order of writing; given by the database. Absent where it is in the memory of this page only. */
  readonly order?: number;
  readonly key: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly at: number;
  /** The server's epoch when it was written: its ids are those of that epoch. */
  readonly epoch?: string | undefined;
  /** Why the server refused it: kept until its author has changed it or let it go. */
  readonly refused?: { readonly code: string; readonly message: string; readonly reason?: string; readonly until?: number } | undefined;
}

/** A text that is being written, by its place. */
export interface Draft {
  readonly place: string;
  readonly text: string;
  /** Who was chosen to be mentioned in it, with the names as they stand there. */
  readonly mentions?: Mentions | undefined;
  readonly at: number;
}

export type Mentions = ReadonlyMap<number, string>;

export interface About {
  /** Another one for each writing. */
  readonly stamp: string;
  /** When each place was looked at last. */
  readonly seenAt: ReadonlyMap<string, number>;
}

interface Schema extends DBSchema {
  /** Under "model" the model without its places, under "about" which writing it is of. */
  model: { key: string; value: Omit<Model, 'places'> | About };
  places: { key: string; value: Place };
  outbox: { key: number; value: Queued };
  drafts: { key: string; value: Draft };
}

export type Database = IDBPDatabase<Schema>;

const nameOf = (member: number) => `standpipe-${member}`;

/** What is kept on this device of one member; each member has a database of their own. `onLost`: it is not there any more. */
export function openDatabase(member: number, onLost: () => void): Promise<Database> {
  return openDB<Schema>(nameOf(member), 1, {
    upgrade(database) {
      database.createObjectStore('model');
      database.createObjectStore('places');
      database.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true });
      database.createObjectStore('drafts', { keyPath: 'place' });
    },
    // Another tab logs out, or needs a later form of it: it waits for nobody.
    blocking(_, __, event) {
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  });
}

export function deleteDatabase(member: number): Promise<void> {
  return deleteDB(nameOf(member));
}
