import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Community, type Person } from '../support/api';
import { openBrowser } from '../support/browser';
import { goTo, visitAs } from '../support/talk';

let browser: Browser;
let community: Community;
let wanjiru: Person;
let joel: Person;
let room: number;
before(async () => {
  [browser, community] = await Promise.all([openBrowser(), Community.start()]);
  wanjiru = await community.add('Wanjiru Kamotho', { moderates: ['water-distribution'] });
  joel = await community.add('Joel Reyes');
  room = community.room('water-distribution');
});
after(async () => {
  await browser.close();
  await community.close();
});

const item = (page: Page, text: string) => page.locator('.desk .list > li', { hasText: text });
const press = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const toast = (page: Page, text: string) => page.locator('.toast', { hasText: text }).waitFor();
const reason = (page: Page, text: string) => page.getByRole('dialog').getByRole('textbox', { name: /Reason|Note/ }).fill(text);

test('an application comes by itself, and who is slower is told who decided it', async () => {
  const w = await visitAs(browser, community, wanjiru, {}, '#/desk');
  const a = await visitAs(browser, community, community.administrator, {}, '#/desk');
  await w.page.getByText('No application waits.').waitFor();
  await community.apply('Amina Odhiambo');
  await item(w.page, 'Amina Odhiambo').getByRole('button', { name: 'Decline' }).click();
  await item(a.page, 'Amina Odhiambo').getByRole('button', { name: 'Approve' }).click();
  await press(a.page, 'Approve');
  await toast(a.page, 'Amina Odhiambo is a member now.');
  await press(w.page, 'Decline');
  await w.page.getByText('Say why, in a few words.').waitFor();
  await reason(w.page, 'Not a utility.');
  await press(w.page, 'Decline');
  await toast(w.page, 'Ada has decided this already.');
  await w.page.getByText('No application waits.').waitFor();
  await w.page.getByRole('button', { name: 'Approved' }).click();
  await item(w.page, 'Amina Odhiambo').getByText('Approved by Ada').waitFor();
  w.fine();
  a.fine();
  await w.close();
  await a.close();
});

test('a reported message is removed and its author muted, which is taken back; the report is upheld', async () => {
  const message = await community.post(joel, room, 'Buy our **meters**!');
  const w = await visitAs(browser, community, wanjiru, { size: 'phone' }, '#/desk/reports');
  await w.page.getByText('No report is open.').waitFor();
  await community.as(community.administrator, 'room.join', { room });
  await community.as(community.administrator, 'message.report', { message, reason: 'An advertisement.' });
  const report = item(w.page, 'An advertisement.');
  await report.locator('strong', { hasText: 'meters' }).waitFor();
  await report.getByRole('button', { name: 'Remove the message' }).click();
  await reason(w.page, 'No advertisements, please.');
  await press(w.page, 'Remove');
  await report.getByText('This message has been removed.').waitFor();
  await report.getByRole('button', { name: 'Mute' }).click();
  await reason(w.page, 'Cool down.');
  await press(w.page, 'Mute');
  await w.page.locator('.toast', { hasText: 'Joel Reyes is muted.' }).getByRole('button').click();
  await toast(w.page, 'It is taken back.');
  await community.post(joel, room, 'Sorry.');
  await report.getByRole('button', { name: 'Uphold' }).click();
  await press(w.page, 'Uphold');
  await w.page.getByText('No report is open.').waitFor();
  w.fine();
  await w.close();
});

test('what waits is counted beside the way to the desk: what was there before, what comes, and no more when it is decided', async () => {
  const before = await community.post(joel, room, 'Pumps for sale.');
  const after = await community.post(joel, room, 'Pipes for sale.');
  await community.as(wanjiru, 'message.report', { message: before, reason: 'The first.' });
  await community.apply('Pedro Alves');
  const w = await visitAs(browser, community, wanjiru);
  const way = (name: string) => w.page.getByRole('link', { name, exact: true });
  await way('Moderation: 2 waiting').waitFor();
  await community.as(wanjiru, 'message.report', { message: after, reason: 'The second.' });
  await way('Moderation: 3 waiting').click();
  await item(w.page, 'Pedro Alves').getByRole('button', { name: 'Approve' }).click();
  await press(w.page, 'Approve');
  await way('Moderation: 2 waiting').waitFor();
  await w.page.reload();
  await way('Moderation: 2 waiting').waitFor();
  const { reports } = await community.as(wanjiru, 'report.list', { room });
  for (const { id } of reports) await community.as(wanjiru, 'report.resolve', { report: id, upheld: false, note: '' });
  await way('Moderation').waitFor();
  w.fine();
  await w.close();
});

test('the browser’s Back closes the dialog of an act with its page', async () => {
  const message = await community.post(joel, room, 'Meters for sale.');
  await community.as(wanjiru, 'message.report', { message, reason: 'Once more.' });
  const w = await visitAs(browser, community, wanjiru, {}, '#/desk/applications');
  await goTo(w.page, '#/desk/reports');
  await item(w.page, 'Once more.').getByRole('button', { name: 'Dismiss' }).click();
  await w.page.getByRole('dialog').waitFor();
  await w.page.goBack();
  await w.page.getByRole('heading', { name: 'Applications' }).waitFor();
  await w.page.getByRole('dialog').waitFor({ state: 'detached' });
  await goTo(w.page, '#/desk/reports');
  await item(w.page, 'Once more.').getByRole('button', { name: 'Dismiss' }).click();
  await press(w.page, 'Dismiss');
  await w.page.getByText('No report is open.').waitFor();
  w.fine();
  await w.close();
});

