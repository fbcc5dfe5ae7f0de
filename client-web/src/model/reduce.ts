import type {
  Application, CatchUp, Change, HelloResult, Membership, Message, MessagePage, Notifications, PendingPost, Person, Profile, Report, Room,
  RoomHead, Rooms, StreamClosed, Thread, ThreadPage,
} from '../protocol/types';
import { emptyModel, notificationsBound, recentBound, unreadInThread, type Model, type PlaceKey } from './model';
import { appended, dropRoom, follow, moveAway, pageInto, upserted, type PagePoint } from './places';

/** What happens to the model; nothing else changes it. */
export type Input =
  | { readonly type: 'hello'; readonly hello: HelloResult }
  | { readonly type: 'event'; readonly change: Change }
  | { readonly type: 'caught_up'; readonly catchUp: CatchUp }
  | { readonly type: 'left'; readonly closed: StreamClosed }
  | { readonly type: 'messages'; readonly room: number; readonly thread: number; readonly point: PagePoint; readonly page: MessagePage }
  | { readonly type: 'threads'; readonly page: ThreadPage }
  | { readonly type: 'rooms'; readonly rooms: Rooms }
  | { readonly type: 'joined'; readonly membership: Membership; readonly head: RoomHead }
  | { readonly type: 'people'; readonly people: readonly Person[] }
  | { readonly type: 'profiles'; readonly profiles: readonly Profile[] }
  | { readonly type: 'notifications'; readonly page: Notifications }
  /** All that waits on the desks that `known` names. */
  | { readonly type: 'desk'; readonly known: string; readonly applications: readonly Application[]; readonly reports: readonly Report[]; readonly pending: readonly PendingPost[] }
  /** One has read a place up to there: the mark is on its way to the server. */
  | { readonly type: 'read'; readonly room: number; readonly thread: number; readonly index: number }
  | { readonly type: 'follow'; readonly place: PlaceKey; readonly on: boolean }
  | { readonly type: 'forget_place'; readonly place: PlaceKey };

/** The model after an input. Pure: the same model and input give an equal model, and the given one is not changed. */
export function reduce(model: Model, input: Input): Model {
  switch (input.type) {
    case 'hello': return onHello(model, input.hello);
    case 'event': return onEvent(model, input.change);
    case 'caught_up': return onCaughtUp(model, input.catchUp);
    case 'left': return onLeft(model, input.closed.stream);
    case 'messages': {
      const { room, thread } = input;
      const last = (thread ? model.threads.get(thread)?.last_index : model.heads.get(room)?.chat_last) ?? 0;
      const places = pageInto(model.places, room, thread, input.point, input.page, { recent: model.recent, last });
      return { ...withPeople(model, input.page.people), places };
    }
    case 'threads': return onThreads(model, input.page);
    case 'rooms': return onRooms(model, input.rooms);
    case 'joined':
      return withHead(takeMembership(model, input.membership), input.head);
    case 'people': return withPeople(model, input.people);
    case 'profiles': return withPeople(model, input.profiles);
    case 'notifications': {
      let next: Model = { ...withPeople(model, input.page.people), unseen: input.page.unseen };
      for (const one of input.page.notifications) next = { ...next, notifications: put(next.notifications, one.id, one) };
      return next;
    }
    case 'desk': {
      const { desk } = model;
      // What came by events is not older.
      const filled = <T extends { readonly id: number }>(page: readonly T[], known: ReadonlyMap<number, T>) =>
        new Map([...page.map((one) => [one.id, one] as const), ...known]);
      return {
        ...model,
        desk: {
          ...desk,
          known: input.known,
          applications: filled(input.applications, desk.applications),
          reports: filled(input.reports, desk.reports),
          pending: filled(input.pending, desk.pending),
        },
      };
    }
    case 'read': return onRead(model, input.room, input.thread, input.index);
    case 'follow': return { ...model, places: follow(model.places, input.place, input.on) };
    case 'forget_place': {
      const places = new Map(model.places);
      places.delete(input.place);
      return { ...model, places };
    }
  }
}

