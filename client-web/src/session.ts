import { CopyKeeper, loadCopy } from './kept/copy';
import { deleteDatabase, openDatabase, type Database, type Queued } from './kept/database';
import { newKey } from './kept/key';
import { Outbox } from './kept/outbox';
import { post } from './line/http';
import { Line, type Method, type Params, type Result } from './line/line';
import { Refusal } from './line/refusal';
import { emptyModel, placeKey } from './model/model';
import type { Input } from './model/reduce';
import type { Methods, Notices, Presence, Typing } from './protocol/types';
import { isLite } from './settings';
import { clockAhead, currentModel, happen, lineState, offlineSince, outbox, parts, present, setModel, typing, upToDate, who } from './state';

/** Who was logged in on this device when it was last used: the log-in itself is a cookie that no script can read. */
const memberName = 'standpipe.member';
const typingMs = 5_000;
/** Events that came within one turn are drawn at once; while many come, at most so often. */
const gatherMs = 100;

type Command = { [M in Method]: Methods[M]['command'] extends true ? M : never }[Method];

let database: Database | undefined;
let keeper: CopyKeeper | undefined;
let box: Outbox | undefined;
let isLeader = false;
const sentListeners = new Set<(queued: Queued, refusal: Refusal | undefined, result: unknown) => void>();
const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel('standpipe') : undefined;

const line = new Line({
  onOpen: () => void hello(),
  onState(state) {
    lineState.value = state;
    if (state === 'open') return;
    upToDate.value = false;
    box?.setOnline(false);
    if (state === 'waiting' && !offlineSince.value) offlineSince.value = Date.now();
    if (state === 'ended') void onEnded();
  },
  onNotice,
});

export const bytesMoved = line.moved;

/** Shows what is kept on this device, and connects; `socket` is already on its way. */
export async function start(socket: WebSocket): Promise<void> {
  const member = Number(localStorage.getItem(memberName) ?? 0);
  if (member) await openKept(member);
  line.open(socket);
  addEventListener('pagehide', () => void keeper?.now());
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void keeper?.now());
}

async function openKept(member: number): Promise<void> {
  try {
    database = await openDatabase(member);
  } catch {
    return; // no room for it, or a private window: everything works but what is kept
  }
  keeper = new CopyKeeper(database, currentModel);
  const loaded = await loadCopy(database).catch(() => undefined);
  keeper.begin(loaded);
  if (loaded) {
    setModel(loaded);
    who.value = 'member';
  }
  box = new Outbox(database, (queued, after) => sendQueued(queued, after), {
    onChange: (waiting) => { outbox.value = waiting; },
    onSent: (queued, result) => tellSent(queued, undefined, result),
    onRefused: (queued, refusal) => tellSent(queued, refusal, undefined),
  });
  await box.load();
  lead();
}

/** One tab of a device sends what waits and keeps the copy; when it is closed, another does. */
function lead(): void {
  const begin = () => {
    isLeader = true;
    void box?.load();
    keeper?.begin(undefined);
    keeper?.later();
    if (upToDate.value) box?.setOnline(true);
  };
  if (!navigator.locks) return begin(); // not over TLS: each tab does, and keys make that harmless
  void navigator.locks.request('standpipe', () => new Promise<void>(() => begin()));
}

channel?.addEventListener('message', ({ data }) => {
  if (data === 'outbox') void box?.load();
  if (data === 'log-out') location.reload();
});

async function hello(): Promise<void> {
  const model = currentModel();
  try {
    const answer = await line.request('hello', {
      ...(model.epoch && { epoch: model.epoch, streams: model.revs }),
      ...(isLite() && { mode: 'lite' as const }),
    });
    if (Number(localStorage.getItem(memberName)) !== answer.me.id) {
      localStorage.setItem(memberName, String(answer.me.id));
      setModel(emptyModel);
      await openKept(answer.me.id);
      if (currentModel().epoch) return void line.request('hello', {}).then(onHello, onHelloRefused);
    }
    onHello(answer);
  } catch (refusal) {
    onHelloRefused(refusal as Refusal);
  }
}

function onHello(answer: Result<'hello'>): void {
  clockAhead.value = answer.now - Date.now();
  happen({ type: 'hello', hello: answer });
  who.value = 'member';
  offlineSince.value = 0;
  upToDate.value = true;
  keeper?.later();
  if (isLeader) box?.setOnline(true);
}

function onHelloRefused(refusal: Refusal): void {
  if (refusal.code === 'connection_lost') return;
  setTimeout(() => line.isOpen && void hello(), Math.max(1000, refusal.data.retry_after_ms ?? 0));
}

/** The log-in has ended: what was written and not sent stays for when the same person is back. */
async function onEnded(): Promise<void> {
  who.value = 'nobody';
  offlineSince.value = 0;
}

/** After a log-in by HTTP: the cookie is there. */
export function onLoggedIn(): void {
  who.value = 'starting';
  line.open();
}

/** Texts that would be lost by logging out. */
export const unsent = (): number => outbox.value.length;

/** Logs out and removes everything of the member from this device. Throws where the server cannot be reached. */
export async function logOut(): Promise<void> {
  const member = currentModel().me?.id ?? 0;
  try {
    await post('/api/logout', {});
  } catch (refusal) {
    if ((refusal as Refusal).code === 'connection_lost') throw refusal;
  }
  line.close();
  localStorage.removeItem(memberName);
  const open = database;
  database = undefined;
  keeper = undefined;
  open?.close();
  await deleteDatabase(member).catch(() => undefined);
  channel?.postMessage('log-out');
  location.hash = '';
  location.reload();
}

