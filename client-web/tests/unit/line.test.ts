import { page } from './page';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Early } from '../../src/early';
import { Line, type LineState } from '../../src/line/line';
import { Refusal } from '../../src/line/refusal';
import { Clock } from './clock';

/** A WebSocket whose other end is the test. */
class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  static made: FakeSocket[] = [];
  readyState = FakeSocket.CONNECTING;
  readonly sent: { id: number; method: string; params: unknown }[] = [];
  onopen: (() => void) | null = null;
  onclose: ((closed: { code: number }) => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;

  constructor() {
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as FakeSocket['sent'][0]);
  }

  close(): void {
    this.readyState = FakeSocket.CLOSED;
  }

  opens(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }

  closes(code: number): void {
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.({ code });
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: '2.0', ...frame }) });
  }
}

let clock: Clock;
let states: LineState[];
let notices: [string, unknown][];
let answers: number;
let opened: number;
let line: Line;
const sockets = FakeSocket.made;
const last = (): FakeSocket => sockets.at(-1)!;

beforeEach(() => {
  clock = new Clock();
  Object.assign(globalThis, { WebSocket: FakeSocket });
  sockets.length = 0;
  [states, notices, opened, answers] = [[], [], 0, 0];
  line = new Line({ onOpen: () => { opened++; }, onState: (state) => { states.push(state); }, onAnswer: () => { answers++; }, onNotice: (...notice) => { notices.push(notice as [string, unknown]); } });
});

afterEach(() => {
  line.close();
  clock.stop();
});

const lost = (error: unknown): boolean => (error as Refusal).code === 'connection_lost';

test('answers come to who asked, whatever their order, with their defaults filled in', async () => {
  line.open();
  last().opens();
  const [one, other] = [line.request('message.post', { room: 6, text: 'a' }), line.request('room.list', {})];
  const [first, second] = last().sent;
  last().says({ id: second!.id, result: {} });
  last().says({ id: first!.id, result: { message: 9, index: 3 } });
  last().says({ id: 4711, result: {} });
  assert.deepEqual(await one, { message: 9, room: 0, thread: 0, number: 0, index: 3, rev: 0, pending: 0 });
  assert.deepEqual((await other).rooms, []);
  assert.deepEqual([states, opened], [['connecting', 'open'], 1]);
});

test('it is told that an answer has come before who asked has it', async () => {
  line.open();
  last().opens();
  const told: number[] = [];
  const asked = [line.request('room.list', {}), line.request('room.list', {})];
  for (const one of asked) one.then(() => told.push(answers), () => told.push(-answers));
  last().says({ id: last().sent[0]!.id, result: {} });
  await asked[0];
  last().says({ id: last().sent[1]!.id, error: { code: 1206, data: { code: 'muted' } } });
  await asked[1]!.catch(() => undefined);
  assert.deepEqual(told, [1, -2]);
});

test('a refusal has the server’s code', async () => {
  line.open();
  last().opens();
  const asked = line.request('room.list', {});
  last().says({ id: last().sent[0]!.id, error: { code: 1206, message: 'You are muted.', data: { code: 'muted', until: 5 } } });
  await assert.rejects(asked, (error: Refusal) => error.code === 'muted' && error.data.until === 5 && error.message === 'You are muted.');
});

test('what the server sends of itself is told, what is unknown is passed over', () => {
  line.open();
  last().opens();
  last().says({ method: 'event', params: { stream: 'me', rev: 2, mark: { room: 6 } } });
  last().says({ method: 'of a later version', params: {} });
  assert.equal(notices.length, 1);
  assert.deepEqual((notices[0]![1] as { mark: unknown }).mark, { room: 6, thread: 0, index: 0 });
});

test('a compact event is told as the one that it stands for, with whatever answer before and behind it', async () => {
  const message = { id: 9, number: 3, index: 2, by: 7, at: 5, lang: 'en', text: 'Two "zones".', mentions: [4] };
  line.open();
  last().opens();
  last().says({ method: 'event', params: { stream: 'room:6', rev: 12, message: { ...message, room: 6, rev: 12 } } });
  last().onmessage?.({ data: JSON.stringify(['room:6', 12, message]) });
  assert.deepEqual(notices[1], notices[0]);
  assert.equal((notices[1]![1] as { message: { rev: number } }).message.rev, 12);
  last().onmessage?.({ data: JSON.stringify(['room:6', 13, { ...message, key: 'one’s own' }]) });
  assert.equal((notices[2]![1] as { message: { key: string } }).message.key, 'one’s own');
  last().onmessage?.({ data: JSON.stringify([{ jsonrpc: '2.0', method: 'event', params: {} }]) });
  assert.equal(notices.length, 3, 'a list of objects is no event');
});

