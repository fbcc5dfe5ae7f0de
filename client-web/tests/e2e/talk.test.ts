import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { Community, type Person } from '../support/api';
import { openBrowser } from '../support/browser';
import { choose, composer, goTo, messageOf, say, until, visitAs } from '../support/talk';

let browser: Browser;
let community: Community;
let amina: Person;
let joel: Person;
let room: number;
before(async () => {
  [browser, community] = await Promise.all([openBrowser(), Community.start()]);
  amina = await community.add('Amina Odhiambo');
  joel = await community.add('Joel Reyes');
  room = community.room('water-distribution');
});
after(async () => {
  await browser.close();
  await community.close();
});

test('two people talk: what one says the other sees, answers, and gives a reaction to', async () => {
  const a = await visitAs(browser, community, amina, {}, `#/room/${room}`);
  const j = await visitAs(browser, community, joel, { size: 'phone' }, `#/room/${room}`);
  await composer(j.page).waitFor();
  await say(a.page, 'Who has **night flow** data by zone?');
  await messageOf(j.page, 'night flow').waitFor();
  assert.equal(await messageOf(j.page, 'night flow').locator('strong', { hasText: 'night flow' }).count(), 1);
  await messageOf(a.page, 'night flow').waitFor();
  assert.equal(await messageOf(a.page, 'night flow').count(), 1, 'the author sees it once');

  await choose(j.page, 'night flow', 'React 👍');
  await a.page.locator('.reaction', { hasText: '👍 1' }).waitFor();
  await choose(j.page, 'night flow', 'Reply');
  await composer(j.page).fill('We do, for two zones.');
  await j.page.getByRole('button', { name: 'Send' }).click();
  await messageOf(a.page, 'two zones').locator('.quoted', { hasText: 'Amina' }).waitFor();

  await choose(j.page, 'two zones', 'Edit');
  await composer(j.page).fill('We do, for three zones.');
  await j.page.getByRole('button', { name: 'Save' }).click();
  await messageOf(a.page, 'three zones').getByText('edited').waitFor();
  await choose(j.page, 'three zones', 'Remove');
  await j.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await messageOf(a.page, 'The author removed this message').waitFor();
  assert.equal(await messageOf(a.page, 'three zones').count(), 0);
  a.fine();
  j.fine();
  await a.close();
  await j.close();
});

test('a name is completed behind an @, and who is mentioned is told', async () => {
  const a = await visitAs(browser, community, amina, {}, `#/room/${room}`);
  const j = await visitAs(browser, community, joel);
  await composer(a.page).pressSequentially('Ask @joe');
  await a.page.getByRole('option', { name: 'Joel Reyes' }).waitFor();
  await composer(a.page).press('Enter');
  await composer(a.page).pressSequentially('about it.');
  await composer(a.page).press('Control+Enter');
  await messageOf(a.page, 'Ask @Joel Reyes about it.').locator('a.mention').waitFor();
  await j.page.getByRole('link', { name: 'Notifications: 1 new' }).waitFor();
  await j.page.locator('.room-link', { hasText: '1 mention of you' }).click();
  await messageOf(j.page, 'Ask @Joel Reyes').waitFor();
  await j.page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
  assert.equal(await j.page.locator('.room-link', { hasText: 'mention of you' }).count(), 0, 'what was read where it was said is seen');
  assert.equal((await community.as(joel, 'notification.list', {})).unseen, 0);

  // Read at the newest before one is told of it; and not read until one goes through what was missed.
  await community.post(amina, room, 'And again, @Joel Reyes.', { mentions: [joel.id] });
  await j.page.getByRole('link', { name: 'Notifications: 1 new' }).waitFor();
  await j.page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
  await goTo(j.page, '#/people');
  await community.post(amina, room, 'Once more, @Joel Reyes.', { mentions: [joel.id] });
  await j.page.getByRole('link', { name: 'Notifications: 1 new' }).waitFor();
  await j.page.waitForTimeout(2_500);
  await j.page.getByRole('link', { name: 'Notifications: 1 new' }).waitFor();
  await goTo(j.page, '#/missed');
  await j.page.locator('.reading > li', { hasText: 'Once more' }).waitFor();
  await j.page.keyboard.press('n');
  await j.page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
  a.fine();
  j.fine();
  await a.close();
  await j.close();
});

