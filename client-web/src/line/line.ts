import { expand } from '../protocol/compact';
import { fill, type Wire } from '../protocol/fill';
import { results, type Methods, type Notices, type Objects } from '../protocol/types';
import type { Early } from '../early';
import { Refusal } from './refusal';

export type Method = keyof Methods;
export type Params<M extends Method> = Methods[M]['params'];
export type Result<M extends Method> = Objects[Methods[M]['result']];

/** `ended`: the log-in does not hold any more (4401, 4403), nothing is tried again. */
export type LineState = 'connecting' | 'open' | 'waiting' | 'ended';

export interface LineEvents {
  /** The WebSocket is open: hello has to be said now. */
  readonly onOpen: () => void;
  readonly onState: (state: LineState) => void;
  /** An answer has come; who asked takes it in right after this. */
  readonly onAnswer: () => void;
  /** What one frame brought, in its order. */
  readonly onNotice: <N extends keyof Notices>(method: N, params: Notices[N]) => void;
}

interface Waiting {
  readonly method: Method;
  readonly resolve: (result: never) => void;
  readonly reject: (refusal: Refusal) => void;
  readonly since: number;
}

const noticeTypes: Record<string, keyof Objects> = {
  event: 'Change', resync: 'Resync', left: 'StreamClosed', presence: 'Presence', typing: 'Typing',
};

/** A line on which an answer is due for so long is dead, and so is one that takes so long to be made. */
const deadAfterMs = 30_000;
/** The same for an answer that is asked for to see whether the line still is one. */
const probeMs = 8_000;
const longestWaitMs = 60_000;

/**
 * The WebSocket to the server, made again whenever it breaks: at once when the browser says that it is online, otherwise after
 * waits that grow to a minute, with a random part so that not all come back at the same time.
 */
export class Line {
  private socket: WebSocket | undefined;
  /** hello has been said on the line already, and its answer waits to be taken. */
  private early: Early | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private failures = 0;
  private timer: number | undefined;
  private watch = 0;
  private openedAt = 0;
  /** Characters of JSON that went each way; what compression saves is not known here. */
  readonly moved = { sent: 0, received: 0 };

  constructor(private readonly events: LineEvents) {
    addEventListener('online', () => this.look(true));
    addEventListener('offline', () => this.isOpen && this.drop());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.look(true));
  }

  /** Connects anew, or goes on with what has been begun. */
  open(early?: Early): void {
    this.forget();
    this.loseAll();
    this.events.onState('connecting');
    const made = early?.socket ?? new WebSocket(location.origin.replace(/^http/, 'ws') + '/ws', 'standpipe.v1');
    this.early = early?.said ? early : undefined;
    this.socket = made;
    this.openedAt = Date.now();
    this.guard();
    made.onopen = () => this.onOpen(made);
    made.onmessage = (message) => this.socket === made && this.onMessage(message.data as string);
    made.onclose = (closed) => this.socket === made && this.onClose(closed.code);
    if (made.readyState === WebSocket.OPEN) this.onOpen(made);
    if (made.readyState === WebSocket.CLOSED) this.onClose(early?.closed || 1006);
  }

  /** Ends the line for good. */
  close(): void {
    this.forget();
    this.loseAll();
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  request<M extends Method>(method: M, params: Params<M> & { readonly key?: string; readonly after_key?: string }): Promise<Result<M>> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) return reject(new Refusal('connection_lost', ''));
      const { early } = this;
      const isSaid = method === 'hello' && early;
      const id = isSaid ? 0 : this.nextId++;
      this.waiting.set(id, { method, resolve: resolve as Waiting['resolve'], reject, since: Date.now() });
      if (!isSaid) this.send({ jsonrpc: '2.0', id, method, params });
      else queueMicrotask(() => void this.catchUpWith(early));
      this.guard();
    });
  }

  notify(method: 'typing', params: Params<'typing'>): void {
    if (this.isOpen) this.send({ jsonrpc: '2.0', method, params });
  }

  private send(frame: object): void {
    const text = JSON.stringify(frame);
    this.moved.sent += text.length;
    this.socket?.send(text);
  }

  private onOpen(socket: WebSocket): void {
    if (this.socket !== socket) return;
    this.failures = 0;
    this.events.onState('open');
    this.events.onOpen();
  }

  /** What came before the answer to hello was waited for. */
  private onMessage(text: string): void {
    if (this.early) this.early.frames.push(text);
    else this.onFrame(text);
  }

  /** Each frame in a turn of its own, as if it came now: who waits for an answer has taken it in before the next event. */
  private async catchUpWith(early: Early): Promise<void> {
    for (let next = early.frames.shift(); next !== undefined && this.early === early; next = early.frames.shift()) {
      this.onFrame(next);
      await new Promise((done) => setTimeout(done));
    }
    if (this.early === early) this.early = undefined;
  }

  private onFrame(text: string): void {
    this.moved.received += text.length;
    const frame = expand(JSON.parse(text) as Wire);
    if (typeof frame.method === 'string') {
      const type = noticeTypes[frame.method];
      if (type) this.events.onNotice(frame.method as keyof Notices, fill(type, (frame.params ?? {}) as Wire) as never);
      return;
    }
    const waiting = this.waiting.get(frame.id as number);
    if (!waiting) return;
    this.waiting.delete(frame.id as number);
    if (frame.error) waiting.reject(Refusal.from(frame.error as Wire));
    else waiting.resolve(fill(results[waiting.method], frame.result as Wire) as never);
    this.events.onAnswer();
  }

  private onClose(code: number): void {
    this.socket = undefined;
    this.loseAll();
    if (code === 4401 || code === 4403) return this.events.onState('ended');
    this.events.onState('waiting');
    const wait = Math.min(longestWaitMs, 500 * 2 ** this.failures++);
    // When a server stops, all of its clients would be back in the same moment.
    const apart = code === 1001 ? Math.random() * 3_000 : 0;
    this.timer = window.setTimeout(() => this.open(), wait / 2 + (Math.random() * wait) / 2 + apart);
  }

  private guard(): void {
    if (!this.watch) this.watch = window.setInterval(() => this.look(), 5_000);
  }

  /**
   * Ends a line on which nothing arrives any more: only an answer that is overdue says so, no event of the socket does. `now`:
   * something has happened that may have ended it, or that makes it worth trying again.
   */
  private look(now = false): void {
    const dueSince = this.isOpen ? Math.min(...[...this.waiting.values()].map((one) => one.since)) : this.socket ? this.openedAt : Infinity;
    if (dueSince === Infinity && !now) {
      clearInterval(this.watch);
      this.watch = 0;
    } else if (Date.now() - dueSince > deadAfterMs) {
      this.drop();
    } else if (now && this.isOpen) {
      this.probe();
    }
    if (!now || this.socket || this.timer === undefined) return;
    this.failures = 0;
    this.open();
  }

  private probe(): void {
    const { socket } = this;
    const timer = setTimeout(() => this.socket === socket && this.drop(), probeMs);
    this.request('message.get', { messages: [] }).catch(() => undefined).finally(() => clearTimeout(timer));
  }

  private drop(): void {
    if (!this.socket) return;
    this.forget();
    this.failures = 0;
    this.onClose(1006);
  }

  /** Lets go the socket and whatever is planned. */
  private forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { socket } = this;
    this.socket = this.early = undefined;
    if (!socket) return;
    socket.onclose = null;
    socket.close();
  }

  private loseAll(): void {
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const one of lost) one.reject(new Refusal('connection_lost', ''));
  }
}
