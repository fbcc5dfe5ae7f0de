import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { deleteDatabase, openDatabase, type Database, type Queued } from '../../src/kept/database';
import { Outbox, storeIn, type OutboxStore } from '../../src/kept/outbox';
import { Refusal } from '../../src/line/refusal';
import { Clock } from './clock';

/** Carries commands out one by one, in the order in which they come, each key once. */
class FakeServer {
  readonly done: { readonly key: string; readonly method: string; readonly params: Queued['params'] }[] = [];
  /** Every command that came, carried out or not. */
  readonly came: { readonly key: string; readonly after: string | undefined }[] = [];
  refuses: (queued: Queued) => Refusal | undefined = () => undefined;
  private readonly known = new Set<string>();

  take(queued: Queued, after: string | undefined): void {
    this.came.push({ key: queued.key, after });
    if (this.known.has(queued.key)) return;
    if (after && !this.known.has(after)) throw new Refusal('busy', '', { field: 'after_key', retry_after_ms: 1000 });
    const refusal = this.refuses(queued);
    if (refusal) throw refusal;
    this.known.add(queued.key);
    this.done.push({ key: queued.key, method: queued.method, params: queued.params });
  }

  /** The texts of a room, in the order in which they were carried out. */
  texts(room: number): string[] {
    return this.done.filter((one) => one.params.room === room && one.method === 'message.post').map((one) => String(one.params.text));
  }
}

/** A tab with its outbox and a line to the server that can break at any point. */
class Tab {
  readonly box: Outbox;
  waiting: readonly Queued[] = [];
  readonly sent: Queued[] = [];
  readonly refused: Queued[] = [];
  stored = 0;
  /** So many commands still reach the server, and so many answers still come back; then the line breaks. */
  reach = Infinity;
  answers = Infinity;
  private broken = true;
  private underWay = new Set<(refusal: Refusal) => void>();

  constructor(private readonly server: FakeServer) {
    this.box = new Outbox((queued, after) => this.send(queued, after), {
      onChange: (waiting) => { this.waiting = waiting; },
      onStored: () => { this.stored++; },
      onSent: (queued) => { this.sent.push(queued); },
      onRefused: (queued) => { this.refused.push(queued); },
    });
  }

  connect(): void {
    this.broken = false;
    this.box.setOnline(true);
  }

  cut(): void {
    this.broken = true;
    const lost = [...this.underWay];
    this.underWay.clear();
    lost.forEach((reject) => reject(new Refusal('connection_lost', '')));
    this.box.setOnline(false);
  }

  private async send(queued: Queued, after: string | undefined): Promise<unknown> {
    if (this.broken) throw new Refusal('connection_lost', '');
    return new Promise((resolve, reject) => {
      this.underWay.add(reject);
      setImmediate(() => {
        if (!this.underWay.has(reject)) return;
        if (this.reach-- <= 0) return this.cut();
        let refusal: Refusal | undefined;
        try {
          this.server.take(queued, after);
        } catch (error) {
          refusal = error as Refusal;
        }
        if (this.answers-- <= 0) return this.cut();
        this.underWay.delete(reject);
        if (refusal) reject(refusal);
        else resolve({});
      });
    });
  }

  post(room: number, text: string): Promise<Queued> {
    return this.box.add('message.post', { room, text });
  }

  get texts(): string[] {
    return this.waiting.map((one) => String(one.params.text));
  }
}

const member = 7;
let database: Database;
let server: FakeServer;
let clock: Clock;

/** Lets everything happen that does not wait for the clock. */
async function calm(): Promise<void> {
  for (let i = 0; i < 60; i++) await new Promise((done) => setImmediate(done));
}

async function tick(ms: number): Promise<void> {
  clock.tick(ms);
  await calm();
}

async function tab(store: OutboxStore | undefined = storeIn(database)): Promise<Tab> {
  const made = new Tab(server);
  await made.box.attach(store);
  return made;
}

beforeEach(async () => {
  clock = new Clock();
  database = await openDatabase(member, () => undefined);
  server = new FakeServer();
});

afterEach(async () => {
  clock.stop();
  database.close();
  await deleteDatabase(member);
});

