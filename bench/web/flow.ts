import type { Community, Person } from '../../client-web/tests/support/api';
import type { Browser, CDPSession, Page } from '../../client-web/tests/support/browser';
import { visitAs } from '../../client-web/tests/support/talk';
import { median, percentile, type Row } from './rows';

const cpuSlowdown = 4;
const perSecond = 20;
const flowRuns = 5;
/** Rows of the page that does nothing: as many as the client holds. */
const heldRows = 400;

/** Posts at a steady rate until it is told to end. */
function stream(community: Community, writer: Person, room: number): { end: () => Promise<void> } {
  let goes = true;
  const running = (async () => {
    for (let i = 0, next = performance.now(); goes; i++, next += 1000 / perSecond) {
      await new Promise((done) => setTimeout(done, Math.max(0, next - performance.now())));
      await community.post(writer, room, `Reading ${i}: zone ${i % 17} takes ${(i * 7) % 93} m³/h at night; the valve at chamber ${i % 31} was checked.`);
    }
  })();
  return { end: () => { goes = false; return running; } };
}

/** Times between the frames that the page draws meanwhile, in ms. */
async function frames(page: Page, act: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(() => {
    const all: number[] = [];
    let last = performance.now();
    const next = (now: number) => { all.push(now - last); last = now; handle = requestAnimationFrame(next); };
    let handle = requestAnimationFrame(next);
    Object.assign(window, { stopFrames: () => { cancelAnimationFrame(handle); return all.slice(2); } });
  });
  await act();
  return page.evaluate(() => (window as unknown as { stopFrames: () => number[] }).stopFrames());
}

const rate = (times: readonly number[]) => (times.length / times.reduce((sum, one) => sum + one, 0)) * 1000;

async function wheel(page: Page, by: number, steps: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(30);
  }
}

interface Flow {
  /** Frames a second, of the client and of a page that does nothing, and the times between those of the client. */
  readonly rate: number;
  readonly floor: number;
  readonly times: readonly number[];
  readonly keys: readonly number[];
}

/** Scrolling and typing in a room of many messages while more come, and beside it the same rows in a page that does nothing. */
async function flow(browser: Browser, community: Community, reader: Person, writer: Person, room: number): Promise<Flow> {
  await community.as(reader, 'read.all', { room });
  const visit = await visitAs(browser, community, reader, {}, `#/room/${room}`);
  const { page } = visit;
  await page.locator('.message').first().waitFor();
  await page.locator('.to-newest').click({ timeout: 2000 }).catch(() => undefined);
  const session = await visit.context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  await page.mouse.move(800, 400);

  const messages = stream(community, writer, room);
  const up = await frames(page, () => wheel(page, -150, 150));
  const down = await frames(page, () => wheel(page, 200, 150));
  await page.locator('.to-newest').click({ timeout: 2000 }).catch(() => undefined);
  const keys = await keystrokes(page);
  await messages.end();
  const copy = await page.evaluate(() => ({
    rows: [...document.querySelectorAll('.messages .chunk')].map((chunk) => chunk.outerHTML).join(''),
    count: document.querySelectorAll('.messages .message').length,
    css: [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join('\n'),
  }));
  await visit.close();

  // Only now: a page that is slowed down takes processor time even while it does nothing.
  const still = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const idle = await still.newPage();
  const repeats = Math.ceil(heldRows / copy.count);
  await idle.setContent(`<style>${copy.css}\nbody{display:flex;height:100vh}</style><div class="messages">${copy.rows.repeat(repeats)}</div>`);
  await idle.evaluate(() => { const box = document.querySelector('.messages')!; box.scrollTop = box.scrollHeight; });
  const idleSession = await still.newCDPSession(idle);
  await idleSession.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  await idle.mouse.move(800, 400);
  const floor = await frames(idle, async () => { await wheel(idle, -150, 100); await wheel(idle, 150, 100); });
  await still.close();
  const times = [...up, ...down];
  return { rate: rate(times), floor: rate(floor), times, keys };
}

/** Several runs, each in a new browser context; the cores are not as fast all the time. */
export async function measureFlow(browser: Browser, community: Community, reader: Person, writer: Person, room: number): Promise<Row[]> {
  const runs: Flow[] = [];
  for (let i = 0; i < flowRuns; i++) runs.push(await flow(browser, community, reader, writer, room));
  const rates = runs.map((one) => one.rate);
  const times = runs.flatMap((one) => one.times);
  const keys = runs.flatMap((one) => one.keys);
  return [
    [
      'scrolling, 10,000 messages in the room and 20 a second arriving, processor 4 times slower',
      `${median(rates).toFixed(0)} frames a second in the middle of ${flowRuns} runs (${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)}), 95 % within ${percentile(times, 0.95).toFixed(0)} ms`,
      'over 50', `the same rows in a page that does nothing: ${median(runs.map((one) => one.floor)).toFixed(0)}`,
    ],
    [
      'a key to the next frame, the same', `median ${median(keys).toFixed(0)} ms, 95 % ${percentile(keys, 0.95).toFixed(0)} ms, longest ${Math.max(...keys).toFixed(0)} ms`,
      'under 50 ms', `${keys.length} keys`,
    ],
  ];
}

async function keystrokes(page: Page): Promise<number[]> {
  await page.locator('.composer textarea').click();
  await page.evaluate(() => {
    const all: number[] = [];
    Object.assign(window, { keystrokes: all });
    document.querySelector('textarea')!.addEventListener('keydown', (event) => {
      requestAnimationFrame(() => setTimeout(() => all.push(performance.now() - event.timeStamp), 0));
    }, { capture: true });
  });
  for (const letter of 'We measured the minimum night flow of three zones again, and it is lower than in spring.') {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await page.waitForTimeout(60);
  }
  return page.evaluate(() => (window as unknown as { keystrokes: number[] }).keystrokes);
}

/** What the page holds after collecting garbage, over half an hour of messages. */
export async function measureMemory(browser: Browser, community: Community, reader: Person, writer: Person, room: number, minutes: number): Promise<Row[]> {
  const visit = await visitAs(browser, community, reader, {}, `#/room/${room}`);
  const { page } = visit;
  await page.locator('.message').first().waitFor();
  await page.locator('.to-newest').click({ timeout: 2000 }).catch(() => undefined);
  const session = await visit.context.newCDPSession(page);
  const messages = stream(community, writer, room);
  const held: number[] = [];
  for (let i = 0; i <= minutes; i++) {
    if (i) await page.waitForTimeout(60_000);
    held.push(await heap(session));
  }
  await messages.end();
  await visit.close();
  const mb = (value: number | undefined) => `${((value ?? 0) / 1e6).toFixed(1)} MB`;
  const third = Math.ceil(held.length / 3);
  return [[
    `memory of the page's program over ${minutes} minutes of 20 messages a second`,
    `${mb(held[0])} at the start, ${mb(median(held.slice(third, 2 * third)))} in the middle third, ${mb(median(held.slice(-third)))} in the last, at most ${mb(Math.max(...held))}`,
    'flat', `${minutes * 60 * perSecond} messages`,
  ]];
}

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}