test('a question becomes a thread, a reply its answer, and the filters find it', async () => {
  const a = await visitAs(browser, community, amina, {}, `#/room/${room}/new`);
  const j = await visitAs(browser, community, joel, {}, `#/room/${room}/threads`);
  await a.page.getByLabel('Question').check();
  await a.page.getByLabel('Title').fill('Step tests without valve keys?');
  await a.page.getByLabel('Text', { exact: true }).fill('Half of our valves are buried.');
  await a.page.getByRole('button', { name: 'Start the thread' }).click();
  await a.page.getByRole('heading', { name: 'Step tests without valve keys?' }).waitFor();
  const row = j.page.locator('.thread-row', { hasText: 'Step tests' });
  await row.waitFor();
  assert.match(await row.innerText(), /1 unread/);
  await row.click();
  await messageOf(j.page, 'valves are buried').waitFor();
  await say(j.page, 'Correlate at the hydrants instead.');
  await messageOf(a.page, 'hydrants').waitFor();
  await choose(a.page, 'hydrants', 'Mark as the answer');
  await j.page.locator('.message.answer', { hasText: 'hydrants' }).waitFor();
  await goTo(j.page, `#/room/${room}/threads?status=answered`);
  await j.page.locator('.thread-row', { hasText: 'Answered' }).waitFor();
  await goTo(j.page, `#/room/${room}/threads?kind=event`);
  await j.page.getByText('No thread matches').waitFor();
  await j.page.getByRole('button', { name: 'Clear filters (1)' }).click();
  await j.page.locator('.thread-row', { hasText: 'Answered' }).waitFor();
  assert.equal(await j.page.getByRole('button', { name: /^Clear filters/ }).count(), 0);
  a.fine();
  j.fine();
  await a.close();
  await j.close();
});

test('a room opens where reading goes on, older messages come above without moving what is read, and marks follow', async () => {
  const other = community.room('asset-management');
  const writer = await community.add('Writer', { rooms: ['asset-management'] });
  const reader = await community.add('Reader', { rooms: ['asset-management'] });
  for (let i = 1; i <= 200; i++) await community.post(writer, other, `Message number ${i} of the pump register.`);
  await community.as(reader, 'read.mark', { room: other, index: 120 });
  const r = await visitAs(browser, community, reader, {}, `#/room/${other}`);
  const divider = r.page.locator('.divider-new');
  await divider.waitFor();
  await messageOf(r.page, 'Message number 121 ').waitFor();
  assert.ok(await r.page.evaluate(() => {
    const box = document.querySelector('.messages')!.getBoundingClientRect();
    const line = document.querySelector('.divider-new')!.getBoundingClientRect();
    return line.top > box.top && line.top < box.top + box.height / 2;
  }), 'the line above what is new is in the upper half');

  // Up: the row that is in view stays where it is while a page is put above it.
  const moved = await r.page.evaluate(async () => {
    const box = document.querySelector<HTMLElement>('.messages')!;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    let worst = 0;
    for (let i = 0; i < 150 && !document.querySelector('[data-index="1"]'); i++) {
      const rows = [...box.querySelectorAll<HTMLElement>('[data-index]')];
      const first = rows.find((row) => row.getBoundingClientRect().bottom > box.getBoundingClientRect().top)!;
      const [index, before, scrolled] = [first.dataset.index!, first.getBoundingClientRect().top, box.scrollTop];
      const step = Math.min(120, box.scrollTop);
      box.scrollTop -= step;
      for (let n = 0; n < 4; n++) await frame();
      const now = box.querySelector<HTMLElement>(`[data-index="${index}"]`)!.getBoundingClientRect().top;
      if (scrolled > 0) worst = Math.max(worst, Math.abs(now - before - step));
    }
    return { worst, begins: Boolean(document.querySelector('[data-index="1"]')) };
  });
  assert.ok(moved.begins, 'the first message was reached');
  assert.ok(moved.worst < 2, `what was read moved by ${moved.worst} pixels`);

  await r.page.locator('.to-newest').click();
  await messageOf(r.page, 'Message number 200 ').waitFor();
  await r.page.waitForFunction(() => !document.querySelector('.room-link[aria-current] .badge'));
  const readAt = async () => (await community.as(reader, 'room.list', {})).memberships.find((one) => one.room === other)?.chat_read;
  for (let i = 0; i < 50 && (await readAt()) !== 200; i++) await r.page.waitForTimeout(100);
  assert.equal(await readAt(), 200);
  r.fine();
  await r.close();
});

