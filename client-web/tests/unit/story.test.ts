// The transcripts of PROTOCOL.md, as the copies of those in the story live through them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyModel, unreadIn, unreadInChat, unreadInThread, type Model } from '../../src/model/model';
import type { Input } from '../../src/model/reduce';
import { expand } from '../../src/protocol/compact';
import { fill, type Wire } from '../../src/protocol/fill';
import { connectionsOf, protocolDocument, stepsOf, type Connection, type Json, type Step } from '../support/transcript';
import { after, page } from './making';

type Mutable = { [name: string]: unknown };

/** The document leaves out what it does not speak of: a thing is completed by what was told of it earlier, or when it was posted. */
class Things {
  private readonly known: Map<string, Wire>;

  constructor(posted: ReadonlyMap<string, Wire>) {
    this.known = new Map(posted);
  }

  complete(kind: 'message' | 'thread', raw: Wire, room: number): Wire {
    const key = `${kind} ${String(raw['id'])}`;
    const before = { ...(this.known.get(key) ?? { room }) } as Mutable;
    if (kind === 'thread' && before['answer'] && !('answer' in raw) && 'last_at' in raw) delete before['answer'], delete before['status'];
    if (raw['removed']) for (const name of ['text', 'reactions', 'mentions']) delete before[name];
    const now: Mutable = { ...before, ...raw };
    delete now['key'];
    this.known.set(key, now);
    // A thread's counters move with its messages.
    const opened = kind === 'message' && this.known.get(`thread ${String(now['thread'])}`);
    if (opened && Number(now['index']) > Number(opened['last_index'])) {
      this.known.set(`thread ${String(now['thread'])}`, { ...opened, last_index: now['index'], last_number: now['number'] });
    }
    return { ...now, ...(raw['key'] !== undefined && { key: raw['key'] }) };
  }
}

/** What somebody's copy is after each of their connections. */
function lives(person: string): { readonly models: Model[]; readonly seen: Model[] } {
  const steps = stepsOf(protocolDocument());
  const posted = postedIn(steps);
  const models: Model[] = [];
  const seen: Model[] = [];
  let model = emptyModel;
  for (const connection of connectionsOf(steps).filter((one) => one.person === person)) {
    for (const input of inputsOf(connection, posted)) {
      model = after(model, input);
      // A chat is looked into as soon as one is in its room.
      for (const [room, head] of model.heads) {
        if (!model.places.has(String(room)) && !head.chat_last) model = after(model, { type: 'messages', room, thread: 0, point: 'newest', page: page([]) });
      }
      seen.push(model);
    }
    models.push(model);
  }
  return { models, seen };
}

function changesIn(frame: Json): Mutable[] {
  if (Array.isArray(frame)) return frame.flatMap(changesIn);
  if (typeof frame !== 'object' || frame === null) return [];
  const here = 'rev' in frame && 'thread' in frame ? [frame as unknown as Mutable] : [];
  return [...here, ...Object.values(frame).flatMap(changesIn)];
}

/** Each message as it was posted, from the request and its answer, and each thread as it was begun, as its author was told. */
function postedIn(steps: readonly Step[]): Map<string, Wire> {
  const asked = new Map<string, Mutable>();
  const posted = new Map<string, Wire>();
  for (const step of steps) {
    if (step.kind !== 'sends' && step.kind !== 'gets') continue;
    for (const { thread } of changesIn(step.frame ?? null) as { thread?: Mutable }[]) {
      if (thread?.['last_index'] === 1 && !posted.has(`thread ${String(thread['id'])}`)) posted.set(`thread ${String(thread['id'])}`, thread);
    }
    for (const frame of [step.frame].flat() as (Mutable | undefined)[]) {
      const id = `${step.person} ${String(frame?.['id'])}`;
      const { message, room, number, index, thread } = (frame?.['result'] ?? {}) as Mutable;
      if (frame?.['method']) asked.set(id, frame['params'] as Mutable);
      else if (message && number && !posted.has(`message ${String(message)}`)) {
        const inThread = thread ?? asked.get(id)?.['thread'];
        posted.set(`message ${String(message)}`, { id: message, room, number, index, text: asked.get(id)?.['text'], ...(inThread ? { thread: inThread } : {}) });
      }
    }
  }
  return posted;
}

function complete(things: Things, change: Wire, into: Mutable, stream = String(change['stream'])): void {
  const room = Number(stream.split(':')[1]);
  for (const kind of ['message', 'thread'] as const) {
    const raw = change[kind] as Wire | undefined;
    if (!raw || !stream.startsWith('room:')) continue;
    const full = things.complete(kind, raw, room);
    if (kind === 'message') into[kind] = { ...full, rev: raw['rev'] ?? change['rev'] };
    else into[kind] = full;
  }
}

