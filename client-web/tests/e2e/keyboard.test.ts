import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Community, password, type Person } from '../support/api';
import { openBrowser, Visit } from '../support/browser';
import { messageOf } from '../support/talk';

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

/** What has the focus: its role and its name, as a screen reader would say them, as far as attributes and text tell. */
const focused = (page: Page): Promise<string> => page.evaluate(() => {
  const now = document.activeElement;
  if (now === document.body) return 'body';
  const named = now?.getAttribute('aria-label') ?? (now as HTMLInputElement | null)?.labels?.[0]?.textContent ?? now?.textContent ?? '';
  return `${now?.getAttribute('role') ?? now?.tagName.toLowerCase() ?? ''} ${named.trim()}`;
});

/** Waits until what has the focus is like that. */
async function comesTo(page: Page, wanted: RegExp, why = ''): Promise<void> {
  for (let i = 0; i < 100 && !wanted.test(await focused(page)); i++) await page.waitForTimeout(20);
  assert.match(await focused(page), wanted, why);
}

/** Presses Tab until what has the focus is like that; fails where it never is, or where the focus cannot be seen. */
async function tabTo(page: Page, wanted: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    passed.push(now.slice(0, 60));
    const seen = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const style = getComputedStyle(element);
      return element === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    });
    assert.ok(seen, `the focus cannot be seen on: ${now}`);
    if (wanted.test(now)) return;
  }
  assert.fail(`Tab never came to ${wanted}, but to: ${passed.join(' | ')}`);
}

test('the main job is done by keyboard alone: log in, catch up, answer, react, start a thread, log out', async () => {
  const question = await community.post(joel, room, 'Who has night flow data by zone?');
  const visit = await Visit.begin(browser);
  const { page } = visit;
  await page.goto(community.url);
  await page.getByLabel('E-mail address').waitFor();
  await tabTo(page, /E-mail address/);
  await page.keyboard.type(amina.email);
  await tabTo(page, /Password/);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.locator('.room-link', { hasText: 'Water Distribution' }).waitFor();

  await tabTo(page, /Water Distribution/);
  await page.keyboard.press('Enter');
  await messageOf(page, 'night flow').waitFor();

  // To the messages, from one to the other, and into the menu of one.
  await tabTo(page, /^log Water Distribution/);
  await page.keyboard.press('ArrowUp');
  await comesTo(page, /Message from Joel Reyes/);
  await page.keyboard.press('Enter');
  await comesTo(page, /^menuitem React 👍/);
  await page.keyboard.press('Enter');
  await page.locator('.reaction[aria-pressed=true]', { hasText: '👍' }).waitFor();
  await comesTo(page, /Message from Joel Reyes/, 'the focus is back where it was');
  await page.keyboard.press('r');
  await comesTo(page, /Write a message/);
  await page.keyboard.type('We do, for two zones.');
  await page.keyboard.press('Enter');
  await page.locator('.message:not(.waiting)', { hasText: 'two zones' }).waitFor();
  const { messages } = await community.as(joel, 'message.history', { room });
  assert.equal(messages.find((one) => one.text === 'We do, for two zones.')?.reply_to, question);

  // Up in the empty field edits what one said last; Escape leaves it as it was.
  await page.keyboard.press('ArrowUp');
  await page.getByText('Editing your message').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Editing your message').waitFor({ state: 'detached' });

  await tabTo(page, /^a Threads/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'New thread' }).waitFor();
  await tabTo(page, /New thread/);
  await page.keyboard.press('Enter');
  await page.getByLabel('Title').waitFor();
  await tabTo(page, /Discussion/);
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.getByLabel('Question').isChecked());
  await tabTo(page, /^input Title/);
  await page.keyboard.type('Step tests without valve keys?');
  await tabTo(page, /^textarea Text/);
  await page.keyboard.type('Half of our valves are buried.');
  await tabTo(page, /Start the thread/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Step tests without valve keys?' }).waitFor();

  await tabTo(page, /Settings/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await tabTo(page, /Log out/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, /^button Log out/);
  await page.keyboard.press('Enter');
  await page.getByLabel('E-mail address').waitFor();
  visit.fine(/401|WebSocket/);
  await visit.close();
});

test('a dialog keeps the focus, gives it back, and Escape closes it', async () => {
  const visit = await Visit.begin(browser);
  const { page } = visit;
  await visit.logIn(community.url, amina.email, password);
  await community.post(amina, room, 'To be removed.');
  await page.goto(`${community.url}/#/room/${room}`);
  await messageOf(page, 'To be removed.').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Remove this message?' });
  await dialog.waitFor();
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement!.closest('dialog') !== null));
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await comesTo(page, /Message from Amina/);
  visit.fine();
  await visit.close();
});
