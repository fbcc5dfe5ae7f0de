import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Community, Refused, type Person } from '../support/api';
import { openBrowser, phone } from '../support/browser';
import { harm, names, texts } from '../support/hostile';
import { composer, goTo, visitAs } from '../support/talk';

let browser: Browser;
let community: Community;
let amina: Person;
let room: number;
const slug = 'water-distribution';
before(async () => {
  [browser, community] = await Promise.all([openBrowser(), Community.start()]);
  amina = await community.add('Amina Odhiambo');
  room = community.room(slug);
});
after(async () => {
  await browser.close();
  await community.close();
});

/** Whatever the texts are: nothing of them has run, nothing is wider than the screen, and links lead where links may. */
async function isWhole(page: Page, what: string): Promise<void> {
  assert.equal(await page.evaluate(harm), false, `${what}: something of it has run`);
  const seen = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - innerWidth,
    sideways: [...document.querySelectorAll('.messages, .page, .side')].filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className),
    links: [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).protocol),
    strangers: [...document.querySelectorAll('.message iframe, .message script, .message img, .message form, .message style, .message object, .message svg:not(.icon)')].length,
  }));
  assert.ok(seen.wide <= 0, `${what}: the page is ${seen.wide} pixels wider than the screen`);
  assert.deepEqual(seen.sideways, [], `${what}: these scroll sideways`);
  assert.equal(seen.strangers, 0, `${what}: elements of its author are in the page`);
  for (const protocol of seen.links) assert.match(protocol, /^(https?|mailto):$/, `${what}: a link leads to ${protocol}`);
}

test('no text of a member does more than be shown, each within its time, on a phone and on a desk', async () => {
  const desk = await visitAs(browser, community, amina, {}, `#/room/${room}`);
  const small = await visitAs(browser, community, amina, { size: 'phone' }, `#/room/${room}`);
  assert.equal(await small.page.evaluate(() => innerWidth), phone.width);
  await composer(desk.page).waitFor();
  let posted = 0;
  for (const { what, text } of texts) {
    let message: number;
    try {
      message = await community.post(amina, room, text);
    } catch (refusal) {
      assert.ok(refusal instanceof Refused, `${what}: ${String(refusal)}`);
      continue; // the server lets no such text in
    }
    posted++;
    for (const visit of [desk, small]) {
      const begin = performance.now();
      await visit.page.locator(`[data-id="${message}"]`).waitFor({ timeout: 30_000 }).catch((late: unknown) => assert.fail(`${what}: not shown: ${String(late)}`));
      await visit.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
      const took = performance.now() - begin;
      assert.ok(took < 5_000, `${what}: the page stood still for ${took.toFixed(0)} ms`);
      await isWhole(visit.page, what);
    }
  }
  assert.ok(posted > texts.length / 2, `only ${posted} of ${texts.length} texts were taken`);
  desk.fine();
  small.fine();
  await desk.close();
  await small.close();
});

test('no name and no title of others breaks the list of rooms, threads, people, notifications or a message', async () => {
  const visit = await visitAs(browser, community, amina, { size: 'phone' }, `#/room/${room}`);
  let named = 0;
  for (const { what, text } of names) {
    let person: Person;
    let thread: number;
    try {
      person = await community.add(text, { rooms: [slug], utility: text, job: text });
      thread = await community.thread(person, room, text, 'What is in a name?', { mentions: [amina.id] });
    } catch (refusal) {
      assert.ok(refusal instanceof Refused, `${what}: ${String(refusal)}`);
      continue;
    }
    named++;
    await community.as(community.administrator, 'room.create', { kind: 'cop', slug: `strange-${named}`, name: text, description: text }).catch(() => undefined);
    for (const hash of ['#/', `#/room/${room}/threads`, `#/room/${room}/thread/${thread}`, '#/notices', '#/people', `#/person/${person.id}`]) {
      await goTo(visit.page, hash);
      await visit.page.evaluate(() => new Promise((done) => setTimeout(done, 60)));
      await isWhole(visit.page, `${what}, on ${hash}`);
    }
  }
  assert.ok(named > names.length / 2, `only ${named} of ${names.length} names were taken`);
  visit.fine();
  await visit.close();
});
