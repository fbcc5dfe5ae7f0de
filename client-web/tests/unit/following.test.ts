import './page';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { effect } from '@preact/signals';
import { Following } from '../../src/following';
import { currentModel, happen, parts, setModel } from '../../src/state';
import { fill, type Wire } from '../../src/protocol/fill';
import { Clock } from './clock';
import { change, indices, message, started } from './making';

let clock: Clock;
let asked: [string, unknown][];
let answers: Record<string, unknown>;
let following: Following;
/** The indices of the chat, each time that it is shown anew. */
let shown: number[][];
let endShowing: () => void;

beforeEach(() => {
  clock = new Clock();
  setModel(started);
  [asked, answers, shown] = [[], {}, []];
  following = new Following(((method: string, params: unknown) => {
    asked.push([method, params]);
    return method in answers ? Promise.resolve(answers[method]) : new Promise(() => undefined);
  }) as ConstructorParameters<typeof Following>[0], () => []);
  endShowing = effect(() => { shown.push(parts.places.value.get('6')?.items.map((one) => one.index) ?? []); });
  shown.length = 0;
});

afterEach(() => {
  endShowing();
  clock.tick(10_000);
  clock.stop();
});

const tell = (stream: string, rev: number, raw: Wire): void => following.onNotice('event', change(stream, rev, raw));
const post = (index: number): void => tell('room:6', index + 1, { message: message({ index, rev: index + 1 }) });

test('what comes in one write is shown within a frame, together', () => {
  tell('me', 2, { pending: { id: 3, room: 6, by: 1, text: 'a first post' } });
  clock.tick(1_000);
  let twice = 0;
  const end = effect(() => { twice += Number(parts.pending.value.size > 0 && (parts.places.value.get('6')?.items.length ?? 0) > 0); });
  post(1);
  tell('me', 3, { pending: { id: 3, room: 6, by: 1, decided: true } });
  clock.tick(16);
  end();
  assert.deepEqual([shown, currentModel().pending.size, twice], [[[1]], 0, 0]);
});

test('while more and more comes, it is shown five times a second, and nothing is lost', () => {
  for (let index = 1; index <= 200; index++) {
    post(index);
    clock.tick(10);
  }
  clock.tick(200);
  assert.ok(shown.length >= 10 && shown.length <= 12, `${shown.length} times`);
  assert.deepEqual(indices(currentModel(), '6'), Array.from({ length: 200 }, (_, i) => i + 1));
  clock.tick(1_000);
  post(201);
  clock.tick(16);
  assert.equal(shown.at(-1)!.length, 201, 'after a pause it is shown at once');
});

test('a write that comes as a pause ends is not shown by halves', () => {
  post(1);
  clock.tick(16 + 199);
  post(2);
  clock.tick(2);
  post(3);
  clock.tick(16);
  assert.deepEqual(shown, [[1], [1, 2, 3]]);
});

test('what comes in the same write as an answer has happened when that is waited for', async () => {
  post(1);
  clock.tick(16);
  const rest = following.restOfWrite();
  post(2);
  clock.tick(16);
  await rest;
  assert.deepEqual(shown, [[1], [1, 2]], 'though there was a pause');
});

test('what came before an answer happens before it', () => {
  post(1);
  assert.equal(shown.length, 0);
  following.letHappen();
  assert.deepEqual(shown, [[1]]);
  clock.tick(1_000);
  assert.deepEqual(shown, [[1]]);
});

test('what was missed is asked for, once, and again where it could not be told', async () => {
  post(1);
  post(4);
  clock.tick(16);
  post(5);
  clock.tick(1_000);
  assert.deepEqual(asked, [['changes.since', { stream: 'room:6', rev: 2, page: 0 }]]);
  following.onNotice('resync', { reason: '' });
  assert.deepEqual(asked.slice(1).map(([, params]) => (params as { stream: string }).stream), ['community', 'me'], 'not twice at a time');
});

test('what is left out while a stream is asked for is asked for again', async () => {
  answers['changes.since'] = fill('CatchUp', { stream: 'room:6', rev: 5 });
  post(4);
  clock.tick(16);
  following.onNotice('resync', { reason: '' });
  for (let i = 0; i < 5; i++) await Promise.resolve();
  clock.tick(10);
  const room = asked.map(([, params]) => params as { stream: string; rev: number }).filter(({ stream }) => stream === 'room:6');
  assert.deepEqual(room.map(({ rev }) => rev), [1, 5]);
});

test('a room whose counters were known before one joined it is asked for, as its stream begins now', () => {
  happen({ type: 'rooms', rooms: fill('Rooms', { rooms: [{ id: 7, kind: 'cop' }], heads: [{ room: 7, rev: 3 }] }) });
  tell('me', 2, { membership: { room: 7 } });
  clock.tick(16);
  assert.deepEqual(asked.map(([method]) => method), ['room.list']);
  tell('me', 3, { membership: { room: 6, chat_read: 1 } });
  clock.tick(300);
  assert.equal(asked.length, 1);
});

test('a room that one was put into is asked for, and its first messages are told by what was missed', async () => {
  answers['room.list'] = fill('Rooms', { rooms: [{ id: 7 }], heads: [{ room: 7, rev: 3, last_number: 1, chat_last: 1 }], memberships: [{ room: 7 }] });
  tell('me', 2, { membership: { room: 7 } });
  tell('room:7', 3, { message: message({ room: 7, index: 1, rev: 3 }) });
  clock.tick(16);
  assert.deepEqual(asked.map(([method]) => method), ['changes.since', 'room.list']);
  for (let i = 0; i < 5; i++) await Promise.resolve();
  const { revs, rooms, missed } = currentModel();
  assert.deepEqual([revs['room:7'], rooms.has(7), missed], [3, true, {}]);
});
