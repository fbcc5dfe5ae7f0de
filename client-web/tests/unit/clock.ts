interface Timer {
  readonly at: number;
  /** For those that come again. */
  readonly every: number;
  readonly run: () => void;
}

const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
const { now } = Date;

/** Time that passes only when it is told to, for timers and Date.now(). */
export class Clock {
  private now = 1_000_000;
  private nextId = 1;
  private readonly timers = new Map<number, Timer>();

  constructor() {
    const set = (run: () => void, ms: number, every: number) => {
      this.timers.set(this.nextId, { at: this.now + ms, every, run });
      return this.nextId++;
    };
    const clear = (id?: number) => { this.timers.delete(id ?? 0); };
    Object.assign(globalThis, {
      setTimeout: (run: () => void, ms = 0) => set(run, ms, 0), setInterval: (run: () => void, ms = 0) => set(run, ms, ms), clearTimeout: clear, clearInterval: clear,
    });
    Date.now = () => this.now;
  }

  tick(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = [...this.timers].filter(([, one]) => one.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, one] = due;
      this.timers.delete(id);
      this.now = Math.max(this.now, one.at);
      if (one.every) this.timers.set(id, { ...one, at: this.now + one.every });
      one.run();
    }
    this.now = end;
  }

  /** Gives back the real time. */
  stop(): void {
    Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
    Date.now = now;
  }
}
