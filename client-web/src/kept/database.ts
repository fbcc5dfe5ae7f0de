import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Model, Place } from '../model/model';

/** A command that was written and is not known to be carried out. Its key makes that a second sending does nothing twice. */
export interface Queued {
  /** Ascending in the order of writing; given by the database. */
  readonly order?: number;
  readonly key: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly at: number;
  /** Why the server refused it: kept until its author has changed it or let it go. */
  readonly refused?: { readonly code: string; readonly message: string; readonly reason?: string; readonly until?: number } | undefined;
}

/** A text that is being written, by its place. */
export interface Draft {
  readonly place: string;
  readonly text: string;
  readonly at: number;
}

interface Schema extends DBSchema {
  /** The model without its places, under the one key "model". */
  model: { key: string; value: Omit<Model, 'places'> };
  places: { key: string; value: Place & { readonly seenAt: number } };
  outbox: { key: number; value: Queued };
  drafts: { key: string; value: Draft };
}

export type Database = IDBPDatabase<Schema>;

const nameOf = (member: number) => `standpipe-${member}`;

/** What is kept on this device of one member; each member has a database of their own. */
export function openDatabase(member: number): Promise<Database> {
  return openDB<Schema>(nameOf(member), 1, {
    upgrade(database) {
      database.createObjectStore('model');
      database.createObjectStore('places');
      database.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true });
      database.createObjectStore('drafts', { keyPath: 'place' });
    },
  });
}

export function deleteDatabase(member: number): Promise<void> {
  return deleteDB(nameOf(member));
}
