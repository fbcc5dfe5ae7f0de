import { password, type Community, type Person } from '../../client-web/tests/support/api';
import { Visit, type Browser } from '../../client-web/tests/support/browser';
import { SlowLine, type Speed } from '../../client-web/tests/support/slow_line';
import { median, type Row } from './rows';

const slow3g: Speed = { bitsPerSecond: 400_000, latency: 200 };
const slow2g: Speed = { bitsPerSecond: 50_000, latency: 400 };
const cpuSlowdown = 4;
const repeats = 5;

/** From the call until `until` is there, in ms, and what came over the line. */
async function timed(line: SlowLine, act: () => Promise<unknown>): Promise<{ ms: number; down: number }> {
  const before = line.moved().down;
  const begin = performance.now();
  await act();
  return { ms: performance.now() - begin, down: line.moved().down - before };
}

async function slowed(browser: Browser, line: SlowLine, person: Person): Promise<Visit> {
  const visit = await Visit.begin(browser, { size: 'phone' });
  await visit.logIn(line.url, person.email, password);
  const session = await visit.context.newCDPSession(visit.page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  visit.page.setDefaultTimeout(120_000);
  return visit;
}

/** Until the service worker has kept the program, and the line is idle. */
async function settled(line: SlowLine, visit: Visit): Promise<void> {
  line.set({ bitsPerSecond: 0, latency: 0 });
  await visit.page.evaluate(async () => { await navigator.serviceWorker.ready; });
  for (let before = -1; before !== line.moved().down;) {
    before = line.moved().down;
    await visit.page.waitForTimeout(3000);
  }
}

interface Loads {
  first: number[];
  second: number[];
  firstBytes: number[];
  secondBytes: number[];
  floor: number[];
}

/** First and second loads of the page by a member whose browser has nothing of it but the log-in. */
async function loads(browser: Browser, community: Community, person: Person, speed: Speed, times: number): Promise<Loads> {
  const all: Loads = { first: [], second: [], firstBytes: [], secondBytes: [], floor: [] };
  for (let i = 0; i < times; i++) {
    const line = await SlowLine.to(community.server.port);
    const visit = await slowed(browser, line, person);
    const rooms = visit.page.locator('.rooms[aria-busy=false] a').first();
    line.set(speed);
    const first = await timed(line, async () => { await visit.page.goto(line.url, { waitUntil: 'commit' }); await rooms.waitFor(); });
    await settled(line, visit);
    await visit.page.goto('about:blank');
    line.set(speed);
    const second = await timed(line, async () => {
      await visit.page.goto(line.url, { waitUntil: 'commit' });
      await visit.page.locator('.rooms a').first().waitFor();
    });
    const moved = line.moved().down - second.down;
    await rooms.waitFor();
    await visit.page.waitForTimeout(4000);
    all.secondBytes.push(line.moved().down - moved);
    all.first.push(first.ms);
    all.firstBytes.push(first.down);
    all.second.push(second.ms);
    const plain = await timed(line, () => visit.page.goto(`${line.url}/healthz?${i}`));
    all.floor.push(plain.ms);
    await visit.close();
    await line.close();
  }
  return all;
}

const seconds = (ms: readonly number[]) => `${(median(ms) / 1000).toFixed(2)} s`;
const bytes = (all: readonly number[]) => `${median(all).toLocaleString('en')} bytes`;

export async function measureLoads(browser: Browser, community: Community, person: Person): Promise<Row[]> {
  const thirdGeneration = await loads(browser, community, person, slow3g, repeats);
  const secondGeneration = await loads(browser, community, person, slow2g, 3);
  const about = (all: Loads) => `${(median(all.first) / median(all.floor)).toFixed(1)} times one plain text over the same line (${seconds(all.floor)})`;
  return [
    ['first load until the rooms can be used, over the wire with headers', bytes(thirdGeneration.firstBytes), '60,000 bytes', ''],
    ['the same again when nothing has changed, with the answer to hello', bytes(thirdGeneration.secondBytes), '2,000 bytes', ''],
    ['slow 3G (400 kbit/s, round trip 400 ms), processor 4 times slower, first load until the rooms can be used', seconds(thirdGeneration.first), '3 s', about(thirdGeneration)],
    ['the same, second load until it can be read', seconds(thirdGeneration.second), '1 s', `${repeats} loads`],
    ['2G (50 kbit/s, round trip 800 ms), processor 4 times slower, first load until the rooms can be used', seconds(secondGeneration.first), '15 s', about(secondGeneration)],
  ];
}

/** From the log-in, typed into a page whose program is kept, to a room with its newest 50 messages. */
export async function measureLogIn(browser: Browser, community: Community, person: Person, room: number): Promise<Row[]> {
  const down: number[] = [];
  const took: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const line = await SlowLine.to(community.server.port);
    const visit = await Visit.begin(browser, { size: 'phone' });
    visit.page.setDefaultTimeout(120_000);
    await visit.page.goto(`${line.url}/#/room/${room}`);
    await visit.page.getByLabel('E-mail address').fill(person.email);
    await visit.page.getByLabel('Password', { exact: true }).fill(password);
    await settled(line, visit);
    line.set(slow3g);
    const moved = await timed(line, async () => {
      await visit.page.keyboard.press('Enter');
      await visit.page.waitForFunction(() => document.querySelectorAll('.message').length >= 50, undefined, { polling: 100 });
    });
    down.push(moved.down);
    took.push(moved.ms);
    await visit.close();
    await line.close();
  }
  return [['log-in to the first room with 50 messages, received, the program being kept', bytes(down), '12,000 bytes', `in ${seconds(took)} over slow 3G`]];
}
