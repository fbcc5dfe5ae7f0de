import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { password, type Community, type Person } from './api';
import { Visit, type Look } from './browser';
import type { Browser } from 'playwright-core';

/** Somebody's browser, logged in, with the list of rooms there. */
export async function visitAs(browser: Browser, community: Community, person: Person, look: Look = {}, to = '#/'): Promise<Visit> {
  const visit = await Visit.begin(browser, look);
  await visit.logIn(community.url, person.email, password);
  await visit.page.goto(`${community.url}/${to}`);
  await visit.page.locator('.rooms a').first().waitFor({ state: 'attached' });
  return visit;
}

/** Goes to another screen of the page that is there; the one before has gone when it returns. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => new Promise<void>((gone) => {
    if (location.hash === to) return gone();
    addEventListener('hashchange', () => requestAnimationFrame(() => setTimeout(gone)), { once: true });
    location.hash = to;
  }), hash);
}

/** Where one writes on the page. */
export const composer = (page: Page): Locator => page.locator('.composer textarea');

export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Control+Enter');
}

/** The message with this text, sent or waiting. */
export const messageOf = (page: Page, text: string): Locator => page.locator('.message', { hasText: text });

/** Opens the menu of the message with this text and chooses from it. */
export async function choose(page: Page, text: string, item: string): Promise<void> {
  await messageOf(page, text).last().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** What has been done is told. */
export const toast = (page: Page, text: string): Promise<void> => page.locator('.toast', { hasText: text }).waitFor();

/** Waits until something holds; fails where it never does. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  assert.fail(`It never was so: ${what}`);
}
