import type { Page, WebSocketRoute } from 'playwright-core';
import type { Visit } from './browser';
import type { Demo } from './demo';

/** When the demo was made, as browsers see it: 26 November 2026 at 12:00 in Nairobi. */
const made = Date.UTC(2026, 10, 26, 9, 0);
const step = 600_000;

/**
 * A community of which browsers see the same times whenever it was made, so that pictures of it stay the same: what came after it
 * was made came at once, and the browser's clock stands still.
 */
export class SteadyTime {
  private readonly lines = new Map<Page, Set<WebSocketRoute>>();
  private readonly isOffline = new Set<Page>();

  private constructor(private readonly begin: number) {}

  static async of(demo: Demo): Promise<SteadyTime> {
    const wanjiru = demo.who('wanjiru');
    // That message is of 661 minutes before.
    const { messages } = await demo.as(wanjiru, 'message.history', { room: demo.room('water-distribution'), limit: 30 });
    const last = messages.find((one) => one.text.startsWith('Red paint'))!;
    return new SteadyTime(last.at + 661 * 60_000);
  }

  /** To be called before the page is opened. */
  async hold(visit: Visit): Promise<void> {
    const { page } = visit;
    const lines = new Set<WebSocketRoute>();
    this.lines.set(page, lines);
    await page.addInitScript((now) => {
      const Real = Date;
      class Still extends Real {
        constructor(...given: unknown[]) {
          super(...(given.length ? given : [now]) as [number]);
        }

        static override now(): number {
          return now;
        }
      }
      globalThis.Date = Still as DateConstructor;
    }, made);
    await page.routeWebSocket(/\/ws$/, (line) => {
      if (this.isOffline.has(page)) return void line.close({ code: 3001 });
      lines.add(line);
      const server = line.connectToServer();
      server.onMessage((text) => line.send(this.moved(String(text))));
      server.onClose((code, reason) => {
        lines.delete(line);
        void line.close({ ...(code ? { code } : {}), ...(reason ? { reason } : {}) }).catch(() => undefined);
      });
    });
  }

  async offline(visit: Visit, on: boolean): Promise<void> {
    const { page } = visit;
    if (on) this.isOffline.add(page);
    else this.isOffline.delete(page);
    if (on) for (const line of this.lines.get(page) ?? []) await line.close({ code: 3001 });
    await visit.context.setOffline(on);
  }

  /** All times in a text of the protocol; and how large the database is, which is never quite the same. */
  private moved(text: string): string {
    const round = text.replace(/("database_bytes":\d+)\d{5}\b/, (_, first: string) => `${first}00000`);
    return round.replace(/(?<=[:[,])1[6-9]\d{11}(?=[,\]}])/g, (digits) => {
      const after = Number(digits) - this.begin;
      return String(made + (after <= 0 ? after : Math.floor(after / step) * step));
    });
  }
}
