import type { Locator, Page } from 'playwright-core';
import type { Visit } from './browser';
import type { Demo } from './demo';
import { demoPassword } from './server';
import { composer, goTo } from './talk';
import type { Catalog } from './words';

export type Who = 'nobody' | 'peter' | 'wanjiru' | 'ingrid' | 'newcomer';

/** What a screen is reached with. */
export interface Stage {
  readonly visit: Visit;
  readonly page: Page;
  readonly demo: Demo;
  readonly words: Catalog;
  /** Different in each walk, for what may be there once only. */
  readonly walk: string;
  offline(on: boolean): Promise<void>;
  /** Somebody else's page, at an address. */
  elsewhere(who: Who, hash: string): Promise<Page>;
}

export interface Screen {
  readonly name: string;
  readonly who: Who;
  readonly hash: string | ((demo: Demo) => string);
  /** What is there when it is. */
  readonly shows: string;
  /** Goes on from the address to what is to be looked at. */
  readonly then?: (stage: Stage) => Promise<unknown>;
  /** Back to where the next screen can be opened from. */
  readonly after?: (stage: Stage) => Promise<unknown>;
  /** What may go wrong in the browser. */
  readonly expected?: RegExp;
}

const water = (rest = '') => (demo: Demo) => `#/room/${demo.room('water-distribution')}${rest}`;
const inThread = (title: string) => (demo: Demo) => `#/room/${demo.room('water-distribution')}/thread/${demo.thread(title)}`;
const messageOf = ({ page, demo }: Stage, id = demo.message): Locator => page.locator(`.message[data-id="${id}"]`);
const closeDialog = async ({ page }: Stage) => {
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
};
const closeMenu = async ({ page }: Stage) => {
  await page.keyboard.press('Escape');
  await page.locator('.menu').waitFor({ state: 'detached' });
};
const openMenu = async (stage: Stage) => {
  await messageOf(stage).focus();
  await stage.page.keyboard.press('Enter');
  await stage.page.locator('.message-menu').waitFor();
};
const fromMenu = (icon: (words: Catalog) => string) => async (stage: Stage) => {
  await openMenu(stage);
  await stage.page.getByRole('menuitem', { name: icon(stage.words), exact: true }).click();
  await stage.page.locator('dialog').waitFor();
};
const press = (name: (words: Catalog) => string, shows: string) => async ({ page, words }: Stage) => {
  await page.getByRole('button', { name: name(words), exact: true }).first().click();
  await page.locator(shows).first().waitFor();
};
const desk = (name: string, shows = '.desk .list > li', more: Partial<Screen> = {}): Screen =>
  ({ name: `desk-${name.replace('/', '-')}`, who: 'wanjiru', hash: `#/desk/${name}`, shows, ...more });
const admin = (name: string, shows = '.desk .list > li', more: Partial<Screen> = {}): Screen =>
  ({ name: `admin-${name.replace('/', '-')}`, who: 'ingrid', hash: `#/admin/${name}`, shows, ...more });
const member = (demo: Demo) => demo.who('peter').id;
const clearComposer = async ({ page }: Stage) => {
  await composer(page).press('Escape'); // no reply any more
  await composer(page).fill('');
};

async function apply({ page, words, walk }: Stage): Promise<void> {
  await page.getByLabel(words.more.profile.name, { exact: true }).fill('Naledi Moroka');
  await page.getByLabel(words.base.email).fill(`naledi.${walk}@pula-water.example`);
  await page.getByLabel(words.base.password, { exact: true }).fill(demoPassword);
  await page.getByLabel(words.more.profile.job).fill('Network engineer');
  await page.getByLabel(words.more.profile.utility).fill('Pula Water');
  await page.getByLabel(words.more.people.country).selectOption('BW');
  await page.locator('fieldset .check').last().locator('input').check();
}