test('a member is banned and comes back, and the audit log tells of it', async () => {
  const w = await visitAs(browser, community, wanjiru, {}, `#/desk/member/${joel.id}`);
  await w.page.getByRole('button', { name: 'Ban', exact: true }).click();
  await reason(w.page, 'Third time.');
  await press(w.page, 'Ban');
  await item(w.page, 'Third time.').waitFor();
  await w.page.locator('.toast', { hasText: 'Joel Reyes is banned.' }).getByRole('button').click();
  await toast(w.page, 'It is taken back.');
  await w.page.getByText('No sanction is in force.').waitFor();
  await item(w.page, 'Water Distribution').first().waitFor();
  await goTo(w.page, `#/desk/audit?member=${joel.id}`);
  await item(w.page, 'Wanjiru Kamotho banned Joel Reyes: 1 day.').waitFor();
  w.fine();
  await w.close();
});

test('an administrator opens a room, appoints a moderator, and makes an invitation', async () => {
  const a = await visitAs(browser, community, community.administrator, {}, '#/admin/room/new');
  await a.page.getByLabel('Name', { exact: true }).fill('Été à Tanobé');
  await a.page.getByRole('button', { name: 'Open the room' }).click();
  await a.page.getByRole('heading', { name: 'Été à Tanobé' }).waitFor();
  await a.page.getByLabel('Appoint a moderator').fill('Joel');
  await a.page.getByRole('button', { name: 'Joel Reyes' }).click();
  await press(a.page, 'Appoint');
  await item(a.page, 'Joel Reyes').waitFor();
  const { rooms } = await community.as(community.administrator, 'room.list', {});
  assert.deepEqual(rooms.find((one) => one.slug === 'ete-a-tanobe')?.moderators, [joel.id]);

  await goTo(a.page, '#/admin/invitations');
  await a.page.getByRole('button', { name: 'Make an invitation' }).click();
  await a.page.locator('form').getByRole('button', { name: 'Make an invitation' }).click();
  await a.page.getByText('the code is shown this once').waitFor();
  assert.match(await a.page.locator('.desk-code').nth(1).innerText(), /\/#\/apply\?invitation=[\w-]+$/);
  a.fine();
  await a.close();
});

test('a project group is filled where it was opened, and who is not in it is not offered to join', async () => {
  const group = await community.group('pump-house', [], 'Pump house');
  const a = await visitAs(browser, community, community.administrator, {}, `#/admin/room/${group}`);
  await a.page.getByRole('link', { name: 'Go to the room' }).click();
  await a.page.getByText('You are not in this project group.').waitFor();
  assert.equal(await a.page.getByRole('button', { name: 'Join' }).count(), 0);
  await a.page.locator('.join-bar').getByRole('link', { name: 'Members' }).click();
  await a.page.locator('.desk .page').getByRole('link', { name: 'Members' }).click();
  await a.page.getByText('Nobody is in this room yet.').waitFor();
  await a.page.goBack();
  await a.page.getByLabel('Add a member').fill('Joel');
  await a.page.getByRole('button', { name: 'Joel Reyes' }).click();
  await press(a.page, 'Add');
  await toast(a.page, 'Joel Reyes is in Pump house now.');
  await a.page.getByText('1 member', { exact: true }).waitFor();
  await a.page.locator('.desk .page').getByRole('link', { name: 'Members' }).click();
  await item(a.page, 'Joel Reyes').waitFor();
  a.fine();
  await a.close();
});

test('an announcement room stands among the announcements, and says what joining it is for', async () => {
  const { room: news } = await community.as(community.administrator, 'room.create', { kind: 'announcement', slug: 'news', name: 'News' });
  await community.as(community.administrator, 'room.join', { room: news });
  await community.post(community.administrator, news, 'The meeting is in May.');
  const j = await visitAs(browser, community, joel);
  await j.page.getByRole('region', { name: 'Announcements' }).getByRole('link', { name: 'News' }).click();
  await j.page.getByText('Join it to read what is announced').waitFor();
  await j.page.getByRole('button', { name: 'Join' }).click();
  await j.page.getByText('The meeting is in May.').waitFor();
  const a = await visitAs(browser, community, community.administrator, {}, '#/admin/announcements');
  await item(a.page, 'News').getByText('2 members').waitFor();
  a.fine();
  j.fine();
  await j.close();
  await a.close();
});

test('every section can be used without barriers, on a phone, in the dark, from right to left', async () => {
  await community.apply('Rosa Quispe');
  const a = await visitAs(browser, community, community.administrator, { size: 'phone', colorScheme: 'dark', locale: 'ar' }, '#/desk');
  const desk = ['applications', 'reports', 'pending', 'members', `member/${joel.id}`, 'sanctions', 'rooms', `room/${room}`, 'audit'];
  const admin = ['rooms', 'room/new', 'moderators', 'utilities', 'invitations', 'announcements', 'state', 'export'];
  for (const hash of [...desk.map((name) => `#/desk/${name}`), ...admin.map((name) => `#/admin/${name}`)]) {
    await goTo(a.page, hash);
    await a.page.locator('.desk h2').first().waitFor();
    await a.page.waitForFunction(() => !document.querySelector('.desk p[role="status"]'));
    assert.deepEqual(await a.barriers({ within: 'main' }), [], hash);
    assert.ok(await a.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${hash} is too wide`);
  }
  a.fine();
  await a.close();
});