/** Asks the server; rejects with a Refusal. */
export function ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
  return line.request(method, params);
}

/** Carries out a command now, and tries again with the same key where the line breaks meanwhile, as long as it is wanted. */
export async function act<M extends Command>(method: M, params: Params<M>): Promise<Result<M>> {
  const key = newKey();
  for (let attempt = 0; ; attempt++) {
    try {
      return await line.request(method, { ...params, key });
    } catch (error) {
      const refusal = error as Refusal;
      if (attempt === 2 || !refusal.isForNow || (refusal.code === 'connection_lost' && !line.isOpen && attempt > 0)) throw refusal;
      await new Promise((done) => setTimeout(done, Math.max(1000, refusal.data.retry_after_ms ?? 0)));
    }
  }
}

/** Writes a command into the outbox: done now, or when the line is back, whatever happens to this tab. */
export async function queue<M extends Command>(method: M, params: Params<M>): Promise<Queued> {
  if (!box) throw new Refusal('storage_full', '');
  const queued = await box.add(method, params as Queued['params']);
  if (!isLeader) channel?.postMessage('outbox');
  return queued;
}

export const resend = (queued: Queued, params?: Queued['params']): Promise<void> => box!.again(queued, params);
export const discard = (queued: Queued): Promise<void> => box!.remove(queued);

/** Tells of each command of the outbox that was answered; returns what ends it. */
export function onSent(listener: (queued: Queued, refusal: Refusal | undefined, result: unknown) => void): () => void {
  sentListeners.add(listener);
  return () => sentListeners.delete(listener);
}

export const sayTyping = (room: number, thread: number): void => line.notify('typing', { room, ...(thread && { thread }) });
export const keptIn = (): Database | undefined => database;
export const lookAt = (room: number, thread = 0): void => keeper?.look(placeKey(room, thread));

function sendQueued(queued: Queued, afterKey: string | undefined): Promise<unknown> {
  const params = { ...queued.params, key: queued.key, ...(afterKey && { after_key: afterKey }) };
  return line.request(queued.method as Command, params as Params<Command> & { key: string });
}

function tellSent(queued: Queued, refusal: Refusal | undefined, result: unknown): void {
  if (!refusal) channel?.postMessage('outbox');
  for (const listener of sentListeners) listener(queued, refusal, result);
}

let gathered: Input[] = [];
let gatherTimer = 0;

function onNotice<N extends keyof Notices>(method: N, params: Notices[N]): void {
  switch (method) {
    case 'event': return gather({ type: 'event', change: params as Notices['event'] });
    case 'left': return gather({ type: 'left', closed: params as Notices['left'] });
    case 'resync':
      letHappen();
      for (const stream of Object.keys(parts.revs.value)) void catchUp(stream);
      return;
    case 'presence': return onPresence(params as Presence);
    case 'typing': return onTyping(params as Typing);
  }
}

/** The first event of a burst is shown at once, those that follow together. */
function gather(input: Input): void {
  gathered.push(input);
  if (gatherTimer) return;
  letHappen();
  gatherTimer = window.setTimeout(() => { gatherTimer = 0; letHappen(); }, gatherMs);
}

function letHappen(): void {
  if (!gathered.length) return;
  const inputs = gathered;
  gathered = [];
  happen(...inputs);
  keeper?.later();
  const model = currentModel();
  for (const stream of model.missed) void catchUp(stream);
  for (const input of inputs) if (input.type === 'event' && input.change.membership?.in) void meetRoom(input.change.membership.room);
}

const catchingUp = new Set<string>();

async function catchUp(stream: string): Promise<void> {
  if (catchingUp.has(stream)) return;
  catchingUp.add(stream);
  try {
    const range = await line.request('changes.since', { stream, rev: currentModel().revs[stream] ?? 0, page: 0 });
    happen({ type: 'caught_up', catchUp: range });
    keeper?.later();
  } catch {
    // The line broke, and hello says it all; or the stream has ended, which is told.
  } finally {
    catchingUp.delete(stream);
  }
}

/** A membership may be of a room that was never told of: a group, or a direct conversation. */
async function meetRoom(room: number): Promise<void> {
  const model = currentModel();
  if (model.rooms.has(room) && model.heads.has(room)) return;
  const rooms = await ask('room.list', {}).catch(() => undefined);
  if (rooms) happen({ type: 'rooms', rooms });
}

function onPresence({ room, came, went }: Presence): void {
  const before = present.value.get(room);
  if (!before) return;
  const now = new Set(before);
  for (const one of went) now.delete(one);
  for (const one of came) now.add(one);
  present.value = new Map(present.value).set(room, now);
}

function onTyping({ room, thread, member }: Typing): void {
  const key = placeKey(room, thread);
  typing.value = new Map(typing.value).set(key, new Map(typing.value.get(key)).set(member, Date.now() + typingMs));
  setTimeout(() => {
    const now = Date.now();
    const left = new Map([...(typing.value.get(key) ?? [])].filter(([, until]) => until > now));
    typing.value = new Map(typing.value).set(key, left);
  }, typingMs + 50);
}
