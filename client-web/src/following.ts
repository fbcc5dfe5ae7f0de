import { placeKey } from './model/model';
import type { Input } from './model/reduce';
import type { Method, Params, Result } from './line/line';
import type { Refusal } from './line/refusal';
import type { Notices, Presence, Typing } from './protocol/types';
import { handsMove } from './ui/hands';
import { currentModel, happen, parts, present, typing } from './state';

type Ask = <M extends Method>(method: M, params: Params<M>) => Promise<Result<M>>;

const typingMs = 5_000;
/** What the server says in one write comes as several frames: it is shown together, in one frame of the screen. */
const oneWriteMs = 16;
/** While more and more comes, it is shown at most so often: drawing costs the same for one event as for many. */
const gatherMs = 200;
/** And while somebody scrolls or types, when the hands rest, or after so long. */
const gatherAtMostMs = 1_000;

/** Takes what the server sends of itself into the model, and asks for what was missed. */
export class Following {
  private gathered: Input[] = [];
  private gatheredAt = 0;
  private timer = 0;
  private readonly catchingUp = new Set<string>();
  /** Of these the server has left something out while they were being asked for. */
  private readonly toAskAgain = new Set<string>();

  /** `ownReads`: what has been read that the server has not heard of. */
  constructor(private readonly ask: Ask, private readonly ownReads: () => readonly Input[]) {}

  onNotice<N extends keyof Notices>(method: N, params: Notices[N]): void {
    switch (method) {
      case 'event': return this.gather({ type: 'event', change: params as Notices['event'] });
      case 'left': return this.gather({ type: 'left', closed: params as Notices['left'] });
      case 'resync':
        this.letHappen();
        for (const stream of this.catchingUp) this.toAskAgain.add(stream);
        for (const stream of Object.keys(parts.revs.value)) void this.catchUp(stream);
        return;
      case 'presence': return onPresence(params as Presence);
      case 'typing': return onTyping(params as Typing);
    }
  }

  /** The first write after a pause is shown at once, what follows together. */
  private gather(input: Input): void {
    this.gathered.push(input);
    this.gatheredAt = Date.now();
    if (!this.timer) this.showWrite();
  }

  /** Shows what is gathered when the rest of the write has come, too. */
  private showWrite(): void {
    this.timer = window.setTimeout(() => {
      this.letHappen();
      this.pause();
    }, oneWriteMs);
  }

  /** To be waited for between an answer and what it ends, so that what came in the same write takes its place at once. */
  async restOfWrite(): Promise<void> {
    await new Promise((done) => setTimeout(done, oneWriteMs));
    this.letHappen();
  }

  private pause(waited = 0): void {
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      if (!this.gathered.length) return;
      if (handsMove() && waited + gatherMs < gatherAtMostMs) return this.pause(waited + gatherMs);
      if (Date.now() - this.gatheredAt < oneWriteMs) return this.showWrite();
      this.letHappen();
      this.pause();
    }, gatherMs);
  }

  /** To be called before an answer is taken in: what came before it happens first. */
  letHappen(): void {
    if (!this.gathered.length) return;
    const inputs = this.gathered;
    this.gathered = [];
    happen(...inputs, ...this.ownReads());
    for (const stream of Object.keys(currentModel().missed)) void this.catchUp(stream);
    for (const input of inputs) if (input.type === 'event' && input.change.membership?.in) void this.meetRoom(input.change.membership.room);
  }

  private async catchUp(stream: string): Promise<void> {
    if (this.catchingUp.has(stream)) return;
    this.catchingUp.add(stream);
    let again = 0;
    try {
      const catchUp = await this.ask('changes.since', { stream, rev: currentModel().revs[stream] ?? 0, page: 0 });
      happen({ type: 'caught_up', catchUp }, ...this.ownReads());
      if (catchUp.gap) this.count(stream);
      again = currentModel().missed[stream] || this.toAskAgain.has(stream) ? 1 : 0;
    } catch (error) {
      // The line broke, and hello says it all; or the stream has ended, which is told.
      const { code, isForNow, data } = error as Refusal;
      if (isForNow && code !== 'connection_lost') again = Math.max(1000, data.retry_after_ms ?? 0);
    } finally {
      this.catchingUp.delete(stream);
      this.toAskAgain.delete(stream);
    }
    if (again) setTimeout(() => void this.catchUp(stream), again);
  }

  /** Where there was a gap, the counters have not come with the changes. */
  private count(stream: string): void {
    this.ask('room.list', {}).then((rooms) => happen({ type: 'rooms', rooms }, ...this.ownReads()), () => undefined);
    if (stream === 'me') this.ask('notification.list', {}).then((page) => happen({ type: 'notifications', page }), () => undefined);
  }

  /** A membership may be of a room that was never told of: a group, or a direct conversation. And its stream is to begin now. */
  private async meetRoom(room: number): Promise<void> {
    const model = currentModel();
    if (model.rooms.has(room) && model.heads.has(room) && model.revs[`room:${room}`]) return;
    const rooms = await this.ask('room.list', {}).catch(() => undefined);
    if (rooms) happen({ type: 'rooms', rooms }, ...this.ownReads());
  }
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
  typing.value = new Map(typing.value).set(key, new Map(typing.value.get(key)).set(member, performance.now() + typingMs));
  setTimeout(() => {
    const now = performance.now();
    const left = new Map([...(typing.value.get(key) ?? [])].filter(([, until]) => until > now));
    typing.value = new Map(typing.value).set(key, left);
  }, typingMs + 50);
}
