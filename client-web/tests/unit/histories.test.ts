// Whatever happens, and however it is told: a copy that was kept up to date is what a fresh one would be.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyModel, unreadIn, unreadInChat, unreadInThread, type Model } from '../../src/model/model';
import { reduce, type Input } from '../../src/model/reduce';
import { fill, type Wire } from '../../src/protocol/fill';
import type { CatchUp, HelloResult, MessagePage } from '../../src/protocol/types';
import { catchUp, change, page } from './making';

/** Mulberry32: the same numbers for the same seed. */
function dice(seed: number): (sides: number) => number {
  return (sides) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

type Mutable = { [name: string]: unknown };

const room = 6;
const me = 1;

/** A small server of one room: what is in it now, and at which rev of its streams it came to be so. */
class World {
  private readonly streams = new Map<string, Map<string, { rev: number; raw: Wire }>>([['room:6', new Map()], ['me', new Map()]]);
  readonly revs = new Map([['room:6', 0], ['me', 0]]);
  private readonly messages: Mutable[] = [];
  private readonly threads = new Map<number, Mutable>();
  private readonly lastOf = new Map<number, number>();
  private readonly marks = new Map<number, number>();
  private chatRead = 0;
  private read = 0;
  happened: { stream: string; rev: number; raw: Wire }[] = [];

  constructor(private readonly roll: (sides: number) => number) {
    this.tell('me', 'membership', { membership: { room } });
  }

  private tell(stream: string, what: string, raw: Wire): void {
    const rev = this.revs.get(stream)! + 1;
    this.revs.set(stream, rev);
    // As it goes over the wire: nobody may change what has been told.
    const told = JSON.parse(JSON.stringify(raw)) as { message?: { rev: number } };
    if (told.message) told.message.rev = rev;
    const all = this.streams.get(stream)!;
    all.delete(what);
    all.set(what, { rev, raw: told as Wire });
    this.happened.push({ stream, rev, raw: told as Wire });
  }

  private add(thread: number): void {
    const index = (this.lastOf.get(thread) ?? 0) + 1;
    this.lastOf.set(thread, index);
    const message = { id: this.messages.length + 1, room, number: this.messages.length + 1, thread, index, by: 2 + this.roll(3), at: 1000, text: `${this.roll(1e6)}` };
    this.messages.push(message);
    const of = this.threads.get(thread);
    if (of) Object.assign(of, { last_index: index, last_number: message.number, last_at: message.at });
    this.tell('room:6', `message ${message.id}`, { message });
  }

  private mark(thread: number): void {
    const last = this.lastOf.get(thread) ?? 0;
    const before = (thread ? this.marks.get(thread) : this.chatRead) ?? 0;
    if (last <= before) return;
    const to = before + 1 + this.roll(last - before);
    this.read += to - before;
    if (thread) {
      this.marks.set(thread, to);
      this.tell('me', `mark ${thread}`, { mark: { room, thread, index: to } });
    } else {
      this.chatRead = to;
    }
    this.tell('me', 'membership', { membership: { room, chat_read: this.chatRead, read: this.read } });
  }

  /** Something happens. */
  turn(): void {
    const what = this.roll(12);
    const anyThread = this.roll(this.threads.size + 1);
    const message = this.messages[this.roll(this.messages.length || 1)];
    if (what < 4 || !message) return this.add(0);
    if (what < 6) return this.add(anyThread);
    if (what === 6) {
      const id = this.threads.size + 1;
      const number = this.messages.length + 1;
      this.threads.set(id, { id, room, title: `thread ${id}`, by: 2, last_index: 1, last_number: number, last_at: 1000 });
      this.tell('room:6', `thread ${id}`, { thread: this.threads.get(id)! });
      return this.add(id);
    }
    if (what === 7 && anyThread) {
      Object.assign(this.threads.get(anyThread)!, { status: ['open', 'closed'][this.roll(2)], pinned: this.roll(2) === 0 });
      return this.tell('room:6', `thread ${anyThread}`, { thread: this.threads.get(anyThread)! });
    }
    if (what === 8) return this.mark(anyThread);
    if (message['removed']) return this.add(0);
    if (what === 9) Object.assign(message, { text: '', reactions: [], removed: { by: message['by'], at: 2000 } });
    else if (what === 10) Object.assign(message, { text: `edited ${this.roll(1e6)}`, edited_at: 2000 });
    else Object.assign(message, { reactions: [{ emoji: '👍', by: [2 + this.roll(3)] }] });
    this.tell('room:6', `message ${String(message['id'])}`, { message });
  }

  changesSince(stream: string, rev: number): CatchUp {
    const changes = [...this.streams.get(stream)!.values()].filter((one) => one.rev > rev).sort((a, b) => a.rev - b.rev);
    // Each thing as it is now: a thread with its counters.
    const now = ({ rev: at, raw }: { rev: number; raw: Wire }) => {
      const thread = raw['thread'] as Wire | undefined;
      return { rev: at, ...raw, ...(thread && { thread: { ...this.threads.get(Number(thread['id'])) } }) };
    };
    return catchUp(stream, this.revs.get(stream)!, { gap: rev === 0 || changes.length > 60, changes: changes.map(now) });
  }

  hello(model: Model): HelloResult {
    const head = { room, rev: this.revs.get('room:6')!, last_number: this.messages.length, chat_last: this.lastOf.get(0) ?? 0, threads: this.threads.size, members: 4 };
    return {
      ...fill('HelloResult', { epoch: 'one', me: { id: me, name: 'Ada' }, heads: [head] }),
      streams: ['me', 'room:6'].map((stream) => this.changesSince(stream, model.revs[stream] ?? 0)),
    };
  }

  history(thread: number): MessagePage {
    const all = this.messages.filter((one) => one['thread'] === thread);
    const newest = all.slice(-30).map((raw) => {
      const told = this.streams.get('room:6')!.get(`message ${String(raw['id'])}`)!;
      return fill('Message', { ...(told.raw['message'] as Wire) });
    });
    return page(newest, { more_before: all.length > 30 });
  }

  threadList() {
    return fill('ThreadPage', {
      threads: [...this.threads.values()].map((one) => ({ ...one })), marks: [...this.marks].map(([thread, index]) => ({ room, thread, index })),
      unread: [...this.threads.keys()].map((id) => (this.lastOf.get(id) ?? 0) - (this.marks.get(id) ?? 0)),
    });
  }

  get places(): number[] {
    return [0, ...this.threads.keys()];
  }
}

const apply = (model: Model, ...inputs: readonly Input[]): Model => inputs.reduce(reduce, model);

/** What somebody sees of it. */
function shown(model: Model) {
  const head = model.heads.get(room)!;
  return {
    head: { last_number: head.last_number, chat_last: head.chat_last, threads: head.threads },
    unread: [unreadIn(model, room), unreadInChat(model, room)],
    membership: model.memberships.get(room),
    threads: [...model.threads.values()].sort((a, b) => a.id - b.id).map((one) => [one, unreadInThread(model, one)]),
    revs: model.revs,
    missed: model.missed,
  };
}

function check(model: Model, world: World): void {
  const fresh = apply(emptyModel, { type: 'hello', hello: world.hello(emptyModel) }, { type: 'threads', page: world.threadList() });
  assert.deepEqual(shown(model), shown(fresh));
  for (const thread of world.places) {
    const held = model.places.get(thread ? `${room}/${thread}` : `${room}`);
    if (!held?.toEnd) continue;
    const newest = world.history(thread).messages;
    assert.deepEqual(held.items.slice(-newest.length), newest.slice(-held.items.length));
    held.items.forEach((one, i) => assert.ok(!i || one.index === held.items[i - 1]!.index + 1, 'a hole'));
  }
}

for (let seed = 1; seed <= 60; seed++) {
  test(`history ${seed}`, () => {
    const roll = dice(seed);
    const world = new World(roll);
    for (let i = roll(40); i > 0; i--) world.turn();
    let model = apply(emptyModel, { type: 'hello', hello: world.hello(emptyModel) }, { type: 'threads', page: world.threadList() });
    world.happened = [];
    const underWay: { readonly at: number; readonly input: Input }[] = [];
    for (let i = 0; i < 300; i++) {
      world.turn();
      if (roll(25) === 0) {
        // A page is asked for, and its answer comes after events that are newer.
        const thread = world.places[roll(world.places.length)]!;
        underWay.push({ at: i + roll(4), input: { type: 'messages', room, thread, point: 'newest', page: world.history(thread) } });
      }
      for (let n = underWay.length; n > 0; n--) {
        const one = underWay.shift()!;
        if (one.at <= i) model = apply(model, one.input);
        else underWay.push(one);
      }
      if (roll(40) === 0) world.happened.splice(roll(world.happened.length), 1 + roll(5)); // lost on the way
      for (const { stream, rev, raw } of world.happened.splice(0, roll(3) ? Infinity : 1)) model = apply(model, { type: 'event', change: change(stream, rev, raw) });
      for (const stream of Object.keys(model.missed)) if (roll(3) === 0) model = apply(model, { type: 'caught_up', catchUp: world.changesSince(stream, model.revs[stream] ?? 0) });
      if (roll(60) === 0) {
        // The line breaks: what was under way is lost.
        world.happened = [];
        underWay.length = 0;
        for (let n = roll(30); n > 0; n--) world.turn();
        world.happened = [];
        model = apply(model, { type: 'hello', hello: world.hello(model) });
        if (model.threads.size < world.places.length - 1) model = apply(model, { type: 'threads', page: world.threadList() });
        check(model, world);
      }
    }
    underWay.forEach(({ input }) => { model = apply(model, input); });
    world.happened = [];
    model = apply(model, { type: 'hello', hello: world.hello(model) }, { type: 'threads', page: world.threadList() });
    check(model, world);
  });
}