test('what is written without a line is on disk, and is sent in order when the line is there', async () => {
  const one = await tab();
  for (let i = 0; i < 30; i++) await one.post(6 + (i % 3), `${i}`);
  await calm();
  assert.equal((await database.getAll('outbox')).length, 30);
  assert.deepEqual(server.done, []);
  one.connect();
  await calm();
  for (const room of [6, 7, 8]) assert.deepEqual(server.texts(room), Array.from({ length: 10 }, (_, i) => `${3 * i + room - 6}`));
  assert.deepEqual([await database.getAll('outbox'), one.waiting], [[], []]);
  assert.equal(one.sent.length, 30);
});

test('several of a room go at once, each after the one before it; those of other rooms do not wait', async () => {
  const one = await tab();
  const [a, b, c, d] = [await one.post(6, 'a'), await one.post(6, 'b'), await one.post(7, 'c'), await one.post(6, 'd')];
  one.connect();
  await calm();
  assert.deepEqual(server.came, [
    { key: a.key, after: undefined }, { key: b.key, after: a.key }, { key: c.key, after: undefined }, { key: d.key, after: b.key },
  ]);
});

test('what is refused in the middle stays, and the others go on in their order', async () => {
  const one = await tab();
  server.refuses = ({ params }) => (params.text === 'b' ? new Refusal('muted', 'Muted.', { reason: 'Cool down.', until: 99 }) : undefined);
  for (const text of ['a', 'b', 'c', 'd', 'e']) await one.post(6, text);
  one.connect();
  await calm();
  await tick(50);
  assert.deepEqual(server.texts(6), ['a', 'c', 'd', 'e']);
  assert.deepEqual(one.texts, ['b']);
  assert.deepEqual(one.waiting[0]?.refused, { code: 'muted', message: 'Muted.', reason: 'Cool down.', until: 99 });
  assert.deepEqual((await database.getAll('outbox')).map((kept) => kept.refused?.code), ['muted']);
  assert.equal(one.refused.length, 1);
});

test('a refused one is sent again with its key, changed where asked', async () => {
  const one = await tab();
  server.refuses = ({ params }) => (params.text === 'too long' ? new Refusal('argument_too_long', '') : undefined);
  const queued = await one.post(6, 'too long');
  one.connect();
  await calm();
  await one.box.again(one.waiting[0]!, { room: 6, text: 'short' });
  await calm();
  assert.deepEqual(server.done.map(({ key, params }) => [key, params.text]), [[queued.key, 'short']]);
  assert.deepEqual(await database.getAll('outbox'), []);
});

test('what has no text is let go when it is refused', async () => {
  const one = await tab();
  server.refuses = () => new Refusal('removed', '');
  await one.box.add('message.react', { message: 5, emoji: '👍', on: true });
  one.connect();
  await calm();
  assert.deepEqual([one.waiting, await database.getAll('outbox'), one.refused.length], [[], [], 1]);
});

test('wherever the line breaks, all come once and in order, with the keys of the first time', async () => {
  for (let reach = 0; reach <= 13; reach++) {
    for (const lost of [0, 1, 3]) {
      server = new FakeServer();
      const one = await tab();
      one.reach = reach;
      one.answers = Math.max(0, reach - lost);
      const keys: string[] = [];
      for (let i = 0; i < 12; i++) keys.push((await one.post(6 + (i % 2), `${i}`)).key);
      one.connect();
      await calm();
      one.reach = one.answers = Infinity;
      await one.post(6, '12');
      one.connect();
      await calm();
      const what = `the line broke after ${reach} commands, ${lost} answers were lost`;
      assert.deepEqual(server.texts(6), ['0', '2', '4', '6', '8', '10', '12'], what);
      assert.deepEqual(server.texts(7), ['1', '3', '5', '7', '9', '11'], what);
      assert.ok(keys.every((key) => server.done.some((done) => done.key === key)), what);
      assert.deepEqual(await database.getAll('outbox'), [], what);
    }
  }
});

