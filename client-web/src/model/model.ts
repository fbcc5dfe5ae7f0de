import type {
  Application, LimitsInfo, Membership, Message, Notification, PendingPost, Person, Profile, Report, Room, RoomHead, Sanction,
  Thread, Utility,
} from '../protocol/types';

/** A room's chat ("6") or a thread of it ("6/12"). */
export type PlaceKey = string;

export const placeKey = (room: number, thread = 0): PlaceKey => (thread ? `${room}/${thread}` : `${room}`);

/** A run of a place's messages without holes, ascending by index. */
export interface Place {
  readonly room: number;
  readonly thread: number;
  readonly items: readonly Message[];
  /** Nothing of the place is before the first of them. */
  readonly fromStart: boolean;
  /** Nothing of the place is after the last of them: what is posted is added. */
  readonly toEnd: boolean;
  /** Its newest messages are being looked at: what is above the bound goes at the beginning, otherwise nothing more is added. */
  readonly followed: boolean;
}

/** Messages of one place that are held; PlaceView shows no more than these. */
export const placeBound = 400;
/** Messages of the latest events that are held: more than come while a page is under way. */
export const recentBound = 60;
/** Notifications that are held. */
export const notificationsBound = 200;

type ById<T> = ReadonlyMap<number, T>;

/**
 * What the client knows of the server: a copy of the streams it gets, and of the pages it asked for. Changed by reduce() alone;
 * a part that does not change stays the same object.
 */
export interface Model {
  readonly epoch: string;
  /** The community's name. */
  readonly community: string;
  /** Name and version of the server. */
  readonly server: string;
  readonly me: Profile | undefined;
  readonly email: string;
  readonly limits: LimitsInfo | undefined;
  /** The revision of each stream up to which this is a copy of it. */
  readonly revs: Readonly<Record<string, number>>;
  /** Streams of which events were missed, and up to which rev: to be caught up from the rev that is known. */
  readonly missed: Readonly<Record<string, number>>;
  /** Messages that came by the latest events, for pages that were asked for before and come after them. */
  readonly recent: readonly Message[];
  readonly rooms: ById<Room>;
  readonly heads: ById<RoomHead>;
  readonly memberships: ById<Membership>;
  readonly people: ById<Person>;
  readonly utilities: ById<Utility>;
  readonly threads: ById<Thread>;
  /** How far each thread is read. */
  readonly marks: ById<number>;
  /** Unread messages of a thread as the server counted them, at its last index then. */
  readonly threadUnread: ById<{ readonly at: number; readonly count: number }>;
  readonly places: ReadonlyMap<PlaceKey, Place>;
  readonly notifications: ById<Notification>;
  readonly unseen: number;
  /** One's own posts that wait for a moderator. */
  readonly pending: ById<PendingPost>;
  readonly sanctions: ById<Sanction>;
  /** What lies on the desks that one has, by id. */
  readonly desk: {
    /** The desks of which all that waits was asked for; "" where something may be missing. */
    readonly known: string;
    readonly applications: ById<Application>;
    readonly reports: ById<Report>;
    readonly pending: ById<PendingPost>;
    readonly sanctions: ById<Sanction>;
  };
}

export const emptyModel: Model = {
  epoch: '',
  community: '',
  server: '',
  me: undefined,
  email: '',
  limits: undefined,
  revs: {},
  missed: {},
  recent: [],
  rooms: new Map(),
  heads: new Map(),
  memberships: new Map(),
  people: new Map(),
  utilities: new Map(),
  threads: new Map(),
  marks: new Map(),
  threadUnread: new Map(),
  places: new Map(),
  notifications: new Map(),
  unseen: 0,
  pending: new Map(),
  sanctions: new Map(),
  desk: { known: '', applications: new Map(), reports: new Map(), pending: new Map(), sanctions: new Map() },
};

/** Unread messages of a room, chat and threads together; 0 where one is not in it. */
export function unreadIn(model: Pick<Model, 'heads' | 'memberships'>, room: number): number {
  const head = model.heads.get(room);
  const membership = model.memberships.get(room);
  if (!head || !membership?.in) return 0;
  return Math.max(0, head.last_number - membership.baseline - membership.read);
}

export function unreadInChat(model: Pick<Model, 'heads' | 'memberships'>, room: number): number {
  const head = model.heads.get(room);
  const membership = model.memberships.get(room);
  if (!head || !membership?.in) return 0;
  return Math.max(0, head.chat_last - membership.chat_read);
}

export function unreadInThread(model: Pick<Model, 'marks' | 'threadUnread'>, thread: Thread): number {
  const counted = model.threadUnread.get(thread.id);
  const beyondMark = Math.max(0, thread.last_index - (model.marks.get(thread.id) ?? 0));
  if (!counted) return beyondMark;
  // What is below the baseline counts as read, and only the server knows how much of the thread that is.
  return Math.min(beyondMark, counted.count + Math.max(0, thread.last_index - counted.at));
}

/** How much waits on the desks, as far as it is known. */
export function waitingOn({ applications, reports, pending }: Model['desk']): number {
  let waiting = pending.size;
  for (const one of applications.values()) waiting += Number(one.status === 'pending');
  for (const one of reports.values()) waiting += Number(one.status === 'open');
  return waiting;
}

/** Unseen notifications that name one in a room. */
export function mentionsIn(model: Pick<Model, 'notifications'>, room: number): number {
  let count = 0;
  for (const one of model.notifications.values()) {
    if (one.room === room && !one.seen && (one.kind === 'mention' || one.kind === 'reply')) count++;
  }
  return count;
}

/**
 * Up to which notification all that are unseen tell of a message that has been read; 0 where the first of them does not. A message
 * that mentions one only since it was edited has to be looked at again.
 */
export function noticesRead(model: Pick<Model, 'notifications' | 'unseen' | 'places' | 'marks' | 'memberships'>): number {
  const unseen = model.unseen ? [...model.notifications.values()].filter((one) => !one.seen).sort((a, b) => a.id - b.id) : [];
  if (unseen.length < model.unseen) return 0; // there are older ones, that are not here
  let last = 0;
  for (const { id, kind, at, room, thread, message } of unseen) {
    const found = model.places.get(placeKey(room, thread))?.items.find((one) => one.id === message);
    const read = (thread ? model.marks.get(thread) : model.memberships.get(room)?.chat_read) ?? 0;
    if ((kind !== 'mention' && kind !== 'reply') || !found || found.index > read || (found.edited_at && at >= found.edited_at)) break;
    last = id;
  }
  return last;
}