function onHello(before: Model, hello: HelloResult): Model {
  let model = hello.epoch === before.epoch ? before : emptyModel;
  model = { ...model, epoch: hello.epoch, community: hello.community, server: hello.server, me: hello.me, email: hello.email, limits: hello.limits };
  model = { ...model, missed: {} };
  model = withPeople(model, [...hello.people, cardOf(hello.me)]);
  for (const stream of hello.streams) model = onCaughtUp(model, stream);
  const followed = new Set(hello.streams.map((one) => one.stream));
  for (const stream of Object.keys(model.revs)) if (!followed.has(stream)) model = onLeft(model, stream);
  for (const head of hello.heads) model = withHead(model, head);
  return { ...model, unseen: hello.unseen };
}

function onCaughtUp(before: Model, catchUp: CatchUp): Model {
  let model = catchUp.gap ? emptied(before, catchUp.stream) : before;
  for (const change of catchUp.changes) model = take(model, catchUp.stream, change);
  return withRev(model, catchUp.stream, catchUp.rev);
}

function onEvent(model: Model, change: Change): Model {
  const known = model.revs[change.stream] ?? 0;
  if (change.rev <= known) return model;
  if (change.rev !== known + 1) {
    return { ...model, missed: { ...model.missed, [change.stream]: Math.max(change.rev, model.missed[change.stream] ?? 0) } };
  }
  return withRev(take(model, change.stream, change, true), change.stream, change.rev);
}

function onLeft(before: Model, stream: string): Model {
  const model = emptied(before, stream);
  const revs = { ...model.revs };
  delete revs[stream];
  const missed = { ...model.missed };
  delete missed[stream];
  const room = roomOf(stream);
  if (!room) return { ...model, revs, missed };
  const heads = new Map(model.heads);
  heads.delete(room);
  const known = model.rooms.get(room);
  const rooms = known && !isPublic(known) ? without(model.rooms, room) : model.rooms;
  return { ...model, revs, missed, heads, rooms };
}

function onThreads(before: Model, page: ThreadPage): Model {
  const model = withPeople(before, page.people);
  const threads = new Map(model.threads);
  const marks = new Map(model.marks);
  const threadUnread = new Map(model.threadUnread);
  page.threads.forEach((thread, i) => {
    const known = model.threads.get(thread.id);
    const isLater = known && known.room === thread.room && known.last_index > thread.last_index;
    threads.set(thread.id, isLater ? { ...thread, last_index: known.last_index, last_number: known.last_number, last_at: known.last_at } : thread);
    threadUnread.set(thread.id, { at: thread.last_index, count: page.unread[i] ?? 0 });
  });
  for (const mark of page.marks) marks.set(mark.thread, Math.max(mark.index, marks.get(mark.thread) ?? 0));
  return { ...model, threads, marks, threadUnread };
}

function onRooms(before: Model, list: Rooms): Model {
  const rooms = new Map(before.rooms);
  for (const room of list.rooms) rooms.set(room.id, room);
  let model: Model = { ...before, rooms };
  for (const one of list.memberships) model = takeMembership(model, one);
  list.rooms.forEach((room, i) => {
    const head = list.heads[i];
    if (head) model = withHead(model, { ...head, room: room.id });
  });
  return model;
}

