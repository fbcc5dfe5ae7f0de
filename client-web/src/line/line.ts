import { fill, type Wire } from '../protocol/fill';
import { results, type Methods, type Notices, type Objects } from '../protocol/types';
import { openSocket } from './open-socket';
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

/** A line on which an answer is due for so long is dead. */
const deadAfterMs = 30_000;
const longestWaitMs = 60_000;

/**
 * The WebSocket to the server, made again whenever it breaks: at once when the browser says that it is online, otherwise after
 * waits that grow to a minute, with a random part so that not all come back at the same time.
 */
export class Line {
  private socket: WebSocket | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private failures = 0;
  private timer = 0;
  private watch = 0;
  /** Characters of JSON that went each way; what compression saves is not known here. */
  readonly moved = { sent: 0, received: 0 };

  constructor(private readonly events: LineEvents) {
    addEventListener('online', () => this.retryNow());
    addEventListener('offline', () => this.socket?.readyState === WebSocket.OPEN && this.drop());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.retryNow());
  }

  /** Connects; `socket` is one that has been opened already. */
  open(socket?: WebSocket): void {
    clearTimeout(this.timer);
    this.events.onState('connecting');
    const made = socket ?? openSocket();
    this.socket = made;
    made.onopen = () => this.onOpen(made);
    made.onmessage = (message) => this.socket === made && this.onFrame(message.data as string);
    made.onclose = (closed) => this.socket === made && this.onClose(closed.code);
    if (made.readyState === WebSocket.OPEN) this.onOpen(made);
    if (made.readyState === WebSocket.CLOSED) this.onClose(1006);
  }

  /** Ends the line for good. */
  close(): void {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close(1000);
    this.loseAll();
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  request<M extends Method>(method: M, params: Params<M> & { readonly key?: string; readonly after_key?: string }): Promise<Result<M>> {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) return reject(new Refusal('connection_lost', ''));
      const id = this.nextId++;
      this.waiting.set(id, { method, resolve: resolve as Waiting['resolve'], reject, since: Date.now() });
      this.send({ jsonrpc: '2.0', id, method, params });
      if (!this.watch) this.watch = window.setInterval(() => this.look(), 5_000);
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

  private onFrame(text: string): void {
    this.moved.received += text.length;
    const frame = JSON.parse(text) as Wire;
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
  }

  private onClose(code: number): void {
    this.socket = undefined;
    this.loseAll();
    if (code === 4401 || code === 4403) return this.events.onState('ended');
    this.events.onState('waiting');
    const wait = Math.min(longestWaitMs, 500 * 2 ** this.failures++);
    this.timer = window.setTimeout(() => this.open(), wait / 2 + (Math.random() * wait) / 2);
  }

  private retryNow(): void {
    if (this.socket || !this.timer) return;
    clearTimeout(this.timer);
    this.failures = 0;
    this.open();
  }

  /** An answer that is overdue says what no event of the socket does: that nothing arrives any more. */
  private look(): void {
    if (!this.waiting.size) {
      clearInterval(this.watch);
      this.watch = 0;
      return;
    }
    const oldest = Math.min(...[...this.waiting.values()].map((one) => one.since));
    if (Date.now() - oldest > deadAfterMs) this.drop();
  }

  private drop(): void {
    const socket = this.socket;
    if (!socket) return;
    this.socket = undefined;
    socket.onclose = null;
    socket.close();
    this.failures = 0;
    this.onClose(1006);
  }

  private loseAll(): void {
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const one of lost) one.reject(new Refusal('connection_lost', ''));
  }
}
