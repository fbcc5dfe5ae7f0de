import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { Community, logIn, password, Refused, type Person } from '../support/api';
import { openBrowser } from '../support/browser';
import { goTo, messageOf, toast, until, visitAs } from '../support/talk';

let browser: Browser;
let community: Community;
let joel: Person;
let room: number;
before(async () => {
  [browser, community] = await Promise.all([openBrowser(), Community.start()]);
  joel = await community.add('Joel Reyes');
  room = community.room('water-distribution');
});
after(async () => {
  await browser.close();
  await community.close();
});

test('settings change at once and stay, one’s own words can be taken along, and a log-out leaves nothing', async () => {
  const tuma = await community.add('Tuma');
  await community.post(tuma, room, 'Ours is **wet**.');
  await community.post(joel, room, 'Not of Tuma.');
  const visit = await visitAs(browser, community, tuma, {}, '#/settings');
  const { page } = visit;
  await page.getByLabel('Colours').selectOption('dark');
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
  await page.getByLabel('Language', { exact: true }).selectOption('fr');
  await page.getByRole('heading', { name: 'Réglages' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Réglages' }).waitFor();
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]), ['fr', 'dark']);
  await page.getByLabel('Langue', { exact: true }).selectOption('en');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.locator(`#notify-${room}`).selectOption('mentions');
  await until('the server knows the level', async () =>
    (await community.as(tuma, 'room.list', {})).memberships.find((one) => one.room === room)?.notify === 'mentions');

  const download = async (name: string): Promise<string> => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
    return readFileSync((await file.path())!, 'utf8');
  };
  const markdown = await download('Markdown');
  assert.match(markdown, /^## Water Distribution\n\n\*.+\*\n\nOurs is \*\*wet\*\*\.\n$/);
  const json = JSON.parse(await download('JSON')) as { text: string; by: number }[];
  assert.deepEqual(json.map(({ text, by }) => [text, by]), [['Ours is **wet**.', tuma.id]]);

  const kept = () => page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name));
  await until('something is kept', async () => (await kept()).includes(`standpipe-${tuma.id}`));
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('E-mail address').waitFor();
  assert.deepEqual(await kept(), []);
  visit.fine(/401|WebSocket/);
  await visit.close();
});

test('a log-in elsewhere is ended, and a new password ends all others', async () => {
  const sam = await community.add('Sam');
  const here = await visitAs(browser, community, sam, {}, '#/sessions');
  const there = await visitAs(browser, community, sam, { size: 'phone' }, `#/room/${room}`);
  await here.page.reload();
  const others = here.page.locator('.list > li', { hasNotText: 'this device', hasText: 'browser' });
  await others.getByRole('button', { name: 'End' }).click();
  await others.getByRole('button', { name: 'Really end?' }).click();
  await toast(here.page, 'It has been ended.');
  await there.page.locator('.line-bar.ended').getByRole('link', { name: 'Log in' }).click();
  await there.page.getByLabel('E-mail address').fill(sam.email);
  await there.page.getByLabel('Password', { exact: true }).fill(password);
  await there.page.getByRole('button', { name: 'Log in' }).click();
  await there.page.locator('.line-bar').waitFor({ state: 'detached' });

  await goTo(here.page, '#/profile');
  await here.page.getByLabel('Present password').fill(password);
  await here.page.getByLabel('New password').fill('another long enough one');
  await here.page.getByRole('button', { name: 'Change the password' }).click();
  await toast(here.page, 'The password has been changed.');
  await there.page.locator('.line-bar.ended').waitFor();
  await assert.rejects(logIn(community.url, sam.email), (refusal: unknown) => refusal instanceof Refused && refusal.code === 'log_in_failed');
  await logIn(community.url, sam.email, 'another long enough one');
  here.fine();
  there.fine(/401|WebSocket/);
  await Promise.all([here.close(), there.close()]);
});

test('on a line to be spared the server is told so, and no pictures are drawn', async () => {
  const lena = await community.add('Lena');
  await community.post(joel, room, 'A short word.');
  const visit = await visitAs(browser, community, lena, { serviceWorkers: 'block' }, '#/settings');
  const { page } = visit;
  await page.getByLabel('Spare the line').selectOption('on');
  await page.getByText('Now: on.').waitFor();
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
  await page.goto(`${community.url}/#/room/${room}`);
  await page.reload();
  await messageOf(page, 'A short word.').waitFor();
  await until('it is said', async () => sent.some((one) => one.includes('"hello"') && one.includes('"mode":"lite"')));
  assert.ok(sent.filter((one) => one.includes('"hello"')).every((one) => one.includes('"mode":"lite"')), sent.join('\n'));
  assert.equal(await page.locator('.avatar').count(), 0);
  visit.fine();
  await visit.close();
});