/** Applies one entity's present state. `live`: it has just happened, and is not told in some catch-up. */
function take(before: Model, stream: string, change: Change, live = false): Model {
  let model = before;
  if (change.message) model = takeMessage(model, change.message);
  if (change.thread) model = takeThread(model, change.thread);
  if (change.room) model = { ...model, rooms: put(model.rooms, change.room.id, change.room) };
  if (change.utility) model = { ...model, utilities: put(model.utilities, change.utility.id, change.utility) };
  if (change.membership) model = takeMembership(model, change.membership);
  if (change.mark) model = { ...model, marks: put(model.marks, change.mark.thread, change.mark.index) };
  if (change.profile) model = withPeople({ ...model, me: change.profile }, [cardOf(change.profile)]);
  if (change.notification) {
    const known = model.notifications.get(change.notification.id);
    const unseen = live ? model.unseen + Number(!change.notification.seen) - Number(known ? !known.seen : change.notification.seen) : model.unseen;
    let notifications = put(model.notifications, change.notification.id, change.notification);
    if (notifications.size > notificationsBound) notifications = without(notifications, Math.min(...notifications.keys()));
    model = { ...model, notifications, unseen: Math.max(0, unseen) };
  }
  if (stream === 'me') {
    if (change.sanction) model = { ...model, sanctions: put(model.sanctions, change.sanction.id, change.sanction) };
    if (change.pending) model = { ...model, pending: putUnless(model.pending, change.pending.id, change.pending, change.pending.decided) };
  } else if (stream.startsWith('desk:')) {
    model = { ...model, desk: takeOnDesk(model.desk, change) };
  }
  return model;
}

function takeOnDesk(desk: Model['desk'], change: Change): Model['desk'] {
  const { application, report, pending, sanction } = change;
  if (application) return { ...desk, applications: put(desk.applications, application.id, application) };
  if (report) return { ...desk, reports: put(desk.reports, report.id, report) };
  if (pending) return { ...desk, pending: putUnless(desk.pending, pending.id, pending, pending.decided) };
  if (sanction) return { ...desk, sanctions: put(desk.sanctions, sanction.id, sanction) };
  return desk;
}

function takeMessage(before: Model, message: Message): Model {
  const head = before.heads.get(message.room);
  let model: Model = { ...before, recent: [...before.recent.slice(1 - recentBound), message] };
  if (head && (message.number > head.last_number || (!message.thread && message.index > head.chat_last))) {
    model = withHead(model, {
      ...head,
      last_number: Math.max(head.last_number, message.number),
      chat_last: message.thread || message.gone ? head.chat_last : Math.max(head.chat_last, message.index),
    });
  }
  if (message.gone) return { ...model, places: moveAway(model.places, message) };
  const thread = message.thread ? model.threads.get(message.thread) : undefined;
  if (thread && thread.last_index < message.index) {
    const moved = { ...thread, last_index: message.index, last_number: message.number, last_at: message.at };
    model = { ...model, threads: put(model.threads, thread.id, moved) };
  }
  const opens = message.index === 1 && thread?.last_index === 1;
  const places = opens ? appended(model.places, message) : upserted(model.places, message);
  return places === model.places ? model : { ...model, places };
}

function takeThread(model: Model, thread: Thread): Model {
  const known = model.threads.get(thread.id);
  if (thread.gone) return known && known.room === thread.room ? { ...model, threads: without(model.threads, thread.id) } : model;
  const head = model.heads.get(thread.room);
  const next = { ...model, threads: put(model.threads, thread.id, thread) };
  if (!head) return next;
  const isNew = !known && thread.last_number > head.last_number;
  const threads = isNew ? head.threads + 1 : head.threads;
  return withHead(next, { ...head, threads, last_number: Math.max(head.last_number, thread.last_number) });
}

function takeMembership(model: Model, membership: Membership): Model {
  const { room } = membership;
  const next = withMembership(model, membership);
  const wasIn = model.memberships.get(room)?.in || model.revs[streamOf(room)] !== undefined;
  if (wasIn === membership.in) return next;
  // What was read of a room without being in it has had no events.
  return membership.in ? { ...next, places: dropRoom(next.places, room) } : onLeft(next, streamOf(room));
}

function onRead(model: Model, room: number, thread: number, index: number): Model {
  const membership = model.memberships.get(room);
  if (!membership?.in) return model;
  if (!thread) {
    const more = index - membership.chat_read;
    return more > 0 ? withMembership(model, { ...membership, chat_read: index, read: membership.read + more }) : model;
  }
  if (index <= (model.marks.get(thread) ?? 0)) return model;
  const next = { ...model, marks: put(model.marks, thread, index) };
  const known = model.threads.get(thread);
  const more = known ? unreadInThread(model, known) - unreadInThread(next, known) : 0;
  return more > 0 ? withMembership(next, { ...membership, read: membership.read + more }) : next;
}

