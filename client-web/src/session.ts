import { early } from './early';
import { computed, effect } from '@preact/signals';
import { Following } from './following';
import { CopyKeeper, loadCopy, placesKept } from './kept/copy';
import { deleteDatabase, openDatabase, type Database, type Queued } from './kept/database';
import { newKey } from './kept/key';
import { lead } from './kept/lead';
import { recall, remember } from './kept/memory';
import { storeIn } from './kept/outbox';
import { post } from './line/http';
import { Line, type Method, type Params, type Result } from './line/line';
import type { Refusal } from './line/refusal';
import { noticesRead, placeKey } from './model/model';
import { at, goInstead } from './route';
import { flushReads, makeOutbox, noteRead, ownReads, tellTabs, type Command } from './sending';
import { isLite } from './settings';
import { clockAhead, currentModel, happen, lineState, offlineSince, outbox, parts, present, setModel, upToDate, who } from './state';

export { onSent } from './sending';

/** Who was logged in on this device when it was last used: the log-in itself is a cookie that no script can read. */
const memberName = 'member';
/** When the line was there last. */
const thereName = 'there';
/** What has been on the screen for so long counts as seen. */
export const seenAfterMs = 2_000;
/** A disk that takes longer than this is done without. */
const slowDiskMs = 5_000;

/** Whose copy this page shows; 0 until it is known. Who it is stays the same: for somebody else the page is loaded anew. */
let member = 0;
let database: Database | undefined;
let loading: Promise<unknown> = Promise.resolve();
let leads = false;
let helloRound = 0;

const following = new Following(ask, ownReads);

const line = new Line({
  onOpen: () => void hello(),
  onState(state) {
    if (state !== 'open') {
      noteThere();
      upToDate.value = false;
      box.setOnline(false);
      present.value = new Map();
      following.letHappen();
    }
    if (state === 'waiting' && !offlineSince.value) offlineSince.value = Number(recall(thereName)) || Date.now();
    if (state === 'ended') void onEnded();
    lineState.value = state;
  },
  onAnswer: () => following.letHappen(),
  onNotice: (method, params) => following.onNotice(method, params),
});

const keeper = new CopyKeeper(currentModel, () => leads);
const box = makeOutbox(line, () => following.restOfWrite(), (told) => {
  if (told === 'log-out') leave();
  else line.open(); // with the log-in of now
});

export const bytesMoved = line.moved;

/** Connects, and shows what is kept on this device meanwhile. */
export function start(): void {
  member = Number(recall(memberName)) || 0;
  if (member) loading = Promise.race([openKept(), new Promise((done) => setTimeout(done, slowDiskMs))]);
  line.open(early());
  const leaving = () => {
    noteThere();
    flushReads(box);
    void keeper.now();
  };
  addEventListener('pagehide', leaving);
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leaving());
  effect(() => {
    // What is kept: all that events and pages bring changes one of these.
    void [parts.revs.value, parts.places.value, parts.threads.value];
    keeper.later();
  });
  effect(() => {
    const upTo = noticesToSee.value;
    if (!upTo) return;
    const timer = setTimeout(() => void act('notification.seen', { up_to: upTo }).catch(() => undefined), seenAfterMs);
    return () => clearTimeout(timer);
  });
}

/** What one was told of and has read where it was said is seen, without a look at the notifications. */
const noticesToSee = computed(() => (upToDate.value ? noticesRead({
  notifications: parts.notifications.value, unseen: parts.unseen.value, places: parts.places.value,
  marks: parts.marks.value, memberships: parts.memberships.value,
}) : 0));

/** Opens what is kept of the member, and goes on with it where nothing newer is there. */
async function openKept(): Promise<void> {
  try {
    database = await openDatabase(member, onDatabaseLost);
  } catch {
    return; // no room for it, or a private window: everything works but what is kept
  }
  const kept = await loadCopy(database).catch(() => undefined);
  const isOurs = !currentModel().me;
  if (kept && isOurs) {
    setModel(kept.model);
    who.value = 'member';
  }
  keeper.attach(database, isOurs ? kept : undefined);
  box.setLeads(false); // until this tab does
  await box.attach(storeIn(database)).catch(() => undefined);
  if (isOurs) happen(...ownReads());
  lead(`standpipe-${member}`, { onLead: () => onLead(true), onLose: () => onLead(false) });
}

function onLead(now: boolean): void {
  leads = now;
  box.setLeads(now);
  if (!now) return;
  void box.load().catch(() => undefined);
  keeper.later();
}