test('a moderator removes a message with a reason that all see, and who is muted is told why', async () => {
  const moderator = await community.add('Wanjiru Kamotho', { moderates: ['water-distribution'] });
  const noisy = await community.add('Noisy Nick');
  const m = await visitAs(browser, community, moderator, {}, `#/room/${room}`);
  const n = await visitAs(browser, community, noisy, {}, `#/room/${room}`);
  await say(n.page, 'Buy my pumps now!');
  await messageOf(m.page, 'Buy my pumps').waitFor();
  await choose(m.page, 'Buy my pumps', 'Remove');
  await m.page.getByRole('dialog').getByLabel('Reason').fill('An advertisement.');
  await m.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await messageOf(n.page, 'A moderator removed this message. Reason: An advertisement.').waitFor();
  await n.context.setOffline(true);
  await n.page.locator('.line-bar', { hasText: 'Offline since' }).waitFor();
  await say(n.page, 'But they are good pumps!');
  const muting = await community.as(moderator, 'member.mute', { member: noisy.id, room, reason: 'Cool down, please.', minutes: 60 });
  await n.context.setOffline(false);
  await n.page.locator('.composer-closed', { hasText: 'You are muted. You can read on; wait, or write to a moderator. Reason: Cool down, please.' }).waitFor();
  const refused = n.page.locator('.message.refused');
  await refused.getByText('Cool down, please.').waitFor();
  assert.equal(await messageOf(m.page, 'good pumps').count(), 0);
  assert.equal(await refused.getByRole('button', { name: 'Edit' }).count(), 0, 'there is nowhere to write it on');
  await community.as(moderator, 'sanction.lift', { sanction: muting.sanction, reason: 'Talked it over.' });
  await composer(n.page).fill('Sorry.');
  await refused.getByRole('button', { name: 'Edit' }).click();
  await n.page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === 'But they are good pumps!\n\nSorry.');
  await refused.waitFor({ state: 'detached' });
  m.fine();
  n.fine(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await m.close();
  await n.close();
});

test('a text that was begun outlives a reply that is called off and the page; a name in it is meant, chosen or typed', async () => {
  const writer = await community.add('Half Written');
  const first = await community.post(joel, room, 'Which valves are yours?');
  const w = await visitAs(browser, community, writer, {}, `#/room/${room}`);
  await messageOf(w.page, 'Which valves').waitFor();
  await composer(w.page).fill('Half a report on valves');
  await choose(w.page, 'Which valves', 'Reply');
  await composer(w.page).pressSequentially(', @Joel');
  await w.page.locator('.mention-list li', { hasText: 'Joel Reyes' }).click();
  await w.page.keyboard.type('and @Amina Odhiambo too');
  await w.page.keyboard.press('Escape');
  await w.page.locator('.composer-about').waitFor({ state: 'detached' });
  const begun = 'Half a report on valves, @Joel Reyes and @Amina Odhiambo too';
  assert.equal(await composer(w.page).inputValue(), begun);
  await w.page.waitForTimeout(400); // until it is kept
  await w.page.reload();
  await w.page.waitForFunction((text) => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === text, begun);
  await choose(w.page, 'Which valves', 'Reply');
  await composer(w.page).press('Enter');
  await messageOf(w.page, 'Half a report').locator('.mention').nth(1).waitFor();
  const page = await community.as(writer, 'message.mine', {});
  assert.deepEqual([page.messages[0]?.reply_to, page.messages[0]?.mentions], [first, [amina.id, joel.id].sort((a, b) => a - b)]);
  w.fine();
  await w.close();
});

test('who edits what has changed meanwhile sees both texts, and goes on from there', async () => {
  const message = await community.post(amina, room, 'The valve is half open.');
  const a = await visitAs(browser, community, amina, {}, `#/room/${room}`);
  await messageOf(a.page, 'half open').waitFor();
  await a.context.setOffline(true);
  await a.page.locator('.line-bar', { hasText: 'Offline since' }).waitFor();
  await choose(a.page, 'half open', 'Edit');
  await composer(a.page).fill('The valve is open by a third.');
  await a.page.getByRole('button', { name: 'Save' }).click();
  await messageOf(a.page, 'open by a third').getByText('waits to be sent').waitFor();
  const [now] = (await community.as(amina, 'message.get', { messages: [message] })).messages;
  await community.as(amina, 'message.edit', { message, base_rev: now!.rev, text: 'The valve is shut.' });
  await a.context.setOffline(false);
  const both = messageOf(a.page, 'The valve is shut.').getByRole('region', { name: 'Your new text' });
  await both.getByText('open by a third').waitFor();
  await both.getByRole('button', { name: 'Edit' }).click();
  await a.page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value.includes('third'));
  await a.page.getByRole('button', { name: 'Save' }).click();
  await both.waitFor({ state: 'detached' });
  await messageOf(a.page, 'open by a third').getByText('edited').waitFor();
  a.fine(/ERR_INTERNET_DISCONNECTED|WebSocket/);
  await a.close();
});