/** Every screen of the client, in an order in which they can be visited. */
export const screens: readonly Screen[] = [
  // A line through the test's own hands may be said to be open when it is closed already.
  { name: 'log-in', who: 'nobody', hash: '#/', shows: '.gate form', expected: /already in CLOSING or CLOSED/ },
  { name: 'log-in-refused', who: 'nobody', hash: '#/', shows: '.gate form', expected: /401/, then: async ({ page, words, walk }) => {
    await page.getByLabel(words.base.email).fill(`nobody.${walk}@utility.example`);
    await page.getByLabel(words.base.password, { exact: true }).fill('not my password');
    await page.getByRole('button', { name: words.base.logIn }).click();
    await page.locator('[role=alert]').waitFor();
  } },
  { name: 'apply', who: 'nobody', hash: '#/apply', shows: '.gate fieldset .check' },
  { name: 'apply-refused', who: 'nobody', hash: '#/apply', shows: '.gate fieldset .check', expected: /400|422|403|404/, then: async (stage) => {
    await apply(stage);
    await stage.page.getByLabel(stage.words.more.apply.invitation).fill('not-an-invitation');
    await stage.page.locator('form button.main').click();
    await stage.page.locator('[aria-invalid=true]').waitFor();
  } },
  { name: 'apply-sent', who: 'nobody', hash: '#/apply', shows: '.gate fieldset .check', then: async (stage) => {
    await stage.page.getByLabel(stage.words.more.apply.invitation).fill('');
    await stage.page.getByLabel(stage.words.base.password, { exact: true }).fill(demoPassword);
    await stage.page.locator('form button.main').click();
    await stage.page.locator('.card[role=status]').waitFor();
  } },
  { name: 'apply-state', who: 'nobody', hash: '#/apply/state', shows: '.gate form', expected: /403|401/, then: async ({ page, words, walk }) => {
    await page.getByLabel(words.base.email).fill(`naledi.${walk}@pula-water.example`);
    await page.getByLabel(words.base.password, { exact: true }).fill(demoPassword);
    await page.locator('form button.main').click();
    await page.locator('.note.warn').waitFor();
  } },

  { name: 'home', who: 'wanjiru', hash: '#/', shows: '.rooms .room-link' },
  { name: 'room', who: 'wanjiru', hash: water(), shows: '.message table' },
  { name: 'room-menu', who: 'wanjiru', hash: water(), shows: '.message table', then: openMenu, after: closeMenu },
  { name: 'room-emoji', who: 'wanjiru', hash: water(), shows: '.message table', then: fromMenu((words) => words.base.otherEmoji), after: closeDialog },
  { name: 'room-report', who: 'newcomer', hash: water(), shows: '.message table', then: fromMenu((words) => words.base.report), after: closeDialog },
  { name: 'room-remove', who: 'wanjiru', hash: water(), shows: '.message table', then: fromMenu((words) => words.base.remove), after: closeDialog },
  { name: 'room-reply', who: 'wanjiru', hash: water(), shows: '.message table', after: clearComposer, then: async (stage) => {
    await messageOf(stage).focus();
    await stage.page.keyboard.press('r');
    await composer(stage.page).fill('Both. But ask @kwa');
    await composer(stage.page).press('End');
    await composer(stage.page).pressSequentially('b');
    await stage.page.locator('.mention-list li').first().waitFor();
  } },
  { name: 'room-preview', who: 'wanjiru', hash: water(), shows: '.message table', then: async ({ page, words }) => {
    await composer(page).fill('Both, for **three** reasons:\n\n1. They are cheap.\n2. They are seen.\n3. `DMA-7` was open for a year.');
    await page.getByRole('button', { name: words.base.preview }).click();
    await page.locator('.composer-preview ol').waitFor();
  }, after: async (stage) => {
    await stage.page.getByRole('button', { name: stage.words.base.writeOn }).click();
    await clearComposer(stage);
  } },
  { name: 'room-typing', who: 'wanjiru', hash: water(), shows: '.message table', then: async ({ page, demo, elsewhere }) => {
    const other = await elsewhere('ingrid', water()(demo));
    await composer(other).fill('The national');
    await page.locator('.typing', { hasText: 'Ingrid' }).waitFor();
    await composer(other).fill('');
  } },
  { name: 'threads', who: 'wanjiru', hash: water('/threads'), shows: '.thread-row' },
  { name: 'threads-filtered', who: 'wanjiru', hash: water('/threads?kind=question&status=answered'), shows: '.thread-row' },
  { name: 'threads-none', who: 'wanjiru', hash: water('/threads?kind=event'), shows: '.threads-page .empty' },
  { name: 'thread', who: 'wanjiru', hash: inThread('Step test'), shows: '.message.answer' },
  { name: 'best-practice', who: 'wanjiru', hash: inThread('Two pressure'), shows: '.thread-facts' },
  { name: 'thread-menu', who: 'wanjiru', hash: inThread('Two pressure'), shows: '.message',
    then: press((words) => words.base.threadActions, '.menu [role=menuitem]'), after: closeMenu },
  { name: 'thread-edit', who: 'wanjiru', hash: inThread('Two pressure'), shows: '.message', after: closeDialog, then: async (stage) => {
    await press((words) => words.base.threadActions, '.menu [role=menuitem]')(stage);
    await stage.page.getByRole('menuitem', { name: stage.words.base.editThread }).click();
    await stage.page.locator('dialog').waitFor();
  } },
  { name: 'thread-new', who: 'wanjiru', hash: water('/new'), shows: '.kinds' },
  { name: 'thread-new-outcome', who: 'wanjiru', hash: water('/new'), shows: '.kinds', then: async ({ page, words }) => {
    await page.getByRole('radio', { name: words.base.kinds.best_practice }).check();
    await page.getByLabel(words.base.title, { exact: true }).fill('One colour for each use of a valve');
    await page.getByLabel(words.base.text, { exact: true }).fill('Blue for step tests, red for boundaries.');
    await page.getByLabel(words.base.indicator).fill('Boundary valves found open, each year');
    await page.getByLabel(words.base.before, { exact: true }).fill('11');
    await page.getByLabel(words.base.after, { exact: true }).fill('2');
  } },
  { name: 'about-room', who: 'wanjiru', hash: water('/about'), shows: '.list .avatar' },
  { name: 'leave-room', who: 'wanjiru', hash: water('/about'), shows: '.list .avatar',
    then: press((words) => words.base.leaveRoom, 'dialog'), after: closeDialog },
  { name: 'direct', who: 'wanjiru', hash: (demo) => `#/room/${demo.direct}`, shows: '.message' },
  { name: 'group', who: 'wanjiru', hash: (demo) => `#/room/${demo.room('twinning-2026')}/about`, shows: '.list .avatar' },
  { name: 'message-link', who: 'wanjiru', hash: (demo) => `#/message/${demo.message}`, shows: '.message' },
  { name: 'message-link-lost', who: 'wanjiru', hash: '#/message/999999', shows: '.empty .button' },
  { name: 'missed', who: 'peter', hash: '#/missed', shows: '.go-on' },
  { name: 'missed-whole-room', who: 'peter', hash: '#/missed', shows: '.go-on',
    then: press((words) => words.more.missed.wholeRoom, 'dialog'), after: closeDialog },
  { name: 'notices', who: 'peter', hash: '#/notices', shows: '.list .linked' },
  { name: 'search', who: 'wanjiru', hash: '#/search', shows: '[role=search]' },
  { name: 'search-found', who: 'wanjiru', hash: '#/search?q=pressure&kind=best_practice', shows: 'mark' },
  { name: 'search-none', who: 'wanjiru', hash: '#/search?q=submarine', shows: '.page .empty' },
  { name: 'people', who: 'wanjiru', hash: '#/people', shows: '.person-row' },
  { name: 'people-offer', who: 'wanjiru', hash: '#/people?tab=offers&language=fr', shows: '.person-row' },
  { name: 'people-none', who: 'wanjiru', hash: '#/people?q=submarine', shows: '.page .empty' },
  { name: 'person', who: 'wanjiru', hash: (demo) => `#/person/${demo.who('kwabena').id}`, shows: '.person-facts ul' },
  { name: 'profile', who: 'wanjiru', hash: '#/profile', shows: '.page form' },
  { name: 'leave', who: 'wanjiru', hash: '#/profile', shows: '.page form', then: async ({ page }) => {
    await page.locator('.button.danger').click();
    await page.locator('dialog').waitFor();
  }, after: closeDialog },
  { name: 'settings', who: 'wanjiru', hash: '#/settings', shows: '.settings-rooms li' },
  { name: 'log-out', who: 'wanjiru', hash: '#/settings', shows: '.settings-rooms li',
    then: press((words) => words.more.settings.logOut, 'dialog'), after: closeDialog },
  { name: 'sessions', who: 'wanjiru', hash: '#/sessions', shows: '.page .list li' },

  { name: 'room-to-join', who: 'peter', hash: (demo) => `#/room/${demo.room('utility-strategy')}`, shows: '.join-bar' },
  { name: 'announcements', who: 'peter', hash: (demo) => `#/room/${demo.room('news')}`, shows: '.message' },
  { name: 'room-muted', who: 'peter', hash: water(), shows: '.composer-closed' },
  { name: 'room-refused', who: 'peter', hash: (demo) => `#/room/${demo.room('asset-management')}`, shows: '.message', expected: /ERR_INTERNET_DISCONNECTED|WebSocket/, then: async ({ page, demo, offline }) => {
    if (await page.locator('.message.refused').count()) return;
    await offline(true);
    await composer(page).fill('It was only a question about paint.');
    await composer(page).press('Control+Enter');
    await page.locator('.message.waiting').waitFor();
    const [ingrid, peter] = [demo.who('ingrid'), demo.who('peter')];
    const { sanction } = await demo.as(ingrid, 'member.mute', { member: peter.id, room: demo.room('asset-management'), reason: 'Advertising here, too.', minutes: 60 });
    await offline(false);
    await page.locator('.message.refused .note').waitFor();
    await demo.as(ingrid, 'sanction.lift', { sanction, reason: 'Talked it over.' });
    await composer(page).waitFor();
  }, after: async ({ page, words }) => {
    await page.locator('.message.refused').getByRole('button', { name: words.base.discard }).click();
    await page.locator('.message.refused').waitFor({ state: 'detached' });
  } },
  { name: 'room-first-post', who: 'newcomer', hash: water(), shows: '.message.waiting', then: async ({ page }) => {
    if (await page.locator('.to-newest').count()) await page.locator('.to-newest').click();
    await page.locator('.to-newest').waitFor({ state: 'detached' });
  } },

  desk('applications'),
  desk('applications', '.desk h2', { name: 'desk-approved', then: press((words) => words.desk.approved, '[aria-pressed=true]') }),
  desk('applications', '.desk .list > li', { name: 'desk-approve', then: press((words) => words.desk.approve, 'dialog'), after: closeDialog }),
  desk('reports'),
  desk('pending'),
  desk('members'),
  desk('member', '.desk .list > li', { hash: (demo) => `#/desk/member/${member(demo)}` }),
  desk('mute', '.desk .list > li', { hash: (demo) => `#/desk/member/${member(demo)}`,
    then: press((words) => words.desk.mute.act, 'dialog'), after: closeDialog }),
  desk('sanctions'),
  desk('rooms'),
  desk('room', '.desk .page form, .desk .page .card', { hash: (demo) => `#/desk/room/${demo.room('water-distribution')}` }),
  desk('invitations', '.desk h2'),
  desk('audit'),
  admin('rooms'),
  admin('room/new', '.desk .page form'),
  admin('room', '.desk .page h2', { hash: (demo) => `#/admin/room/${demo.room('water-distribution')}` }),
  admin('moderators'),
  admin('utilities'),
  admin('invitations'),
  admin('announcements', '.desk h2'),
  admin('state', '.desk-facts'),
  admin('export', '.desk-steps'),
  admin('erase', '.desk .list > li', { hash: (demo) => `#/desk/member/${member(demo)}`,
    then: async (stage) => {
      await press((words) => words.base.more, '.menu [role=menuitem]')(stage);
      await stage.page.getByRole('menuitem', { name: stage.words.desk.erase.act }).click();
      await stage.page.locator('dialog').waitFor();
    }, after: closeDialog }),

  { name: 'room-offline', who: 'wanjiru', hash: water(), shows: '.message table', expected: /ERR_INTERNET_DISCONNECTED|WebSocket/, then: async (stage) => {
    await stage.offline(true);
    await stage.page.locator('.line-bar').waitFor();
    await composer(stage.page).fill('Written at the reservoir, without a line.');
    await composer(stage.page).press('Control+Enter');
    await stage.page.locator('.message.waiting').waitFor();
  } },
  { name: 'search-offline', who: 'wanjiru', hash: '#/search?q=valve', shows: 'mark' },
  { name: 'people-offline', who: 'wanjiru', hash: '#/people', shows: '.page', then: async ({ page, demo }) => {
    await goTo(page, `#/person/${demo.who('fatou').id}`);
    await page.locator('.page').waitFor();
  } },
  { name: 'log-in-ended', who: 'newcomer', hash: water(), shows: '.message', expected: /WebSocket|401/, then: async ({ page, demo }) => {
    const { sessions } = await demo.as(demo.newcomer, 'session.list', {});
    for (const one of sessions.filter((each) => !each.current)) await demo.as(demo.newcomer, 'session.revoke', { session: one.id });
    await page.locator('.line-bar.ended').waitFor();
  } },
];