test('a line that is closing refuses at once, and is not asked without end', async () => {
  const one = await tab();
  await one.post(6, 'a');
  one.box.setOnline(true); // but the socket is not open any more
  await calm();
  assert.deepEqual(one.texts, ['a']);
  one.connect();
  await tick(1100);
  assert.deepEqual(server.texts(6), ['a']);
});

test('the server asks to wait: nothing is sent until then', async () => {
  const one = await tab();
  let isBusy = true;
  server.refuses = () => (isBusy ? new Refusal('too_many_requests', '', { retry_after_ms: 5000 }) : undefined);
  for (const text of ['a', 'b', 'c']) await one.post(6, text);
  one.connect();
  await calm();
  isBusy = false;
  const before = server.came.length;
  await one.post(7, 'other');
  await tick(4900);
  assert.equal(server.came.length, before);
  await tick(200);
  assert.deepEqual([server.texts(6), server.texts(7)], [['a', 'b', 'c'], ['other']]);
});

test('slow mode holds the posts of its room alone, in their order', async () => {
  const one = await tab();
  let next = 0;
  server.refuses = ({ params }) => {
    if (params.room !== 6 || Date.now() >= next) return void (next = params.room === 6 ? Date.now() + 60_000 : next);
    return new Refusal('slow_mode', '', { retry_after_ms: next - Date.now() });
  };
  for (let i = 0; i < 3; i++) {
    await one.post(6, `slow ${i}`);
    await one.post(7, `fast ${i}`);
  }
  one.connect();
  await calm();
  assert.deepEqual([server.texts(6), server.texts(7)], [['slow 0'], ['fast 0', 'fast 1', 'fast 2']]);
  await tick(60_050);
  assert.deepEqual(server.texts(6), ['slow 0', 'slow 1']);
  await tick(60_050);
  assert.deepEqual(server.texts(6), ['slow 0', 'slow 1', 'slow 2']);
  assert.deepEqual(one.waiting, []);
});

test('each of two rooms goes on when its own time is over', async () => {
  const one = await tab();
  const until = new Map([[6, 10_000], [7, 30_000]]);
  server.refuses = ({ params }) => (Date.now() < until.get(Number(params.room))! ? new Refusal('slow_mode', '', { retry_after_ms: until.get(Number(params.room))! - Date.now() }) : undefined);
  await one.post(6, 'a');
  await one.post(7, 'b');
  one.connect();
  await calm();
  await tick(10_050);
  assert.deepEqual(server.texts(6), ['a']);
  await tick(20_050);
  assert.deepEqual(server.texts(7), ['b']);
});

test('a command at which the server fails again and again does not keep the others waiting', async () => {
  const one = await tab();
  server.refuses = ({ params }) => (params.text === 'poison' ? new Refusal('internal', '') : undefined);
  await one.post(6, 'poison');
  await one.post(6, 'a');
  one.connect();
  for (let i = 0; i < 8; i++) await tick(1100);
  assert.deepEqual(server.texts(6), ['a']);
  assert.equal(one.waiting[0]?.refused?.code, 'internal');
});

test('after a reload in the middle the rest is sent, nothing twice', async () => {
  const first = await tab();
  for (let i = 0; i < 10; i++) await first.post(6, `${i}`);
  first.reach = 6;
  first.answers = 4;
  first.connect();
  await calm();
  const second = await tab();
  second.connect();
  await calm();
  assert.deepEqual(server.texts(6), Array.from({ length: 10 }, (_, i) => `${i}`));
  assert.deepEqual(await database.getAll('outbox'), []);
});

test('of two tabs one sends what both write', async () => {
  const [leader, follower] = [await tab(), await tab()];
  follower.box.setLeads(false);
  leader.connect();
  follower.connect();
  await leader.post(6, 'a');
  await follower.post(6, 'b');
  await calm();
  assert.deepEqual(server.texts(6), ['a']);
  assert.equal(follower.stored, 1, 'it tells the other');
  await leader.box.load();
  await calm();
  assert.deepEqual(server.texts(6), ['a', 'b']);
  await follower.box.load();
  assert.deepEqual(follower.waiting, []);
});