test('the first post of a newcomer is shown to its author as waiting, and to all when a moderator lets it in', async () => {
  const strict = community.room('wop-practice');
  const moderator = await community.add('Pirjo', { moderates: ['wop-practice'] });
  await community.as(moderator, 'room.update', { room: strict, approve_first_post: true });
  const newcomer = await community.add('Newcomer', { rooms: ['wop-practice'] });
  const n = await visitAs(browser, community, newcomer, {}, `#/room/${strict}`);
  await say(n.page, 'We twin with a utility downstream.');
  await messageOf(n.page, 'twin with').getByText('Waits for a moderator.').waitFor();
  const { pending } = await community.as(moderator, 'pending.list', { room: strict });
  await community.as(moderator, 'pending.approve', { pending: pending[0]!.id });
  await n.page.locator('.message:not(.waiting)', { hasText: 'twin with' }).waitFor();
  assert.equal(await messageOf(n.page, 'twin with').count(), 1);
  n.fine();
  await n.close();
});

test('a message that comes while one joins is seen, though the room’s first page and counters come at the same time', async () => {
  const j = await visitAs(browser, community, joel, {}, '#/');
  const assets = community.room('asset-management');
  let moment: 'before' | 'page' | 'event' | 'list' | 'after' = 'before';
  await j.page.routeWebSocket(/\/ws$/, (page) => {
    const server = page.connectToServer();
    const requests: string[] = [];
    const answers: string[] = [];
    let history = 0;
    page.onMessage((said) => {
      const { id, method } = JSON.parse(String(said)) as { readonly id: number; readonly method: string };
      if (moment === 'before' && method === 'room.join') moment = 'page';
      if (moment === 'page' && method === 'message.history') history = id;
      // The counters are asked for when the page has been read and the message has come.
      if (moment === 'page' && method === 'room.list') requests.push(String(said));
      else server.send(said);
    });
    server.onMessage((said) => {
      const told = JSON.parse(String(said)) as unknown[] & { readonly id?: number };
      if (moment === 'page' && told.id === history) {
        moment = 'event';
        answers.push(String(said));
        void community.as(amina, 'room.join', { room: assets }).then(() => community.post(amina, assets, 'The gate valve is shut.'));
      } else if (moment === 'event' && told[0] === `room:${assets}`) {
        moment = 'list';
        answers.push(String(said));
        assert.equal(requests.length, 1);
        server.send(requests[0]!);
      } else if (moment === 'list' && told.id === (JSON.parse(requests[0]!) as { readonly id: number }).id) {
        moment = 'after';
        for (const answer of [...answers, said]) page.send(answer);
      } else {
        page.send(said);
      }
    });
  });
  await goTo(j.page, `#/room/${assets}`);
  // As where the page is not seen: what waits for a frame waits for long.
  await j.page.addInitScript(() => { window.requestAnimationFrame = () => 0; });
  await j.page.reload();
  await j.page.locator('.join-bar').getByRole('button').click();
  await messageOf(j.page, 'The gate valve').waitFor();
  assert.deepEqual([moment, await messageOf(j.page, 'The gate valve').count()], ['after', 1]);
  j.fine();
  await j.close();
});

test('a thread that goes with the copy of its room, while one reads it, is asked for again', async () => {
  const thread = await community.thread(joel, room, 'Which pumps hum?', 'Ours do, by night.');
  const a = await visitAs(browser, community, amina, {}, '#/');
  let leaveOut = (): void => assert.fail('the page has no line');
  const asked: string[] = [];
  await a.page.routeWebSocket(/\/ws$/, (page) => {
    const server = page.connectToServer();
    leaveOut = () => page.send(JSON.stringify({ jsonrpc: '2.0', method: 'resync', params: { reason: 'slow' } }));
    page.onMessage((said) => {
      const { id, method, params } = JSON.parse(String(said)) as { readonly id: number; readonly method: string; readonly params: { readonly stream?: string; readonly rev?: number } };
      asked.push(`${method} ${params.stream ?? ''}`.trim());
      // As where more was missed than the server tells, and the thread is not among the latest.
      if (asked.at(-1) === `changes.since room:${room}`) page.send(JSON.stringify({ jsonrpc: '2.0', id, result: { stream: params.stream, rev: params.rev, gap: true } }));
      else server.send(said);
    });
  });
  await goTo(a.page, `#/room/${room}/thread/${thread}`);
  await a.page.reload();
  await messageOf(a.page, 'by night').waitFor();
  asked.length = 0;
  leaveOut();
  await until('it is asked for', async () => asked.includes('thread.get'));
  await a.page.getByRole('heading', { name: 'Which pumps hum?' }).waitFor();
  await messageOf(a.page, 'by night').waitFor();
  assert.ok(asked.indexOf(`changes.since room:${room}`) < asked.indexOf('thread.get'), asked.join(', '));
  a.fine();
  await a.close();
});