function inputsOf({ steps }: Connection, posted: ReadonlyMap<string, Wire>): Input[] {
  const methods = new Map<Json, string>();
  const things = new Things(posted);
  const inputs: Input[] = [];
  const take = (got: Json): void => {
    const frame = expand(got as Wire) as unknown as Json;
    if (Array.isArray(frame)) return frame.forEach(take);
    const { id, method, params, result } = frame as Mutable;
    if (method === 'event') {
      const change = { ...(params as Wire) } as Mutable;
      complete(things, change, change);
      inputs.push({ type: 'event', change: fill('Change', change) });
    } else if (method === 'left') {
      inputs.push({ type: 'left', closed: fill('StreamClosed', params as Wire) });
    } else if (result) {
      const input = answer(methods.get(id as Json) ?? '', result as Wire);
      if (input) inputs.push(input);
    }
  };
  const answer = (method: string, result: Wire): Input | undefined => {
    switch (method) {
      case 'hello': return { type: 'hello', hello: fill('HelloResult', { ...result, streams: streamsOf(result) }) };
      case 'room.join': return { type: 'joined', membership: fill('Joined', result).membership, head: fill('Joined', result).head };
      case 'thread.list': return { type: 'threads', page: fill('ThreadPage', { ...result, threads: [] }) };
      default: return undefined;
    }
  };
  /** The streams that the document does not write down begin before their first event. */
  const streamsOf = (result: Wire): Wire[] => {
    const told = ((result['streams'] ?? []) as Mutable[]).filter((one) => one['stream']);
    for (const one of told) for (const change of (one['changes'] ?? []) as Mutable[]) complete(things, change, change, String(one['stream']));
    for (const step of steps) {
      const { method, params } = (step.kind === 'gets' ? step.frame : {}) as Mutable;
      const { stream, rev } = (params ?? {}) as Mutable;
      if (method === 'event' && !String(stream).startsWith('room:') && !told.some((one) => one['stream'] === stream)) told.push({ stream, rev: Number(rev) - 1, gap: true });
    }
    return told;
  };
  for (const step of steps) {
    if (step.kind === 'sends') {
      for (const one of [step.frame].flat() as (Mutable | undefined)[]) if (one?.['id']) methods.set(one['id'] as Json, String(one['method']));
    } else if (step.kind === 'gets') {
      take(step.frame);
    }
  }
  return inputs;
}

const texts = (model: Model, place: string): string[] => model.places.get(place)?.items.map((one) => one.removed ? '(removed)' : one.text) ?? [];
const only = <T>(all: ReadonlyMap<unknown, T>): T => {
  assert.equal(all.size, 1);
  return [...all.values()][0]!;
};

test('Amina has all that happened to her, over two connections', () => {
  const { models, seen } = lives('amina');
  const [first, last] = models as [Model, Model];
  assert.ok(seen.every((model) => Object.keys(model.missed).length === 0));
  assert.equal(first.me?.name, 'Amina');
  const room = only(new Map([...last.rooms].filter(([, one]) => one.slug === 'leakage-clinic')));
  assert.deepEqual([first.revs[`room:${room.id}`], first.revs['me']], [10, 9]);
  assert.deepEqual([last.revs[`room:${room.id}`], last.revs['me']], [15, 10]);
  assert.deepEqual(texts(first, `${room.id}`), ['Who has night flow data by zone?', '(removed)']);
  assert.deepEqual(texts(last, `${room.id}`), ['Who has night flow data by zone?', '(removed)', 'Two zones: 11 and 14 m³/h at 3 a.m.', 'Thank you, Joel!']);
  const question = last.places.get(`${room.id}`)!.items[0]!;
  assert.deepEqual(question.reactions.map(({ emoji, by }) => [emoji, by.length]), [['👍', 1]]);
  assert.ok(question.edited_at > 0);

  const thread = only(last.threads);
  assert.deepEqual([thread.kind, thread.status, thread.answer, thread.last_index], ['question', 'open', 0, 2]);
  assert.deepEqual([only(first.threads).status, only(first.threads).answer > 0], ['answered', true]);
  assert.deepEqual(texts(last, `${room.id}/${thread.id}`), ['Half of our valves are buried.', '(removed)']);
  assert.equal(last.marks.get(thread.id), 1);

  assert.deepEqual([unreadIn(first, room.id), unreadInThread(first, only(first.threads))], [1, 1]);
  assert.deepEqual([unreadIn(last, room.id), unreadInChat(last, room.id), unreadInThread(last, thread)], [3, 2, 1]);
  assert.deepEqual([...last.notifications.values()].map(({ kind, seen: isSeen }) => [kind, isSeen]), [['mention', true], ['reply', false], ['report_resolved', false]]);
  assert.equal(last.unseen, 2);
});

test('Joel reads, is muted, and leaves the room', () => {
  const { models, seen } = lives('joel');
  const last = models.at(-1)!;
  assert.ok(seen.every((model) => Object.keys(model.missed).length === 0));
  const inRoom = seen.filter((model) => model.heads.size === 1).at(-1)!;
  const room = [...inRoom.heads.keys()][0]!;
  const thread = only(inRoom.threads);
  assert.equal(inRoom.revs[`room:${room}`], 15);
  assert.deepEqual([unreadIn(inRoom, room), unreadInThread(inRoom, thread), inRoom.marks.get(thread.id)], [1, 0, 2]);
  assert.ok(seen.some((model) => model.heads.has(room) && unreadIn(model, room) === 0 && model.heads.get(room)!.last_number === 4));
  assert.deepEqual(texts(inRoom, `${room}/${thread.id}`), ['Half of our valves are buried.', '(removed)']);

  assert.deepEqual([last.heads.size, last.places.size, `room:${room}` in last.revs], [0, 0, false]);
  assert.deepEqual([...last.memberships.values()].filter((one) => one.in).length, 1, 'the conversation with Ingrid');
  assert.deepEqual([...last.notifications.values()].map(({ kind }) => kind), ['answer_marked', 'sanction', 'message_removed']);
  assert.equal(last.unseen, 3);
  assert.equal(only(last.sanctions).kind, 'mute');
});

test('Ingrid has what lies on the desk', () => {
  const model = lives('ingrid').models.at(-1)!;
  assert.equal(only(model.desk.reports).status, 'upheld');
  assert.deepEqual([only(model.desk.sanctions).kind, only(model.desk.sanctions).reason], ['mute', 'Cool down, please.']);
  const desk = Object.keys(model.revs).find((stream) => stream.startsWith('desk:'))!;
  assert.equal(model.revs[desk], 5);
});
