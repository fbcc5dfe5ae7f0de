import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { chromium, type Browser, type Page } from 'playwright-core';
import { Community, password, type Person } from '../support/api';
import { openBrowser, Visit } from '../support/browser';
import { builtWeb } from '../support/paths';
import { demoPassword, Server } from '../support/server';
import { SlowLine } from '../support/slow_line';

/** What a browser says of a line that is not there. */
const offline = [/WebSocket connection to .* failed/, /net::ERR_/];
const rooms = ['water-distribution', 'asset-management', 'commercial-operations'];

let browser: Browser;
let community: Community;
let joel: Person;
let amina: Person;
let line: SlowLine;

before(async () => {
  community = await Community.start();
  [joel, amina] = [await community.add('Joel', { rooms }), await community.add('Amina', { rooms })];
  line = await SlowLine.to(() => community.server.port);
  browser = await openBrowser();
});

afterEach(() => line.mend());
after(async () => {
  await browser?.close();
  await line?.close();
  await community?.close();
});

async function visit(): Promise<Visit> {
  const made = await Visit.begin(browser);
  await made.logIn(line.url, joel.email, password);
  return made;
}

const composer = (page: Page) => page.getByRole('textbox', { name: 'Write a message' });
const bar = (page: Page) => page.locator('.line-bar');

async function open(page: Page, slug = ''): Promise<void> {
  const room = slug ? `#/room/${community.room(slug)}` : '#/';
  await page.goto(`${line.url}/${room}`);
  // The page that was there before has a composer, too: what is typed there stays there.
  await page.locator(slug ? `.room-link[aria-current=page][href="${room}"]` : '.room-link').first().waitFor({ state: 'attached' });
  if (slug) await composer(page).waitFor();
}

async function post(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await page.locator('.message', { hasText: text }).first().waitFor();
}

/** The program is on the device, too: the page can be opened without a line. */
async function kept(page: Page): Promise<void> {
  await eventually(async () => {
    const held = await page.evaluate(async () => {
      const all = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
      return navigator.serviceWorker.controller ? all.flat() : [];
    });
    assert.ok(held.some((url) => url.includes('/desk-')) && held.some((url) => url.endsWith('/')), held.join(' '));
  }, 30_000);
}

/** The texts of a room, as another member gets them. */
async function texts(slug: string): Promise<string[]> {
  const page = await community.as(amina, 'message.history', { room: community.room(slug), limit: 200 });
  return page.messages.map((one) => one.text);
}

