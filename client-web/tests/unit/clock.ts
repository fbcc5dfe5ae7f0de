interface Timer {
  readonly at: number;
  readonly run: () => void;
}

const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };

/** Time that passes only when it is told to, for setTimeout and Date.now(). */
export class Clock {
  private now = 1_000_000;
  private nextId = 1;
  private readonly timers = new Map<number, Timer>();

  constructor() {
    globalThis.setTimeout = ((run: () => void, ms = 0) => {
      this.timers.set(this.nextId, { at: this.now + ms, run });
      return this.nextId++;
    }) as unknown as typeof setTimeout;
    globalThis.clearTimeout = ((id?: number) => { this.timers.delete(id ?? 0); }) as typeof clearTimeout;
    Date.now = () => this.now;
  }

  tick(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const due = [...this.timers].filter(([, one]) => one.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].run();
    }
    this.now = end;
  }

  /** Gives back the real time. */
  stop(): void {
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
    Date.now = real.now;
  }
}
