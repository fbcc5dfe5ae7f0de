import { Refusal } from '../line/refusal';
import type { Database, Queued } from './database';
import { newKey } from './key';

/** Sends one command; rejects with a Refusal. */
export type Send = (queued: Queued, afterKey: string | undefined) => Promise<unknown>;

export interface OutboxEvents {
  /** What waits, in the order of writing, whenever it changes. */
  readonly onChange: (waiting: readonly Queued[]) => void;
  /** What is on disk is not what it was: for other tabs. */
  readonly onStored: () => void;
  readonly onSent: (queued: Queued, result: unknown) => void;
  readonly onRefused: (queued: Queued, refusal: Refusal) => void;
}

/** Where what waits is kept. */
export interface OutboxStore {
  /** All, in the order of writing. */
  readonly all: () => Promise<Queued[]>;
  /** Resolves with its place in the order when it is on disk. */
  readonly add: (queued: Queued) => Promise<number>;
  readonly put: (queued: Queued) => Promise<unknown>;
  readonly remove: (order: number) => Promise<unknown>;
}

export const storeIn = (database: Database): OutboxStore => ({
  all: () => database.getAll('outbox'),
  add: (queued) => database.add('outbox', queued),
  put: (queued) => database.put('outbox', queued),
  remove: (order) => database.delete('outbox', order),
});

/** Commands that are under way at once, so that an interrupted line has little to do twice. */
const windowSize = 20;
/** A command at which the server fails so often does not keep the others waiting any more. */
const failuresAtMost = 5;
const everything = '';

/** Commands of one chain are carried out in the order of writing: those of one room, and all that name none. */
function chainOf({ method, params }: Queued): string {
  return method === 'read.mark' ? 'marks' : params.room ? `room ${String(params.room)}` : 'others';
}

/** Somebody wrote a text: it is not let go without them. */
export const hasText = ({ params }: Queued): boolean => typeof params.text === 'string';

/** Ids of another epoch may mean something else now. */
const namesThings = ({ method, params }: Queued): boolean =>
  method === 'read.mark' || Boolean(params.message || params.thread || params.reply_to || params.member || params.up_to);

/**
 * Commands that wait to be sent, on disk before add() resolves where there is one with room. Each is sent until it has been
 * answered, always with its key, so that it is carried out once. Several of one room go together, each naming the one before
 * it: the server carries out none whose predecessor it refused, so their order holds whatever happens. What is refused for
 * good and has a text stays until its author has changed it or let it go, and the others go on.
 */
