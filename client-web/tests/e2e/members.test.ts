import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Community, password, type Person } from '../support/api';
import { openBrowser, Visit } from '../support/browser';
import { goTo, messageOf, say, toast, until, visitAs } from '../support/talk';

const noLine = /ERR_INTERNET_DISCONNECTED|WebSocket/;
let browser: Browser;
let community: Community;
let wanjiru: Person;
let joel: Person;
let room: number;
before(async () => {
  [browser, community] = await Promise.all([openBrowser(), Community.start()]);
  wanjiru = await community.add('Wanjiru Kamotho', { moderates: ['water-distribution'] });
  joel = await community.add('Joel Reyes', { rooms: ['water-distribution', 'asset-management'] });
  room = community.room('water-distribution');
});
after(async () => {
  await browser.close();
  await community.close();
});

const row = (page: Page, text: string) => page.locator('.list > li', { hasText: text });

async function fillApplication(page: Page, name: string, email: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Job').fill('Leak detection');
  await page.getByLabel('Utility or organisation').fill('Pula Water');
  await page.getByLabel('Country').selectOption('BW');
  await page.getByLabel(/^Water Distribution/).check();
}

test('somebody applies, is let in, says what they offer, is found by it, and talks with who found them', async () => {
  const n = await Visit.begin(browser, { size: 'phone' });
  const email = 'naledi@pula-water.example';
  await n.page.goto(`${community.url}/#/apply`);
  await fillApplication(n.page, 'Naledi Moroka', email);
  const choice = n.page.getByRole('group', { name: 'Communities of practice' });
  await choice.getByLabel(/^Water Distribution/).uncheck();
  await n.page.getByRole('button', { name: 'Send the application' }).click();
  await choice.getByRole('alert').getByText('Choose at least one community.').waitFor();
  assert.ok(await choice.evaluate((group) => group.contains(document.activeElement)), 'the focus is where one chooses');
  await choice.getByLabel(/^Water Distribution/).check();
  await until('nothing is wrong any more', async () => await choice.getByRole('alert').count() === 0);
  await n.page.getByRole('button', { name: 'Send the application' }).click();
  await n.page.getByRole('heading', { name: 'Your application waits for a moderator' }).waitFor();
  await n.page.getByRole('link', { name: 'State of my application' }).first().click();
  const look = async () => {
    await n.page.getByLabel('E-mail address').fill(email);
    await n.page.getByLabel('Password', { exact: true }).fill(password);
    await n.page.getByRole('button', { name: 'Show the state' }).click();
  };
  await look();
  await n.page.getByText('Your application waits for a moderator. Log in again').waitFor();

  const w = await visitAs(browser, community, wanjiru, {}, '#/desk');
  await row(w.page, 'Naledi Moroka').getByRole('button', { name: 'Approve' }).click();
  await w.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await toast(w.page, 'Naledi Moroka is a member now.');
  await look();
  await n.page.locator('.room-link', { hasText: 'Water Distribution' }).waitFor();

  await goTo(n.page, '#/profile');
  await n.page.getByLabel('Offers').fill('Leak noise logging on plastic pipes.');
  await n.page.getByLabel('Expertise').fill('leak-noise, Loggers');
  await n.page.getByRole('button', { name: 'Save' }).click();
  await toast(n.page, 'Your profile has been saved.');
  const toasts = n.page.locator('.toast');
  assert.ok((await toasts.first().boundingBox())!.y < 200, 'on a phone it stands above');
  await toasts.getByText('Your profile').tap();
  await n.page.waitForFunction(() => !document.querySelector('.toast'), undefined, { timeout: 3_000 });

  const j = await visitAs(browser, community, joel, {}, '#/people');
  await j.page.getByRole('link', { name: 'Who offers' }).click();
  await j.page.locator('.person-row', { hasText: 'Leak noise logging' }).waitFor();
  await goTo(j.page, '#/people?tab=offers&expertise=leak-noise');
  await until('only she has that expertise', async () => await j.page.locator('.person-row').count() === 1);
  await j.page.locator('.person-row').getByRole('link', { name: 'Naledi Moroka' }).click();
  await j.page.getByRole('button', { name: 'Write to' }).click();
  await j.page.getByRole('heading', { name: 'Naledi Moroka' }).waitFor();
  await say(j.page, 'Which loggers do you use?');
  await goTo(n.page, '#/');
  await n.page.locator('.room-link', { hasText: 'Joel Reyes' }).click();
  await messageOf(n.page, 'Which loggers').waitFor();
  await say(n.page, 'Those that we can repair.');
  await messageOf(j.page, 'we can repair').waitFor();
  n.fine(/403|401/);
  w.fine();
  j.fine();
  await Promise.all([n.close(), w.close(), j.close()]);
});