test('what one has written stays where it is when it has been sent', async () => {
  const a = await visitAs(browser, community, amina, {}, `#/room/${room}`);
  await composer(a.page).waitFor();
  await a.page.evaluate(() => {
    const seen: string[] = [];
    const look = () => {
      const now = [...document.querySelectorAll('.message')].filter((one) => one.textContent?.includes('One hydrant')).map((one) => one.textContent!.includes('was dry') ? 'new' : 'old').join();
      if (seen[seen.length - 1] !== now) seen.push(now);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(globalThis, { seen });
  });
  const seen = () => a.page.evaluate(() => (globalThis as unknown as { readonly seen: readonly string[] }).seen);
  await say(a.page, 'One hydrant leaks.');
  await a.page.locator('.message:not(.waiting)', { hasText: 'One hydrant' }).waitFor();
  await a.page.waitForTimeout(500);
  assert.deepEqual(await seen(), ['', 'old']);
  await choose(a.page, 'One hydrant', 'Edit');
  await say(a.page, 'One hydrant was dry.');
  await messageOf(a.page, 'was dry').waitFor();
  await a.page.waitForTimeout(500);
  assert.deepEqual(await seen(), ['', 'old', 'new']);
  a.fine();
  await a.close();
});

test('a draft outlives a reload, and each place has its own', async () => {
  const a = await visitAs(browser, community, amina, {}, `#/room/${room}`);
  await composer(a.page).fill('Half a thought');
  await a.page.waitForTimeout(400);
  await a.page.reload();
  await a.page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.value === 'Half a thought');
  await composer(a.page).fill('');
  await a.page.waitForTimeout(400);
  a.fine();
  await a.close();
});

test('the server is killed and comes back: the page says so, and what was written meanwhile arrives once', async () => {
  const a = await visitAs(browser, community, amina, {}, `#/room/${room}`);
  await composer(a.page).waitFor();
  await community.server.kill();
  await a.page.locator('.line-bar', { hasText: 'Offline since' }).waitFor();
  await say(a.page, 'Written without a server.');
  await messageOf(a.page, 'Written without a server.').getByText('waits to be sent').waitFor();
  await a.page.locator('.line-bar', { hasText: '1 message waits to be sent' }).waitFor();
  await community.server.restart();
  await a.page.locator('.line-bar').waitFor({ state: 'detached', timeout: 60_000 });
  await a.page.locator('.message:not(.waiting)', { hasText: 'Written without a server.' }).waitFor();
  const { messages } = await community.as(joel, 'message.history', { room });
  assert.equal(messages.filter((one) => one.text === 'Written without a server.').length, 1);
  a.fine(/ERR_CONNECTION_REFUSED|WebSocket/);
  await a.close();
});

test('rows that have gone are let go, however many come', async () => {
  const busy = community.room('asset-management');
  const [reader, writer] = [await community.add('Reads On', { rooms: ['asset-management'] }), await community.add('Writes On', { rooms: ['asset-management'] })];
  const visit = await visitAs(browser, community, reader, {}, `#/room/${busy}`);
  const devtools = await visit.context.newCDPSession(visit.page);
  await say(visit.page, 'Who writes stays with what is newest.');
  for (let i = 1; i <= 2_000; i++) {
    await community.post(writer, busy, `Reading ${i} of the meter.`);
    await visit.page.waitForTimeout(10); // drawn as they come, not all at once
  }
  await messageOf(visit.page, 'Reading 2000 of').waitFor();
  await devtools.send('HeapProfiler.collectGarbage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  const shown = await visit.page.evaluate(() => {
    const walker = document.createTreeWalker(document);
    let count = 1;
    while (walker.nextNode()) count++;
    return count;
  });
  assert.ok(nodes < 2 * shown + 1_000, `${nodes} elements and texts are held, and ${shown} are shown`);
  visit.fine();
  await visit.close();
});