export class Outbox {
  private store: OutboxStore | undefined;
  private waiting: readonly Queued[] = [];
  private readonly inFlight = new Set<string>(); // keys
  private readonly removed = new Set<string>(); // keys that may still be on disk
  private readonly failures = new Map<string, number>(); // by key
  private readonly heldUntil = new Map<string, number>(); // chain, or everything → ms
  private online = false;
  private leads = true;
  private epoch = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: Send, private readonly events: OutboxEvents) {}

  /** From now on what waits is in this store: what is there comes first, and what was in memory alone goes into it. */
  async attach(store: OutboxStore | undefined): Promise<void> {
    this.store = store;
    if (!store) return;
    await this.load();
    for (const one of this.waiting) {
      if (one.order !== undefined || this.inFlight.has(one.key)) continue;
      const kept = { ...one, order: await store.add(one) };
      if (this.waiting.includes(one)) this.replace(kept);
      else await store.remove(kept.order); // sent meanwhile
    }
  }

  /** Reads what is on disk; also what another tab has written. */
  async load(): Promise<void> {
    const stored = (await this.store?.all()) ?? [];
    const inMemory = this.waiting.filter((one) => one.order === undefined);
    this.set([...stored.filter((one) => !this.removed.has(one.key)), ...inMemory]);
    this.flush();
  }

  /** Where nothing can be kept it waits in memory, without its `order`. */
  async add(method: string, params: Queued['params']): Promise<Queued> {
    const queued: Queued = { key: newKey(), method, params, at: Date.now(), ...(this.epoch && { epoch: this.epoch }) };
    const order = await this.store?.add(queued).catch(() => undefined);
    const added = order === undefined ? queued : { ...queued, order };
    if (!this.waiting.some((one) => one.key === added.key)) this.set([...this.waiting, added]);
    if (order !== undefined) this.events.onStored();
    this.flush();
    return added;
  }

  /** How far a place is read: of those that wait, only the furthest is sent. */
  async mark(room: number, thread: number, index: number): Promise<void> {
    const mine = this.waiting.find((one) => one.method === 'read.mark' && one.params.room === room && (one.params.thread ?? 0) === thread
      && this.sends(one) && !this.inFlight.has(one.key));
    const params = { room, index, ...(thread && { thread }) };
    if (!mine) await this.add('read.mark', params);
    else if (index > Number(mine.params.index)) await this.change({ ...mine, params });
  }

  /** Sends a refused one again, with other params where given: a refusal is not kept, so its key is still unused. */
  async again(queued: Queued, params = queued.params): Promise<void> {
    this.failures.delete(queued.key);
    await this.change({ ...queued, params, refused: undefined, ...(this.epoch && { epoch: this.epoch }) });
    this.flush();
  }

  async remove(queued: Queued): Promise<void> {
    this.set(this.waiting.filter((one) => one.key !== queued.key));
    this.failures.delete(queued.key);
    if (queued.order === undefined || !this.store) return;
    this.removed.add(queued.key);
    try {
      await this.store.remove(queued.order);
      this.removed.delete(queued.key);
      this.events.onStored();
    } catch {
      // still on disk: sent again it changes nothing
    }
  }

  /** Whether the server can be reached, and has said hello. */
  setOnline(online: boolean): void {
    this.online = online;
    if (!online) this.inFlight.clear();
    this.flush();
  }

  /** Whether this tab sends for all of them. What it could not keep it sends itself in any case. */
  setLeads(leads: boolean): void {
    this.leads = leads;
    this.flush();
  }

  /** The epoch of the server's data. What was written in another one and names something of it is refused: its author looks again. */
  setEpoch(epoch: string): void {
    this.epoch = epoch;
    for (const one of this.waiting) {
      if (this.sends(one) && !one.refused && one.epoch && one.epoch !== epoch && namesThings(one)) this.refuse(one, new Refusal('conflict', ''));
    }
  }

  private sends(queued: Queued): boolean {
    return this.leads || queued.order === undefined;
  }

  private set(waiting: readonly Queued[]): void {
    this.waiting = waiting;
    this.events.onChange(waiting);
  }

  private replace(queued: Queued): void {
    this.set(this.waiting.map((one) => (one.key === queued.key ? queued : one)));
  }

  private async change(queued: Queued): Promise<void> {
    this.replace(queued);
    if (queued.order === undefined) return;
    await this.store?.put(queued).catch(() => undefined);
    this.events.onStored();
  }

  private flush(): void {
    clearTimeout(this.timer);
    if (!this.online) return;
    const now = Date.now();
    for (const [chain, until] of this.heldUntil) if (until <= now) this.heldUntil.delete(chain);
    if (this.heldUntil.size) this.timer = setTimeout(() => this.flush(), Math.min(...this.heldUntil.values()) - now + 10);
    if (this.heldUntil.has(everything)) return;
    const before = new Map<string, string>(); // chain → key of the last one under way
    for (const queued of this.waiting) {
      const chain = chainOf(queued);
      if (queued.refused || this.heldUntil.has(chain) || !this.sends(queued)) continue;
      if (!this.inFlight.has(queued.key)) {
        if (this.inFlight.size >= windowSize) break;
        this.start(queued, before.get(chain));
      }
      before.set(chain, queued.key);
    }
  }

  private start(queued: Queued, afterKey: string | undefined): void {
    this.inFlight.add(queued.key);
    const settle = (then: () => void) => {
      if (!this.inFlight.delete(queued.key)) return; // the line broke meanwhile: it is sent again
      then();
      this.flush();
    };
    this.send(queued, afterKey).then(
      (result) => settle(() => this.onAnswer(queued, result)),
      (error: unknown) => settle(() => this.onRefusal(queued, error as Refusal)),
    );
  }

  private onAnswer(queued: Queued, result: unknown): void {
    void this.remove(this.waiting.find((one) => one.key === queued.key) ?? queued);
    this.events.onSent(queued, result);
  }

  private onRefusal(queued: Queued, refusal: Refusal): void {
    const { code, data } = refusal;
    if (data.field === 'after_key') return this.hold(chainOf(queued), 0); // the one before it was not carried out
    if (!refusal.isForNow || this.failsTooOften(queued, refusal)) return this.refuse(queued, refusal);
    this.hold(code === 'slow_mode' ? chainOf(queued) : everything, Math.max(data.retry_after_ms ?? 0, 1000));
  }

  private failsTooOften({ key }: Queued, { code }: Refusal): boolean {
    if (code !== 'internal') return false;
    this.failures.set(key, (this.failures.get(key) ?? 0) + 1);
    return this.failures.get(key)! > failuresAtMost;
  }

  private refuse(queued: Queued, refusal: Refusal): void {
    const { code, message, data } = refusal;
    const refused: Queued = { ...queued, refused: { code, message, ...(data.reason && { reason: data.reason }), ...(data.until && { until: data.until }) } };
    void (hasText(queued) ? this.change(refused) : this.remove(queued));
    this.events.onRefused(refused, refusal);
  }

  private hold(chain: string, ms: number): void {
    this.heldUntil.set(chain, Math.max(this.heldUntil.get(chain) ?? 0, Date.now() + ms));
  }
}