test('the link of an invitation lets somebody in at once', async () => {
  const { invitation } = await community.as(wanjiru, 'invitation.create', { uses: 1, days: 7, rooms: [room] });
  const visit = await Visit.begin(browser);
  await visit.page.goto(`${community.url}/#/apply?invitation=${invitation.code}`);
  await fillApplication(visit.page, 'Rosa Quispe', 'rosa@cerro.example');
  assert.equal(await visit.page.getByLabel('Invitation code').inputValue(), invitation.code);
  await visit.page.getByRole('button', { name: 'Join', exact: true }).click();
  await visit.page.locator('.room-link', { hasText: 'Water Distribution' }).waitFor();
  assert.ok(!visit.page.url().includes(invitation.code), 'the code stays in the address');
  visit.fine(/401/);
  await visit.close();
});

test('what was said is found, by room, kind, language and author; without a line what is kept', async () => {
  const assets = community.room('asset-management');
  await community.post(joel, room, 'The turbine meter stands in the chamber.', { lang: 'en' });
  await community.post(joel, assets, 'La turbine du compteur est usée.', { lang: 'fr' });
  await community.thread(joel, room, 'How we read them', 'A turbine meter is read by night.', { kind: 'best_practice', lang: 'en' });
  const fatou = await community.add('Fatou Sarr', { rooms: ['water-distribution', 'asset-management'] });
  await community.post(fatou, room, 'Our turbine is of 1974.', { lang: 'en' });
  const visit = await visitAs(browser, community, fatou, {}, `#/room/${room}`);
  const { page } = visit;
  await messageOf(page, 'of 1974').waitFor();
  await page.locator('.messages').focus();
  await page.keyboard.press('/');
  await page.getByLabel('Words to look for').fill('turbine');
  await page.keyboard.press('Enter');
  const hits = page.locator('.linked');
  const found = (n: number, how: string) => until(`${n} are found ${how}`, async () => await hits.count() === n);
  await found(4, 'of all');
  assert.equal(await hits.first().locator('mark').innerText(), 'turbine');
  await page.getByText('Filters').click();
  await page.getByLabel('Room', { exact: true }).selectOption(String(room));
  await found(3, 'in the room');
  await page.getByLabel('Kind').selectOption('best_practice');
  await found(1, 'as a best practice');
  await hits.getByText('How we read them').waitFor();
  await goTo(page, '#/search?q=turbine&lang=fr');
  await found(1, 'in French');
  await goTo(page, '#/search?q=turbine');
  await found(4, 'again');
  await page.getByText('Filters').click();
  await page.getByLabel('Only what I wrote').check();
  await found(1, 'of her own');
  await hits.first().click();
  await page.locator('.message', { hasText: 'of 1974' }).waitFor();

  await visit.context.setOffline(true);
  await page.locator('.line-bar').waitFor();
  await goTo(page, '#/search?q=turbine');
  await page.getByText('You are offline: only what is kept on this device was searched.').waitFor();
  await hits.filter({ hasText: 'in the chamber' }).waitFor();
  await visit.context.setOffline(false);
  await found(4, 'with the line');
  visit.fine(noLine);
  await visit.close();
});