async function eventually(what: () => Promise<void>, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    try {
      return await what();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

test('an hour without a line: what was written is sent once and in order, after the tab was closed and opened again', async () => {
  const made = await visit();
  let { page } = made;
  await page.clock.install();
  await open(page, rooms[0]);
  for (const slug of rooms.slice(1)) await open(page, slug);
  await page.clock.runFor(10_000);
  await kept(page);
  made.fine();

  line.cut();
  await bar(page).getByText('Offline since').waitFor();
  const since = await bar(page).textContent();
  const written = new Map(rooms.map((slug) => [slug, [] as string[]]));
  for (let i = 0; i < 20; i++) {
    const slug = rooms[i % 3]!;
    await open(page, slug);
    await post(page, `post ${i} to ${slug}`);
    written.get(slug)!.push(`post ${i} to ${slug}`);
    await page.clock.fastForward(180_000);
    if (i === 11) {
      await page.close();
      page = await made.context.newPage();
      await open(page, slug);
      await page.locator('.message', { hasText: `post ${i} to ${slug}` }).waitFor();
      assert.match(await bar(page).textContent() ?? '', /12 messages wait to be sent/);
    }
  }
  assert.match(await bar(page).textContent() ?? '', /20 messages wait to be sent/);
  assert.equal((await bar(page).textContent())?.slice(0, 20), since?.slice(0, 20), 'the time when the line was lost');
  for (const slug of rooms) assert.deepEqual(await texts(slug), []);

  await page.close();
  page = await made.context.newPage();
  await open(page, rooms[0]);
  await page.locator('.message', { hasText: 'post 18' }).waitFor();
  line.mend();
  await bar(page).waitFor({ state: 'detached', timeout: 70_000 });
  await eventually(async () => {
    for (const slug of rooms) assert.deepEqual(await texts(slug), written.get(slug));
  });
  assert.deepEqual(await page.locator('.message.waiting').count(), 0);
  made.fine(...offline);
  await made.close();
});

test('the server is killed and started again while texts are sent', async () => {
  const slug = rooms[0]!;
  const before = await texts(slug);
  const made = await visit();
  const { page } = made;
  await open(page, slug);
  const written: string[] = [];
  const writing = (async () => {
    for (let i = 0; i < 40; i++) {
      await post(page, `through restarts ${i}.`);
      written.push(`through restarts ${i}.`);
    }
  })();
  for (let i = 0; i < 3; i++) {
    await new Promise((done) => setTimeout(done, 700));
    await community.server.restart();
  }
  await writing;
  await eventually(async () => assert.deepEqual((await texts(slug)).slice(before.length), written), 90_000);
  await eventually(async () => assert.equal(await page.locator('.message.waiting').count(), 0));
  made.fine(...offline);
  await made.close();
});

test('of two tabs each sends what it wrote, and the other shows it; one is closed in the middle', async () => {
  const slug = rooms[1]!;
  const before = await texts(slug);
  const made = await visit();
  const one = made.page;
  const other = await made.context.newPage();
  await open(one, slug);
  await open(other, slug);
  const written: string[] = [];
  for (let i = 0; i < 6; i++) {
    const page = i % 2 ? one : other;
    await post(page, `by turns ${i}`);
    written.push(`by turns ${i}`);
    await (i % 2 ? other : one).locator('.message:not(.waiting)', { hasText: `by turns ${i}` }).waitFor();
  }
  line.cut();
  await bar(one).getByText('Offline since').waitFor();
  await bar(other).getByText('Offline since').waitFor();
  for (let i = 6; i < 12; i++) {
    await post(i % 2 ? one : other, `by turns ${i}`);
    written.push(`by turns ${i}`);
  }
  await eventually(async () => assert.match(await bar(one).textContent() ?? '', /6 messages wait/));
  await other.close();
  line.mend();
  await bar(one).waitFor({ state: 'detached', timeout: 70_000 });
  await eventually(async () => assert.deepEqual((await texts(slug)).slice(before.length), written));
  made.fine(...offline);
  await made.close();
});

test('where the log-in has ended, the copy stays to be read, and what was written is sent after the next one', async () => {
  const slug = rooms[2]!;
  const before = await texts(slug);
  const made = await visit();
  const { page } = made;
  await open(page, slug);
  await post(page, 'while it holds');
  await eventually(async () => assert.equal((await texts(slug)).length, before.length + 1));
  await page.waitForTimeout(3_000);
  await community.as(joel, 'session.revoke', { session: 0 });
  await bar(page).getByText('Your log-in has ended').waitFor();
  await page.locator('.message', { hasText: 'while it holds' }).waitFor();
  await post(page, 'after it has ended');
  await page.reload();
  await bar(page).getByText('Your log-in has ended').waitFor();
  await page.locator('.message', { hasText: 'after it has ended' }).waitFor();
  await bar(page).getByRole('link', { name: 'Log in' }).click();
  await page.getByLabel('E-mail address').fill(joel.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('.room-link').first().waitFor();
  await eventually(async () => assert.deepEqual((await texts(slug)).slice(before.length), ['while it holds', 'after it has ended']));
  await made.close();
});

test('somebody else logs in on the device: they see nothing of the first, and send nothing of theirs', async () => {
  const slug = rooms[2]!;
  const before = await texts(slug);
  const grace = await community.add('Grace', { rooms: [slug] });
  const made = await visit();
  const { page } = made;
  await open(page, slug);
  await page.waitForTimeout(3_000);
  line.cut();
  await bar(page).getByText('Offline since').waitFor();
  await post(page, 'Joel wrote this without a line');
  // Past the line that is cut: a cookie is that of a host, whatever the port.
  await made.logIn(community.url, grace.email, password);
  line.mend();
  await page.getByText('Grace').first().waitFor({ timeout: 30_000 });
  await open(page, slug);
  assert.equal(await page.getByText('Joel wrote this').count(), 0);
  await page.waitForTimeout(1_000);
  assert.deepEqual(await texts(slug), before);
  await made.logIn(line.url, joel.email, password);
  await page.reload();
  await page.getByText('Joel').first().waitFor();
  await eventually(async () => assert.deepEqual((await texts(slug)).slice(before.length), ['Joel wrote this without a line']));
  const { messages } = await community.as(amina, 'message.history', { room: community.room(slug), limit: 200 });
  assert.equal(messages.at(-1)?.by, joel.id);
  made.fine(...offline);
  await made.close();
});

test('logging out leaves nothing of the member on the device, in other tabs neither', async () => {
  const made = await visit();
  const { page } = made;
  const other = await made.context.newPage();
  await open(other, rooms[0]);
  await page.goto(`${line.url}/#/settings`);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click();
  for (const one of [page, other]) await one.getByLabel('Password').waitFor();
  assert.deepEqual(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)), []);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((name) => /member|there/.test(name))), []);
  made.fine(...offline);
  await made.close();
});