/** The browser has closed the database: opened again, and otherwise everything goes on without it. */
function onDatabaseLost(): void {
  database = undefined;
  keeper.attach(undefined, undefined);
  void box.attach(undefined);
  if (!recall(memberName)) return;
  openDatabase(member, onDatabaseLost).then((opened) => {
    database = opened;
    keeper.attach(opened, undefined);
    return box.attach(storeIn(opened));
  }).catch(() => undefined);
}

async function hello(): Promise<void> {
  const round = ++helloRound;
  await loading;
  if (round !== helloRound) return;
  const { epoch, revs } = currentModel();
  try {
    onHello(await line.request('hello', { compact: true, ...(epoch && { epoch, streams: revs }), ...(isLite() && { mode: 'lite' as const }) }));
  } catch (error) {
    const { code, data } = error as Refusal;
    if (code === 'connection_lost') return;
    setTimeout(() => round === helloRound && line.isOpen && void hello(), Math.max(1000, data.retry_after_ms ?? 0));
  }
}

/** To be taken in at once: events that follow go on from it. */
function onHello(answer: Result<'hello'>): void {
  const isFirst = !member;
  if (!isFirst && member !== answer.me.id) return becomeOther(answer.me.id);
  clockAhead.value = answer.now - Date.now();
  happen({ type: 'hello', hello: answer }, ...ownReads());
  who.value = 'member';
  offlineSince.value = 0;
  upToDate.value = true;
  noteThere();
  box.setEpoch(answer.epoch);
  box.setOnline(true);
  if (!isFirst) return;
  member = answer.me.id;
  remember(memberName, String(member));
  loading = openKept();
}

/** Somebody else has logged in: nothing of the one before may be seen, or sent in their name. */
function becomeOther(id: number): void {
  line.close();
  remember(memberName, String(id));
  location.hash = '';
  location.reload();
}

/** For "offline since", also after the page was loaded anew. */
function noteThere(): void {
  if (upToDate.value) remember(thereName, String(Date.now()));
}

/** The log-in has ended. What is kept stays to be read, and what was written is sent when the same person is back. */
async function onEnded(): Promise<void> {
  await loading;
  offlineSince.value = 0;
  if (!currentModel().me) who.value = 'nobody';
}

/** After a log-in by HTTP: the cookie is there. */
export function onLoggedIn(): void {
  if (who.value === 'nobody') who.value = 'starting';
  if (location.hash === at.logIn) goInstead(at.home);
  tellTabs('log-in');
  line.open();
}

/** Texts that would be lost by logging out. */
export const unsent = (): number => outbox.value.filter((one) => one.method !== 'read.mark').length;

/** What says that there is no log-in to be ended any more. */
const isOut = new Set<string>(['not_logged_in', 'session_ended', 'account_inactive', 'suspended']);

/** Logs out and removes everything of the member from this device. Throws where the server cannot be reached. */
export async function logOut(): Promise<void> {
  try {
    await post('/api/logout', {});
  } catch (error) {
    if (!isOut.has((error as Refusal).code)) throw error;
  }
  remember(memberName, '');
  remember(thereName, '');
  tellTabs('log-out');
  leave(() => deleteDatabase(member));
}

function leave(then: () => Promise<void> = () => Promise.resolve()): void {
  line.close();
  keeper.attach(undefined, undefined);
  database?.close();
  database = undefined;
  const atLatest = new Promise((done) => setTimeout(done, 3_000));
  void Promise.race([then().catch(() => undefined), atLatest]).then(() => {
    location.hash = '';
    location.reload();
  });
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
export function queue<M extends Command>(method: M, params: Params<M>): Promise<Queued> {
  return box.add(method, params as Queued['params']);
}

export const resend = (queued: Queued, params?: Queued['params']): Promise<void> => box.again(queued, params);
export const discard = (queued: Queued): Promise<void> => box.remove(queued);
/** A place has been read up to there. Marks only go forward. */
export const markRead = (room: number, thread: number, index: number): void => noteRead(box, room, thread, index);

export const sayTyping = (room: number, thread: number): void => line.notify('typing', { room, ...(thread && { thread }) });
export const keptIn = (): Database | undefined => database;

/** A place is being looked at: it is among those that are kept. Of too many others the memory is freed. */
export function lookAt(room: number, thread = 0): void {
  keeper.look(placeKey(room, thread));
  for (const place of keeper.beyond(2 * placesKept)) happen({ type: 'forget_place', place });
}