test('each notification says in a sentence what has happened, with the reason, and leads there', async () => {
  const grace = await community.add('Grace Banda');
  const ada = community.administrator;
  const as = community.as.bind(community);
  const expected: [sentence: string, to: string, said?: string][] = [];
  const of = (message: number) => `#/message/${message}`;
  const mine = await community.post(grace, room, 'Our first night test.');
  expected.push(['Joel Reyes mentioned you in Water Distribution.', of(await community.post(joel, room, '@Grace Banda, where?', { mentions: [grace.id] }))]);
  expected.push(['Joel Reyes replied to you in Water Distribution.', of(await community.post(joel, room, 'Well done.', { reply_to: mine }))]);
  const thread = await community.thread(joel, room, 'Which loggers?', 'We have none.', { kind: 'question' });
  const answer = await community.post(grace, room, 'Any that you can repair.', { thread });
  await as(joel, 'thread.answer', { thread, message: answer });
  expected.push(['Joel Reyes marked your reply as the answer in Water Distribution.', of(answer)]);
  await as(wanjiru, 'member.warn', { member: grace.id, room, reason: 'Quieter, please.' });
  expected.push(['Wanjiru Kamotho gave you a warning in Water Distribution.', `#/room/${room}`, 'Quieter, please.']);
  const { sanction } = await as(wanjiru, 'member.mute', { member: grace.id, room, reason: 'Cool down.', minutes: 60 });
  expected.push(['Wanjiru Kamotho muted you in Water Distribution: you can read, but not write.', `#/room/${room}`, 'Cool down.']);
  await as(wanjiru, 'sanction.lift', { sanction, reason: 'It is well.' });
  expected.push(['Wanjiru Kamotho lifted a sanction against you in Water Distribution.', `#/room/${room}`, 'It is well.']);
  const bad = await community.post(joel, room, 'Something rude.');
  const { reports } = (await as(grace, 'message.report', { message: bad, reason: 'Rude.' }), await as(wanjiru, 'report.list', { room }));
  await as(wanjiru, 'report.resolve', { report: reports.find((one) => one.message === bad)!.id, upheld: true, note: 'Thank you.' });
  expected.push(['Wanjiru Kamotho dealt with your report in Water Distribution.', of(bad), 'Thank you.']);
  await as(wanjiru, 'message.remove', { message: mine, reason: 'A mistake.' });
  expected.push(['Wanjiru Kamotho removed your message in Water Distribution.', of(mine), 'A mistake.']);

  const strict = community.room('wop-practice');
  await as(ada, 'room.update', { room: strict, approve_first_post: true });
  await as(grace, 'room.join', { room: strict });
  const pend = async (text: string) => (await as(grace, 'message.post', { room: strict, text })).pending;
  await as(ada, 'pending.reject', { pending: await pend('Hello?'), reason: 'Say more.' });
  expected.push(['Ada did not approve your post in WOP Project Management.', `#/room/${strict}`, 'Say more.']);
  const { message: let_in } = await as(ada, 'pending.approve', { pending: await pend('Hello from the lake.') });
  expected.push(['Ada approved your post in WOP Project Management.', of(let_in)]);
  await as(ada, 'room.appoint', { room: strict, member: grace.id });
  expected.push(['Ada made you a moderator of WOP Project Management.', `#/room/${strict}`]);
  await as(ada, 'room.dismiss', { room: strict, member: grace.id });
  expected.push(['Ada changed your role in WOP Project Management.', `#/room/${strict}`]);
  await as(ada, 'member.set_role', { member: grace.id, role: 'administrator' });
  await as(ada, 'member.set_role', { member: grace.id, role: 'member' });
  expected.push(['Ada changed your role in the community.', `#/person/${ada.id}`]);
  const kept = await community.group('twinning', [grace], 'Twinning');
  expected.push(['Ada added you to Twinning.', `#/room/${kept}`]);
  const left = await community.group('past', [grace], 'Past');
  await as(ada, 'room.remove_member', { room: left, member: grace.id, reason: 'It has ended.' });

  const visit = await visitAs(browser, community, grace, {}, '#/notices');
  const { page } = visit;
  await page.locator('.linked').first().waitFor();
  const read = () => page.locator('.linked').evaluateAll((all) => all.map((one) => ({
    text: one.textContent!.replace(/[\u2068\u2069]/g, ''), to: one.querySelector('a')?.getAttribute('href') ?? '',
  })));
  await until('all of them are there, and what the sanctions were is known', async () => {
    const all = await read();
    return all.length >= expected.length + 2 && !all.some((one) => one.text.includes('sanctioned you'));
  });
  const shown = await read();
  for (const [sentence, to, said] of expected) {
    const match = shown.find((one) => one.text.includes(sentence) && one.to === to);
    assert.ok(match, `${sentence} ${to} is not among:\n${shown.map((one) => `${one.text} ${one.to}`).join('\n')}`);
    if (said) assert.ok(match.text.includes(said), `${match.text} does not say: ${said}`);
  }
  assert.match(shown.map((one) => one.text).join('\n'), /Ada removed you from (Past|room \d+)\.It has ended\./);
  assert.match(shown.map((one) => one.text).join('\n'), /Ada added you to (Past|room \d+)\./);
  assert.ok(shown.every((one) => !/did something that concerns you/.test(one.text)));
  await until('they count as seen', async () => (await as(grace, 'notification.list', {})).unseen === 0);
  for (const [sentence, to] of expected) {
    await goTo(page, to);
    const there = to.startsWith('#/message/') ? `[data-id="${to.slice(10)}"]` : to.startsWith('#/person') ? '.person-head' : '.room-bar';
    await page.locator(there).first().waitFor().catch((late: unknown) => assert.fail(`${sentence} leads to ${to}: ${String(late)}`));
  }
  visit.fine();
  await visit.close();
});