test('without a disk one can read and post, and sees that nothing is kept', async () => {
  const slug = rooms[0]!;
  const before = await texts(slug);
  const made = await visit();
  const { page } = made;
  await made.context.addInitScript(() => {
    indexedDB.open = () => { throw new DOMException('A private window', 'InvalidStateError'); };
  });
  await open(page, slug);
  await post(page, 'kept nowhere');
  line.cut();
  await bar(page).getByText('Offline since').waitFor();
  await post(page, 'kept in memory');
  assert.match(await bar(page).textContent() ?? '', /no room to keep what you write/);
  line.mend();
  await bar(page).waitFor({ state: 'detached', timeout: 70_000 });
  await eventually(async () => assert.deepEqual((await texts(slug)).slice(before.length), ['kept nowhere', 'kept in memory']));
  made.fine(...offline);
  await made.close();
});

test('a later load with nothing new takes less than 2 kB', async () => {
  const made = await visit();
  const { page } = made;
  await open(page);
  await kept(page);
  const loads: number[] = [];
  for (let i = 0; i < 3; i++) {
    await page.waitForTimeout(3_000);
    const { down } = line.moved();
    await page.reload();
    await page.locator('.room-link').first().waitFor();
    // The browser looks for another service worker some time after the page is there.
    await page.waitForTimeout(5_000);
    loads.push(line.moved().down - down);
  }
  assert.ok(Math.max(...loads) < 2_000, `${loads.join(', ')} bytes`);
  made.fine();
  await made.close();
});

test('on a line to be spared only what was visited is kept, and that opens without a line', async () => {
  const made = await visit();
  const { page } = made;
  await made.context.addInitScript(() => localStorage.setItem('standpipe.settings', JSON.stringify({ lite: 'on', lang: 'fr' })));
  const asked: string[] = [];
  made.context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${line.url}/#/room/${community.room(rooms[0]!)}`);
  await page.locator('.composer textarea').waitFor();
  await eventually(async () => assert.ok(await page.evaluate(async () => Boolean(navigator.serviceWorker.controller && await caches.match('/language')))), 30_000);
  await page.waitForTimeout(3_000);
  for (const unvisited of ['desk', 'admin', 'more']) assert.ok(!asked.some((path) => path.startsWith(`/assets/${unvisited}-`)), unvisited);
  line.cut();
  await page.reload();
  await page.locator('.composer textarea').waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'fr');
  made.fine(...offline);
  await made.close();
});

/** Another build of the same program. */
function rebuild(folder: string): void {
  const change = (name: string, from: RegExp, to: string) => {
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
    for (const packed of ['.br', '.gz']) rmSync(path + packed, { force: true });
  };
  change('index.html', /<title>/, '<meta name="build" content="later"><title>');
  change('sw.js', /standpipe-page-\w+/, 'standpipe-page-later');
}

test('a new version is offered, taken when asked to or at the next start, and not before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'standpipe-web-build-'));
  cpSync(builtWeb, folder, { recursive: true });
  const server = await Server.start({ web: folder, demo: true });
  try {
    const isLater = (page: Page) => page.locator('meta[name=build]').count();
    const visits: Visit[] = [];
    for (let i = 0; i < 2; i++) {
      const made = await Visit.begin(browser);
      await made.logIn(server.url, 'peter.omondi@maji-kaskazini.example', demoPassword);
      await made.page.goto(server.url);
      await kept(made.page);
      made.fine();
      visits.push(made);
    }
    rebuild(folder);
    await server.restart();
    const [asked, unasked] = visits as [Visit, Visit];
    await asked.page.reload();
    await asked.page.locator('.room-link').first().waitFor();
    assert.equal(await isLater(asked.page), 0);
    await asked.page.getByRole('button', { name: 'Reload' }).click();
    await eventually(async () => assert.equal(await isLater(asked.page), 1));
    await asked.page.locator('.room-link').first().waitFor();
    await eventually(async () => assert.deepEqual((await asked.page.evaluate(() => caches.keys())).sort(), ['standpipe-assets', 'standpipe-page-later']));

    await unasked.page.reload();
    await unasked.page.getByText('A new version is ready.').waitFor();
    await unasked.page.close();
    const next = await unasked.context.newPage();
    await eventually(async () => {
      await next.goto(server.url);
      assert.equal(await isLater(next), 1);
    });
    for (const made of visits) {
      made.fine(...offline);
      await made.close();
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the browser is content to install it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'standpipe-web-profile-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const page = context.pages()[0] ?? await context.newPage();
    await page.goto(line.url);
    await page.getByLabel('Password').waitFor();
    const devtools = await context.newCDPSession(page);
    assert.deepEqual((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors, []);
    assert.deepEqual((await devtools.send('Page.getAppManifest')).errors, []);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
