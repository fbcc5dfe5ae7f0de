import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyModel, notificationsBound, placeBound, recentBound, unreadIn, unreadInChat, unreadInThread, waitingOn, type Model } from '../../src/model/model';
import type { Input } from '../../src/model/reduce';
import { fill } from '../../src/protocol/fill';
import { after, catchUp, event, head, hello, indices, membership, message, page, started, thread } from './making';

const post = (rev: number, index: number, raw = {}): Input => event('room:6', rev, { message: message({ index, rev, ...raw }) });
const posts = (from: number, to: number): Input[] => Array.from({ length: to - from + 1 }, (_, i) => post(from + i + 1, from + i));
const newest = (...of: readonly number[]): Input => ({ type: 'messages', room: 6, thread: 0, point: 'newest', page: page(of.map((index) => message({ index, rev: index + 1 }))) });

/** What is done to the model of somebody in one room, and what has to hold then. */
const table: readonly { readonly what: string; readonly inputs: readonly Input[]; readonly check: (model: Model, before: Model) => void }[] = [
  {
    what: 'hello tells who one is, and gives the streams their heads',
    inputs: [],
    check: (model) => {
      assert.equal(model.me?.name, 'Ada');
      assert.equal(model.community, 'Standpipe');
      assert.deepEqual(model.revs, { community: 1, me: 1, 'room:6': 1 });
      assert.equal(model.rooms.get(6)?.name, 'Leaks');
      assert.equal(model.people.get(1)?.name, 'Ada');
    },
  },
  {
    what: 'hello of another epoch begins anew',
    inputs: [...posts(1, 2), { type: 'hello', hello: hello({ epoch: 'two' }) }],
    check: (model) => {
      assert.equal(model.places.size, 0);
      assert.deepEqual(model.revs, { community: 1, me: 1, 'room:6': 1 });
    },
  },
  {
    what: 'hello without a stream ends it',
    inputs: [...posts(1, 2), { type: 'hello', hello: hello({ heads: [], streams: [{ stream: 'community', rev: 1 }, { stream: 'me', rev: 1, gap: true }] }) }],
    check: (model) => {
      assert.deepEqual(model.revs, { community: 1, me: 1 });
      assert.deepEqual([model.places.size, model.heads.size, model.memberships.size], [0, 0, 0]);
      assert.ok(model.rooms.has(6));
    },
  },
  {
    what: 'a post goes behind the others and moves the counters',
    inputs: posts(1, 3),
    check: (model) => {
      assert.deepEqual(indices(model, '6'), [1, 2, 3]);
      assert.equal(model.heads.get(6)?.chat_last, 3);
      assert.equal(unreadIn(model, 6), 3);
      assert.equal(unreadInChat(model, 6), 3);
      assert.equal(model.revs['room:6'], 4);
    },
  },
  { what: 'an event that is known changes nothing', inputs: [...posts(1, 2)], check: (model) => assert.equal(after(model, post(2, 1, { text: 'another' })), model) },
  {
    what: 'an event behind a hole waits until what is missing has come',
    inputs: [...posts(1, 1), post(5, 4)],
    check: (model) => {
      assert.deepEqual(indices(model, '6'), [1]);
      assert.deepEqual(model.missed, { 'room:6': 5 });
      const partly = after(model, { type: 'caught_up', catchUp: catchUp('room:6', 4, { changes: [{ rev: 3, message: message({ index: 2, rev: 3 }) }, { rev: 4, message: message({ index: 3, rev: 4 }) }] }) });
      assert.deepEqual(partly.missed, { 'room:6': 5 }, 'what came after the answer was made is still missing');
      const whole = after(partly, { type: 'caught_up', catchUp: catchUp('room:6', 5, { changes: [{ rev: 5, message: message({ index: 4, rev: 5 }) }] }) });
      assert.deepEqual(whole.missed, {});
      assert.deepEqual(indices(whole, '6'), [1, 2, 3, 4]);
    },
  },
  {
    what: 'what is missing of a room that one has left is not asked for any more',
    inputs: [...posts(1, 1), post(5, 4), { type: 'left', closed: fill('StreamClosed', { stream: 'room:6', code: 'banned' }) }],
    check: (model) => assert.deepEqual([model.missed, model.revs['room:6']], [{}, undefined]),
  },
  {
    what: 'a catch-up brings changes by their rev, an older message after a newer one',
    inputs: [...posts(1, 1), {
      type: 'caught_up',
      catchUp: catchUp('room:6', 6, { changes: [
        { rev: 4, message: message({ index: 3, rev: 4 }) }, { rev: 5, message: message({ index: 2, rev: 5, edited_at: 1 }) }, { rev: 6, message: message({ index: 1, rev: 6, pinned: true }) },
      ] }),
    }],
    check: (model) => {
      assert.deepEqual(indices(model, '6'), [1, 2, 3]);
      assert.ok(model.places.get('6')?.items[0]?.pinned);
    },
  },
  {
    what: 'a catch-up with a gap empties what was held of the room, and no other',
    inputs: [...posts(1, 2), event('room:6', 4, { thread: thread({ id: 12, last_number: 3 }) }), { type: 'caught_up', catchUp: catchUp('room:6', 900, { gap: true }) }],
    check: (model) => {
      assert.deepEqual([model.places.size, model.threads.size, model.revs['room:6']], [0, 0, 900]);
      assert.ok(model.rooms.has(6));
    },
  },
  {
    what: 'an edit, a removal and a reaction replace the message',
    inputs: [...posts(1, 2), post(4, 1, { text: 'edited' }), post(5, 1, { text: '', removed: { by: 1, at: 5 } })],
    check: (model) => {
      assert.equal(model.places.get('6')?.items[0]?.removed?.by, 1);
      assert.equal(model.places.get('6')?.items[0]?.text, '');
      assert.equal(unreadIn(model, 6), 2);
    },
  },
  {
    what: 'a page that was made before an event came does not bring back what was',
    inputs: [{ type: 'forget_place', place: '6' }, ...posts(1, 2), post(4, 1, { text: '', removed: { by: 1, at: 5 } }), newest(1)],
    check: (model) => {
      assert.equal(model.places.get('6')?.items[0]?.text, '');
      assert.deepEqual(indices(model, '6'), [1, 2], 'nor does it lack what was posted since');
      assert.ok(model.places.get('6')?.toEnd);
    },
  },
  {
    what: 'a page that lacks the last message does not reach the end',
    inputs: [...posts(1, recentBound + 10), { type: 'forget_place', place: '6' }, newest(1, 2)],
    check: (model) => assert.equal(model.places.get('6')?.toEnd, false),
  },
  {
    what: 'pages are added at both ends without holes or doubles',
    inputs: [
      { type: 'hello', hello: hello({ heads: [{ room: 6, rev: 1, last_number: 9, chat_last: 9 }] }) },
      { type: 'messages', room: 6, thread: 0, point: 'around', page: page([4, 5, 6].map((index) => message({ index })), { more_before: true, more_after: true }) },
      { type: 'messages', room: 6, thread: 0, point: 'before', page: page([1, 2, 3, 4].map((index) => message({ index }))) },
      post(2, 10),
      { type: 'messages', room: 6, thread: 0, point: 'after', page: page([6, 7, 8, 9].map((index) => message({ index }))) },
    ],
    check: (model) => {
      assert.deepEqual(indices(model, '6'), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      assert.ok(model.places.get('6')?.fromStart && model.places.get('6')?.toEnd);
    },
  },
  {
    what: 'where nothing is after the last one a place has reached its end, whatever was counted',
    inputs: [
      { type: 'hello', hello: hello({ heads: [{ room: 6, rev: 1, last_number: 9, chat_last: 9 }] }) }, newest(1, 2),
      { type: 'messages', room: 6, thread: 0, point: 'after', page: page([]) },
    ],
    check: (model) => assert.ok(model.places.get('6')?.toEnd),
  },
  {
    what: 'left drops what was of the room, and a public one stays in the list',
    inputs: [...posts(1, 2), { type: 'left', closed: fill('StreamClosed', { stream: 'room:6', code: 'removed' }) }],
    check: (model) => {
      assert.deepEqual([model.places.size, model.heads.size, 'room:6' in model.revs, model.rooms.has(6)], [0, 0, false, true]);
    },
  },
  {
    what: 'left takes a group out of the list',
    inputs: [event('room:6', 2, { room: { id: 6, kind: 'group', name: 'Ours' } }), { type: 'left', closed: fill('StreamClosed', { stream: 'room:6' }) }],
    check: (model) => assert.ok(!model.rooms.has(6)),
  },
  {
    what: 'a membership that has ended is the same as left',
    inputs: [...posts(1, 2), event('me', 2, { membership: { room: 6, in: false } })],
    check: (model) => assert.deepEqual([model.places.size, model.heads.size, unreadIn(model, 6)], [0, 0, 0]),
  },
  {
    what: 'joining gives the stream its head, and lets go what was read from outside',
    inputs: [
      { type: 'messages', room: 7, thread: 0, point: 'newest', page: page([message({ room: 7, index: 1 })]) },
      { type: 'joined', membership: membership({ room: 7, baseline: 1, chat_read: 1 }), head: head({ room: 7, rev: 40, last_number: 1, chat_last: 1 }) },
    ],
    check: (model) => {
      assert.equal(model.revs['room:7'], 40);
      assert.equal(unreadIn(model, 7), 0);
      assert.ok(!model.places.has('7'));
    },
  },
  {
    what: 'a list of rooms does not turn back what events have told since',
    inputs: [...posts(1, 5), { type: 'rooms', rooms: fill('Rooms', { rooms: [{ id: 6, name: 'Leaks' }], heads: [{ room: 6, rev: 3, last_number: 2, chat_last: 2, members: 8 }], memberships: [{ room: 6 }] }) }],
    check: (model) => {
      assert.equal(model.heads.get(6)?.chat_last, 5);
      assert.equal(model.heads.get(6)?.members, 8);
      assert.deepEqual(indices(model, '6'), [1, 2, 3, 4, 5]);
    },
  },
  {
    what: 'a thread comes with its opening message and is counted once',
    inputs: [
      event('room:6', 2, { thread: thread({ id: 12, last_number: 1 }) }),
      event('room:6', 3, { message: message({ index: 1, number: 1, thread: 12, id: 70, rev: 3 }) }),
      event('room:6', 4, { message: message({ index: 2, number: 2, thread: 12, id: 71, rev: 4 }) }),
      event('room:6', 5, { thread: thread({ id: 12, last_number: 2, last_index: 2, status: 'closed' }) }),
    ],
    check: (model) => {
      assert.deepEqual(indices(model, '6/12'), [1, 2]);
      const one = model.threads.get(12)!;
      assert.deepEqual([one.last_index, one.last_number, one.status, model.heads.get(6)?.threads], [2, 2, 'closed', 1]);
      assert.equal(unreadInThread(model, one), 2);
      assert.equal(unreadIn(model, 6), 2);
      assert.equal(unreadInChat(model, 6), 0);
    },
  },
  {
    what: 'a thread that has gone to another room is not here any more',
    inputs: [
      event('room:6', 2, { thread: thread({ id: 12, last_number: 1 }) }),
      event('room:6', 3, { message: message({ index: 1, number: 1, thread: 12, id: 70, rev: 3 }) }),
      event('room:6', 4, { thread: { id: 12, room: 6, gone: true } }),
      event('room:6', 5, { message: { id: 70, room: 6, number: 1, thread: 12, index: 1, gone: true, rev: 5 } }),
    ],
    check: (model) => {
      assert.ok(!model.threads.has(12));
      assert.deepEqual(indices(model, '6/12'), []);
    },
  },
  {
    what: 'a list of threads does not turn a thread back',
    inputs: [
      event('room:6', 2, { thread: thread({ id: 12, last_number: 1 }) }),
      event('room:6', 3, { message: message({ index: 2, number: 2, thread: 12, id: 71, rev: 3 }) }),
      { type: 'threads', page: fill('ThreadPage', { threads: [thread({ id: 12, last_number: 1, last_index: 1 })], unread: [1], marks: [{ room: 6, thread: 12, index: 0 }] }) },
    ],
    check: (model) => {
      assert.equal(model.threads.get(12)?.last_index, 2);
      assert.equal(unreadInThread(model, model.threads.get(12)!), 2);
    },
  },
  {
    what: 'what one has read counts at once, and forward only',
    inputs: [...posts(1, 5), { type: 'read', room: 6, thread: 0, index: 4 }, { type: 'read', room: 6, thread: 0, index: 2 }],
    check: (model) => {
      assert.deepEqual([unreadInChat(model, 6), unreadIn(model, 6)], [1, 1]);
      assert.equal(after(model, { type: 'read', room: 6, thread: 0, index: 4 }), model, 'twice is once');
      const told = after(model, event('me', 2, { membership: { room: 6, chat_read: 4, read: 4 } }));
      assert.deepEqual([unreadInChat(told, 6), unreadIn(told, 6)], [1, 1]);
    },
  },
  {
    what: 'what one has read of a thread counts in its room',
    inputs: [
      event('room:6', 2, { thread: thread({ id: 12, last_number: 1 }) }),
      event('room:6', 3, { message: message({ index: 1, number: 1, thread: 12, id: 70, rev: 3 }) }),
      event('room:6', 4, { message: message({ index: 2, number: 2, thread: 12, id: 71, rev: 4 }) }),
      { type: 'read', room: 6, thread: 12, index: 1 },
    ],
    check: (model) => assert.deepEqual([unreadInThread(model, model.threads.get(12)!), unreadIn(model, 6)], [1, 1]),
  },
  {
    what: 'nothing is read in a room that one is not in',
    inputs: [{ type: 'read', room: 99, thread: 0, index: 4 }],
    check: (model, before) => assert.equal(model, before),
  },
  {
    what: 'notifications are counted as they come and are seen',
    inputs: [
      event('me', 2, { notification: { id: 1, room: 6 } }), event('me', 3, { notification: { id: 2, kind: 'reply', room: 6 } }),
      event('me', 4, { notification: { id: 1, room: 6, seen: true } }),
    ],
    check: (model) => assert.deepEqual([model.unseen, model.notifications.size], [1, 2]),
  },
  {
    what: 'the oldest notifications are let go',
    inputs: Array.from({ length: notificationsBound + 5 }, (_, i) => event('me', i + 2, { notification: { id: i + 1 } })),
    check: (model) => {
      assert.equal(model.notifications.size, notificationsBound);
      assert.ok(!model.notifications.has(5) && model.notifications.has(6));
    },
  },
  {
    what: 'posts that wait go when they are decided, on the desk and with their author',
    inputs: [
      event('me', 2, { pending: { id: 3, room: 6 } }), event('desk:6', 1, { pending: { id: 3, room: 6 } }), event('desk:6', 2, { report: { id: 1, room: 6 } }),
      event('me', 3, { pending: { id: 3, room: 6, decided: true } }),
    ],
    check: (model) => assert.deepEqual([model.pending.size, model.desk.pending.size, model.desk.reports.size], [0, 1, 1]),
  },
  {
    what: 'what was read of a room before its stream begins is let go, as it may lack what happened until then',
    inputs: [
      event('me', 2, { membership: { room: 7 } }),
      { type: 'messages', room: 7, thread: 0, point: 'newest', page: page([message({ room: 7, index: 1 })]) },
      { type: 'rooms', rooms: fill('Rooms', { rooms: [{ id: 7 }], heads: [{ room: 7, rev: 3, last_number: 2, chat_last: 2 }], memberships: [{ room: 7 }] }) },
    ],
    check: (model) => assert.deepEqual([model.revs['room:7'], model.places.has('7')], [3, false]),
  },
  {
    what: 'what waits on the desks is put beside what events told, and is not known any more after a gap',
    inputs: [
      event('desk:6', 1, { report: { id: 1, room: 6, status: 'upheld' } }),
      { type: 'desk', known: '6', applications: [fill('Application', { id: 4 })], reports: [1, 2].map((id) => fill('Report', { id, room: 6 })), pending: [] },
    ],
    check(model) {
      assert.deepEqual([model.desk.known, waitingOn(model.desk)], ['6', 2]);
      const { desk } = after(model, { type: 'caught_up', catchUp: catchUp('desk:6', 9, { gap: true }) });
      assert.deepEqual([desk.known, waitingOn(desk)], ['', 0]);
    },
  },
  {
    what: 'a desk that is left is empty, and the others are not',
    inputs: [
      event('desk:6', 1, { report: { id: 1, room: 6 } }), event('desk:7', 1, { report: { id: 2, room: 7 } }),
      { type: 'left', closed: fill('StreamClosed', { stream: 'desk:6', code: 'not_moderator' }) },
    ],
    check: (model) => assert.deepEqual([...model.desk.reports.keys()], [2]),
  },
  {
    what: 'profile, people and utilities are replaced',
    inputs: [
      event('me', 2, { profile: { id: 1, name: 'Ada Lovelace', role: 'moderator' } }),
      { type: 'people', people: [fill('Person', { id: 2, name: 'Joel' })] },
      { type: 'profiles', profiles: [fill('Profile', { id: 2, name: 'Joel T.', country: 'PH' })] },
      event('community', 2, { utility: { id: 4, name: 'Maji Water' } }),
    ],
    check: (model) => {
      assert.equal(model.me?.role, 'moderator');
      assert.equal(model.people.get(1)?.name, 'Ada Lovelace');
      assert.deepEqual(model.people.get(2), { id: 2, name: 'Joel T.', utility_name: '', country: 'PH' });
      assert.ok(model.utilities.has(4));
    },
  },
  {
    what: 'a page of notifications tells how many are unseen',
    inputs: [{ type: 'notifications', page: fill('Notifications', { notifications: [{ id: 9 }], unseen: 4, people: [{ id: 3, name: 'Grace' }] }) }],
    check: (model) => assert.deepEqual([model.unseen, model.notifications.size, model.people.get(3)?.name], [4, 1, 'Grace']),
  },
];

for (const { what, inputs, check } of table) {
  test(what, () => check(after(started, ...inputs), started));
}

test('a place that is followed stays bounded, whatever comes', () => {
  let model = after(started, { type: 'follow', place: '6', on: true });
  for (let index = 1; index <= 40_000; index++) model = after(model, post(index + 1, index));
  const place = model.places.get('6')!;
  assert.ok(place.items.length <= placeBound * 1.25, `${place.items.length}`);
  assert.ok(place.toEnd && !place.fromStart);
  assert.equal(place.items.at(-1)?.index, 40_000);
  assert.ok(place.items.every((one, i) => !i || one.index === place.items[i - 1]!.index + 1));
  assert.ok(model.recent.length <= recentBound);
  assert.equal(model.heads.get(6)?.chat_last, 40_000);
});

test('a place that is read further up takes no more than its bound, and says that more is after it', () => {
  const model = after(started, ...posts(1, 1000));
  const place = model.places.get('6')!;
  assert.ok(place.items.length <= placeBound);
  assert.deepEqual([place.toEnd, place.items[0]?.index], [false, 1]);
});

test('an empty model takes any input', () => {
  for (const { inputs } of table) after(emptyModel, ...inputs);
});