test('a line that breaks is made again, after waits that grow to a minute', () => {
  line.open();
  const waits: number[] = [];
  for (let i = 0; i < 12; i++) {
    last().closes(1006);
    const before = sockets.length;
    let ms = 0;
    while (sockets.length === before) { clock.tick(50); ms += 50; }
    waits.push(ms);
  }
  assert.ok(waits[0]! <= 550 && waits[0]! >= 250, `${waits[0]}`);
  assert.ok(waits.every((ms, i) => ms <= Math.min(60_000, 500 * 2 ** i) + 50));
  assert.ok(waits.slice(-3).every((ms) => ms >= 30_000));
  last().opens();
  last().closes(1006);
  clock.tick(550);
  assert.equal(sockets.length, 14, 'after one that held, it is tried soon again');
});

test('when the browser is online again it is tried at once', () => {
  line.open();
  for (let i = 0; i < 8; i++) {
    last().closes(1006);
    clock.tick(60_000);
  }
  last().closes(1006);
  const before = sockets.length;
  page.happens('online');
  assert.equal(sockets.length, before + 1);
  page.happens('online');
  assert.equal(sockets.length, before + 1, 'and not twice');
});

for (const code of [4401, 4403]) {
  test(`${code}: the log-in has ended, nothing is tried again`, () => {
    line.open();
    last().opens();
    last().closes(code);
    clock.tick(600_000);
    page.happens('online');
    page.happens('visibilitychange');
    assert.deepEqual([states.at(-1), sockets.length], ['ended', 1]);
    line.open();
    assert.equal(sockets.length, 2, 'until somebody has logged in');
  });
}

test('what waits is refused when the line breaks, and what is asked without one', async () => {
  line.open();
  await assert.rejects(line.request('room.list', {}), lost);
  last().opens();
  const asked = line.request('room.list', {});
  last().closes(1006);
  await assert.rejects(asked, lost);
});

test('an answer that is overdue ends the line', async () => {
  line.open();
  const dead = last();
  dead.opens();
  const asked = line.request('room.list', {});
  clock.tick(29_000);
  assert.equal(sockets.length, 1);
  clock.tick(8_000);
  await assert.rejects(asked, lost);
  assert.equal(dead.readyState, FakeSocket.CLOSED);
  clock.tick(1_000);
  assert.equal(sockets.length, 2);
  dead.says({ method: 'event', params: { stream: 'me', rev: 2 } });
  dead.closes(1006);
  assert.deepEqual([notices.length, sockets.length], [0, 2], 'nothing that it still says counts');
});

test('a line that is not made in half a minute is given up', () => {
  line.open();
  clock.tick(37_000);
  assert.equal(sockets[0]!.readyState, FakeSocket.CLOSED);
  assert.equal(sockets.length, 2);
});

test('a page that is looked at again sees soon whether its line still is one', async () => {
  line.open();
  last().opens();
  page.happens('visibilitychange');
  assert.equal(last().sent[0]?.method, 'message.get');
  last().says({ id: last().sent[0]!.id, result: {} });
  await new Promise((done) => setImmediate(done));
  clock.tick(60_000);
  assert.equal(sockets.length, 1);
});

test('one that does not answer is made anew', () => {
  line.open();
  last().opens();
  page.happens('visibilitychange');
  clock.tick(9_000);
  assert.equal(sockets.length, 2);
});

const begun = (more: Partial<Early> = {}): Early => {
  const socket = new FakeSocket();
  socket.readyState = FakeSocket.OPEN;
  return { socket: socket as unknown as WebSocket, lang: 'en', said: false, frames: [], closed: 0, ...more };
};

test('a socket that was opened before the line was there is taken over', () => {
  line.open(begun());
  assert.deepEqual([states, opened, sockets.length], [['connecting', 'open'], 1, 1]);
});

test('a hello that was said before is not said again, and what followed its answer comes after it', async () => {
  const answer = { jsonrpc: '2.0', id: 0, result: { epoch: 'one' } };
  const event = (rev: number) => ({ jsonrpc: '2.0', method: 'event', params: { stream: 'me', rev, mark: { room: 6 } } });
  line.open(begun({ said: true, frames: [JSON.stringify(answer), JSON.stringify(event(5))] }));
  const order: string[] = [];
  const asked = line.request('hello', {}).then((hello) => order.push(hello.epoch));
  last().says(event(6));
  await asked;
  assert.equal(notices.length, 0);
  for (let i = 0; i < 4; i++) {
    clock.tick(1);
    await new Promise((done) => setImmediate(done));
  }
  assert.deepEqual(notices.map(([, params]) => (params as { rev: number }).rev), [5, 6]);
  last().says(event(7));
  assert.deepEqual([notices.length, order, last().sent], [3, ['one'], []]);
});

test('a socket that was closed before tells why', () => {
  const early = begun({ closed: 4401 });
  early.socket.close();
  line.open(early);
  assert.deepEqual(states, ['connecting', 'ended']);
});

test('a line that is closed stays closed', () => {
  line.open();
  last().opens();
  line.close();
  clock.tick(600_000);
  page.happens('online');
  assert.equal(sockets.length, 1);
});
