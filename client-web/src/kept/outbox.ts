import { Refusal } from '../line/refusal';
import type { Database, Queued } from './database';
import { newKey } from './key';

/** Sends one command; rejects with a Refusal. */
export type Send = (queued: Queued, afterKey: string | undefined) => Promise<unknown>;

export interface OutboxEvents {
  /** What waits, in the order of writing, whenever it changes. */
  readonly onChange: (waiting: readonly Queued[]) => void;
  readonly onSent: (queued: Queued, result: unknown) => void;
  readonly onRefused: (queued: Queued, refusal: Refusal) => void;
}

/** Commands that are under way at once, so that an interrupted line has little to do twice. */
const windowSize = 20;

/** What a command is about: those of one room are carried out in the order of writing. */
const roomOf = (queued: Queued): string => String(queued.params.room ?? '');

/**
 * Commands that wait to be sent, on disk before add() resolves. Each is sent until it has been answered, always with its key, so
 * that it is carried out once. Several of one room go together, each naming the one before it: the server carries out none
 * whose predecessor it refused, so their order holds whatever happens. What is refused for good stays until its author has
 * changed it or let it go, and the others go on.
 */
export class Outbox {
  private waiting: Queued[] = [];
  private readonly inFlight = new Map<string, string>(); // key → room
  private readonly heldUntil = new Map<string, number>(); // room, or "" for all → ms
  private online = false;
  private timer = 0;

  constructor(private readonly database: Database, private readonly send: Send, private readonly events: OutboxEvents) {}

  /** Reads what is on disk; also what another tab has written. */
  async load(): Promise<void> {
    this.set(await this.database.getAll('outbox'));
    this.flush();
  }

  async add(method: string, params: Queued['params']): Promise<Queued> {
    const queued: Queued = { key: newKey(), method, params, at: Date.now() };
    let order: number;
    try {
      order = await this.database.add('outbox', queued);
    } catch {
      throw new Refusal('storage_full', '');
    }
    const kept = { ...queued, order };
    this.set([...this.waiting, kept]);
    this.flush();
    return kept;
  }

  /** Sends a refused one again, with other params where given. It goes behind the others. */
  async again(queued: Queued, params = queued.params): Promise<void> {
    await this.remove(queued);
    await this.add(queued.method, params);
  }

  async remove(queued: Queued): Promise<void> {
    this.set(this.waiting.filter((one) => one.key !== queued.key));
    await this.database.delete('outbox', queued.order!);
  }

  /** Whether this tab sends, and can. */
  setOnline(online: boolean): void {
    this.online = online;
    if (!online) this.inFlight.clear();
    this.flush();
  }

  private set(waiting: Queued[]): void {
    this.waiting = waiting;
    this.events.onChange(waiting);
  }

  private flush(): void {
    if (!this.online) return;
    const now = Date.now();
    for (const [room, until] of this.heldUntil) if (until <= now) this.heldUntil.delete(room);
    if (this.heldUntil.has('')) return;
    const before = new Map<string, string>(); // room → key of the last one under way
    for (const queued of this.waiting) {
      const room = roomOf(queued);
      if (queued.refused || this.heldUntil.has(room)) continue;
      if (!this.inFlight.has(queued.key)) {
        if (this.inFlight.size >= windowSize) break;
        this.start(queued, before.get(room));
      }
      before.set(room, queued.key);
    }
  }

  private start(queued: Queued, afterKey: string | undefined): void {
    this.inFlight.set(queued.key, roomOf(queued));
    this.send(queued, afterKey).then(
      (result) => this.settle(queued, () => this.onSent(queued, result)),
      (error: unknown) => this.settle(queued, () => this.onRefused(queued, error as Refusal)),
    );
  }

  private settle(queued: Queued, then: () => void): void {
    if (!this.inFlight.delete(queued.key)) return; // the line broke meanwhile: it is sent again
    then();
    this.flush();
  }

  private onSent(queued: Queued, result: unknown): void {
    this.events.onSent(queued, result);
    void this.remove(queued).catch(() => undefined); // still on disk: sent again it changes nothing
  }

  private onRefused(queued: Queued, refusal: Refusal): void {
    if (refusal.code === 'connection_lost') return; // sent again when the line is back
    if (refusal.data.field === 'after_key') return this.hold(roomOf(queued), 0); // the one before it was not carried out
    if (refusal.isForNow) {
      const wait = Math.max(refusal.data.retry_after_ms ?? 0, 1000);
      return this.hold(refusal.code === 'slow_mode' ? roomOf(queued) : '', wait);
    }
    const { code, message, data } = refusal;
    const refused: Queued = { ...queued, refused: { code, message, ...(data.reason && { reason: data.reason }), ...(data.until && { until: data.until }) } };
    this.set(this.waiting.map((one) => (one.key === queued.key ? refused : one)));
    void this.database.put('outbox', refused).catch(() => undefined);
    this.events.onRefused(refused, refusal);
  }

  private hold(room: string, ms: number): void {
    this.heldUntil.set(room, Math.max(this.heldUntil.get(room) ?? 0, Date.now() + ms));
    clearTimeout(this.timer);
    const first = Math.min(...this.heldUntil.values());
    this.timer = setTimeout(() => this.flush(), Math.max(0, first - Date.now()) + 10) as unknown as number;
  }
}