test('what was missed is gone through with one key to its end, and the server knows', async () => {
  const reader = await community.add('Reader', { rooms: ['water-distribution', 'asset-management'] });
  const assets = community.room('asset-management');
  for (let i = 1; i <= 60; i++) await community.post(joel, room, `Reading ${i} of the night.`);
  const thread = await community.thread(joel, room, 'While you slept', 'It leaked.');
  await community.post(joel, room, 'It is repaired.', { thread });
  await community.post(joel, assets, 'The register has a new field.');
  const visit = await visitAs(browser, community, reader, {}, '#/missed');
  const { page } = visit;
  const end = page.getByRole('heading', { name: 'You have read everything.' });
  const seen: string[] = [];
  const heading = page.locator('.body h2').first();
  const shown = () => [...document.querySelectorAll('.body h2, .reading > li:last-child')].map((one) => one.textContent).join();
  for (let i = 0; i < 12 && !await end.count(); i++) {
    await page.locator('.go-on, .empty .icon').first().waitFor();
    if (await end.count()) break;
    seen.push(`${await heading.innerText()}: ${(await page.locator('.reading > li').last().innerText()).split('\n').at(-1)}`);
    const stop = await page.evaluate(shown);
    await page.keyboard.press('n');
    await until('it goes on', async () => await page.evaluate(shown) !== stop);
  }
  await end.waitFor();
  assert.ok(seen.some((one) => one.includes('It is repaired.')) && seen.some((one) => one.includes('new field')) && seen.some((one) => one.includes('Reading 60')),
    seen.join('\n'));
  assert.match(seen[0]!, /^Water/, 'what has been waiting longest comes first');
  assert.match(seen.at(-1)!, /^Asset/);
  await until('nothing is unread', async () => (await community.as(reader, 'room.list', {})).heads.every((one) => one.unread === 0));
  visit.fine();
  await visit.close();
});