const withMembership = (model: Model, membership: Membership): Model =>
  ({ ...model, memberships: put(model.memberships, membership.room, membership) });

/** The model without what came by a stream, so that it can be filled anew. */
function emptied(model: Model, stream: string): Model {
  const room = roomOf(stream);
  if (room) {
    const threads = new Map([...model.threads].filter(([, thread]) => thread.room !== room));
    return { ...model, threads, places: dropRoom(model.places, room) };
  }
  if (stream === 'community') return { ...model, rooms: new Map([...model.rooms].filter(([, one]) => !isPublic(one))), utilities: new Map() };
  if (stream === 'me') {
    const none = new Map();
    return { ...model, memberships: none, marks: none, notifications: none, pending: none, sanctions: none };
  }
  const desk = Number(stream.slice('desk:'.length));
  const elsewhere = <T extends { readonly room: number }>(all: ReadonlyMap<number, T>) =>
    new Map([...all].filter(([, one]) => one.room !== desk));
  const { reports, pending, sanctions } = model.desk;
  return {
    ...model,
    // An application may lie on several desks: all are asked for again.
    desk: { known: '', applications: new Map(), reports: elsewhere(reports), pending: elsewhere(pending), sanctions: elsewhere(sanctions) },
  };
}

export const isPublic = (room: Room): boolean => room.kind === 'cop' || room.kind === 'announcement';

const cardOf = (profile: Profile): Person =>
  ({ id: profile.id, name: profile.name, utility_name: profile.utility_name, country: profile.country });

const streamOf = (room: number): string => `room:${room}`;

function roomOf(stream: string): number {
  return stream.startsWith('room:') ? Number(stream.slice('room:'.length)) : 0;
}

function put<T>(map: ReadonlyMap<number, T>, id: number, value: T): ReadonlyMap<number, T> {
  return new Map(map).set(id, value);
}

function without<T>(map: ReadonlyMap<number, T>, id: number): ReadonlyMap<number, T> {
  const next = new Map(map);
  next.delete(id);
  return next;
}

function putUnless<T>(map: ReadonlyMap<number, T>, id: number, value: T, gone: boolean): ReadonlyMap<number, T> {
  return gone ? without(map, id) : put(map, id, value);
}

function withRev(model: Model, stream: string, rev: number): Model {
  const known = model.revs[stream] ?? 0;
  const revs = rev > known ? { ...model.revs, [stream]: rev } : model.revs;
  // What was missed after what this catches up to is still missing.
  if ((model.missed[stream] ?? Infinity) > rev) return { ...model, revs };
  const { [stream]: _, ...missed } = model.missed;
  return { ...model, revs, missed };
}

function withHead(model: Model, head: RoomHead): Model {
  const stream = streamOf(head.room);
  const known = model.heads.get(head.room);
  // A list may have been made before the events that came before it.
  const isLate = known && head.rev < (model.revs[stream] ?? 0);
  const later = isLate
    ? { ...head, last_number: Math.max(head.last_number, known.last_number), chat_last: Math.max(head.chat_last, known.chat_last) }
    : head;
  const next = { ...model, heads: put(model.heads, head.room, later) };
  const begins = head.rev && model.revs[stream] === undefined && model.memberships.get(head.room)?.in;
  // A room's stream begins where the head says that it is, and what was read before lacks what happened until then; but a copy
  // that is behind is not caught up by that.
  return begins ? withRev({ ...next, places: dropRoom(next.places, head.room) }, stream, head.rev) : next;
}

/** A card that is as it was stays the same object, so that nothing that shows it is drawn again. */
function withPeople(model: Model, people: readonly (Person | Profile)[]): Model {
  const changed = people.filter((one) => {
    const known = model.people.get(one.id);
    return known?.name !== one.name || known.utility_name !== one.utility_name || known.country !== one.country;
  });
  if (!changed.length) return model;
  const all = new Map(model.people);
  for (const { id, name, utility_name, country } of changed) all.set(id, { id, name, utility_name, country });
  return { ...model, people: all };
}
