import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, Visit, type Look } from '../support/browser';
import { Demo } from '../support/demo';
import { demoPassword } from '../support/server';
import { screens, type Who } from '../support/screens';
import { SteadyTime } from '../support/steady';
import { goTo } from '../support/talk';
import { catalogs, englishBut } from '../support/words';

/** A folder for pictures of all screens; none are made without it. Those in French are made for it only. */
const pictures = process.env.STANDPIPE_SCREENSHOTS ?? '';
/** A part of the names of the screens that are looked at; all if absent. */
const wanted = process.env.STANDPIPE_SCREEN ?? '';
type Language = keyof typeof catalogs;
const locales = { en: 'en-GB', fr: 'fr-FR', ar: 'ar' } as const;

let browser: Browser;
let demo: Demo;
let time: SteadyTime;
before(async () => {
  [browser, demo] = await Promise.all([openBrowser(), Demo.start()]);
  time = await SteadyTime.of(demo);
  if (pictures) mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser.close();
  await demo.close();
});

async function visitAs(who: Who, look: Look): Promise<Visit> {
  const visit = await Visit.begin(browser, look);
  await time.hold(visit);
  if (who !== 'nobody') await visit.logIn(demo.url, who === 'newcomer' ? demo.newcomer.email : demo.who(who).email, demoPassword);
  await visit.page.goto(`${demo.url}/`);
  await visit.page.locator(who === 'nobody' ? '.gate form' : '.rooms a').first().waitFor({ state: 'attached' });
  return visit;
}

/** Nothing is being loaded any more, and what has been is painted. */
async function settled(page: Page, lang: Language): Promise<void> {
  const { base: { loading, opening, connecting }, more } = catalogs[lang];
  await page.waitForFunction((busy) => ![...document.querySelectorAll('[role="status"]')].some((one) => busy.includes(one.textContent ?? '')),
    [loading, opening, connecting, more.search.searching]);
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));
  });
}

/** What is wider than where it is shown, other than what is meant to be scrolled. */
const sideways = (page: Page): Promise<string[]> => page.evaluate(() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
  const meant = '.tabs, .filters, .desk-nav, .markdown pre, .markdown table, .desk-steps, .clip, .clamp, .thread-about bdi';
  for (const one of document.querySelectorAll<HTMLElement>('body *')) {
    const { overflowX, clipPath } = getComputedStyle(one);
    if (clipPath !== 'none') continue; // for screen readers only
    if (overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.matches(meant)
      && !(one instanceof HTMLInputElement) && !(one instanceof HTMLSelectElement)) wide.push(`${one.tagName} ${one.className}`);
    const box = one.getBoundingClientRect();
    if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && !one.closest(`${meant}, .skip, svg`)) {
      wide.push(`outside: ${one.tagName} ${one.className}`);
    }
  }
  return [...new Set(wide)].slice(0, 10);
});

/** Texts and names on the page that match one of these, but for what members wrote. */
const leftOver = (page: Page, patterns: readonly string[]): Promise<string[]> => page.evaluate((all) => {
  const isEnglish = new RegExp(all.join('|'), 'u');
  const ofMembers = 'bdi, .markdown, [dir="auto"], .notice-said, code, [lang]:not(html)';
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent!.trim();
    if (text && !walker.currentNode.parentElement!.closest(ofMembers)) texts.push(text);
  }
  for (const one of document.querySelectorAll<HTMLElement>('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) {
      const text = one.getAttribute(name)?.trim();
      if (text && !one.matches('bdi, [dir="auto"][title]')) texts.push(text);
    }
  }
  return [...new Set(texts.filter((text) => isEnglish.test(text)))];
}, patterns);

async function walk(size: 'desktop' | 'phone', lang: Language): Promise<void> {
  const look: Look = { size, locale: locales[lang], timezone: 'Africa/Nairobi', ...(pictures && { scale: 1 }) };
  const visits = new Map<Who, Visit>();
  const english = lang === 'en' ? [] : englishBut(lang);
  const wrong: string[] = [];
  const visitOf = async (who: Who): Promise<Visit> => {
    const visit = visits.get(who) ?? await visitAs(who, look);
    visits.set(who, visit);
    return visit;
  };
  for (const screen of screens.filter((one) => one.name.includes(wanted))) {
    const visit = await visitOf(screen.who);
    const { page } = visit;
    const note = (what: string, found: readonly string[]) => found.forEach((one) => wrong.push(`${screen.name}: ${what}: ${one}`));
    try {
      await goTo(page, typeof screen.hash === 'string' ? screen.hash : screen.hash(demo));
      await page.locator(screen.shows).first().waitFor();
      const stage = {
        visit, page, demo, words: catalogs[lang], walk: `${size}-${lang}`, offline: (on: boolean) => time.offline(visit, on),
        elsewhere: async (who: Who, hash: string) => {
          const other = (await visitOf(who)).page;
          await goTo(other, hash);
          return other;
        },
      };
      await settled(page, lang);
      await screen.then?.(stage);
      await settled(page, lang);
      note('scrolls sideways', await sideways(page));
      if (english.length) note('English', await leftOver(page, english));
      const file = (theme: string) => join(pictures, `${screen.name}-${size}-${theme}${lang === 'en' ? '' : `-${lang}`}.png`);
      if (pictures) await page.screenshot({ path: file('light') });
      else note('barrier', await visit.barriers());
      await page.emulateMedia({ colorScheme: 'dark' });
      if (pictures) await page.screenshot({ path: file('dark') });
      else note('barrier in the dark', await visit.barriers({ rules: ['color-contrast'] }));
      await page.emulateMedia({ colorScheme: 'light' });
      await screen.after?.(stage);
    } catch (error) {
      note('failed', [`${String(error)} ${(await page.locator('body').innerText().catch(() => '')).slice(0, 400)}`]);
    }
    note('in the browser', visit.problems(...(screen.expected ? [screen.expected] : [])));
  }
  for (const visit of visits.values()) await visit.close();
  assert.ok(wrong.length === 0, `${wrong.length} things are wrong:\n${wrong.join('\n')}`);
}

for (const lang of ['en', 'ar'] as const) {
  for (const size of ['desktop', 'phone'] as const) {
    test(`every screen can be used without barriers, in light and dark, in ${lang} on a ${size}`, () => walk(size, lang));
  }
}
if (pictures) for (const size of ['desktop', 'phone'] as const) test(`pictures in fr on a ${size}`, () => walk(size, 'fr'));