test('the tab that sends is closed in the middle: the other goes on', async () => {
  const [leader, follower] = [await tab(), await tab()];
  follower.box.setLeads(false);
  follower.connect();
  for (let i = 0; i < 8; i++) await leader.post(6, `${i}`);
  leader.reach = 5;
  leader.answers = 3;
  leader.connect();
  await calm();
  await follower.box.load();
  follower.box.setLeads(true);
  await calm();
  assert.deepEqual(server.texts(6), ['0', '1', '2', '3', '4', '5', '6', '7']);
});

test('two tabs that both send double nothing', async () => {
  const [one, other] = [await tab(), await tab()];
  for (let i = 0; i < 25; i++) await one.post(6, `${i}`);
  await other.box.load();
  one.connect();
  other.connect();
  await calm();
  await tick(100);
  await calm();
  assert.deepEqual(server.texts(6), Array.from({ length: 25 }, (_, i) => `${i}`));
  assert.deepEqual(await database.getAll('outbox'), []);
});

const full: OutboxStore = {
  all: () => Promise.resolve([]), add: () => Promise.reject(new Error('QuotaExceededError')), put: () => Promise.reject(new Error()), remove: () => Promise.reject(new Error()),
};

for (const [what, store] of [['a full disk', full], ['no disk', undefined]] as const) {
  test(`with ${what} one can post, and sees that it is not kept`, async () => {
    const one = new Tab(server);
    await one.box.attach(store);
    one.box.setLeads(false); // it sends by itself what no other can have
    await one.post(6, 'a');
    await one.post(6, 'b');
    assert.deepEqual(one.waiting.map((queued) => queued.order), [undefined, undefined]);
    await one.box.load();
    assert.deepEqual(one.texts, ['a', 'b']);
    one.connect();
    await calm();
    assert.deepEqual([server.texts(6), one.waiting], [['a', 'b'], []]);
  });
}

test('what was written before there was a disk goes onto it', async () => {
  const one = new Tab(server);
  await one.post(6, 'a');
  await one.box.attach(storeIn(database));
  assert.deepEqual((await database.getAll('outbox')).map(({ params }) => params.text), ['a']);
  assert.ok(one.waiting[0]?.order);
  one.connect();
  await calm();
  assert.deepEqual([server.texts(6), await database.getAll('outbox')], [['a'], []]);
});

test('of the marks of a place only the furthest waits', async () => {
  const one = await tab();
  for (const index of [3, 9, 5]) await one.box.mark(6, 0, index);
  await one.box.mark(6, 12, 4);
  assert.deepEqual((await database.getAll('outbox')).map(({ params }) => params), [{ room: 6, index: 9 }, { room: 6, thread: 12, index: 4 }]);
  await one.post(6, 'a');
  one.connect();
  await calm();
  assert.deepEqual(server.done.map(({ method, params }) => [method, params.index]), [['read.mark', 9], ['read.mark', 4], ['message.post', undefined]]);
});

test('a mark that is under way is not changed', async () => {
  const one = await tab();
  one.connect();
  await one.box.mark(6, 0, 3);
  await one.box.mark(6, 0, 5);
  await calm();
  assert.deepEqual(server.done.map(({ params }) => params.index), [3, 5]);
});

test('after a backup was restored, what names things of before is not sent, and what does not is', async () => {
  const one = await tab();
  one.box.setEpoch('one');
  await one.post(6, 'a');
  await one.box.add('message.post', { room: 6, text: 'b', reply_to: 9 });
  await one.box.add('message.react', { message: 9, emoji: '👍', on: true });
  await one.box.mark(6, 0, 7);
  one.box.setEpoch('two');
  one.connect();
  await calm();
  assert.deepEqual(server.done.map(({ params }) => params.text), ['a']);
  assert.deepEqual(one.waiting.map(({ params, refused }) => [params.text, refused?.code]), [['b', 'conflict']]);
  await one.box.again(one.waiting[0]!);
  one.box.setEpoch('two');
  await calm();
  assert.deepEqual(server.texts(6), ['a', 'b']);
});

test('one that was let go is gone', async () => {
  const one = await tab();
  const queued = await one.post(6, 'a');
  await one.box.remove(queued);
  await one.box.load();
  one.connect();
  await calm();
  assert.deepEqual([one.waiting, server.done], [[], []]);
});
