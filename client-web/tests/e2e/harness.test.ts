import assert from 'node:assert/strict';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { Community, Refused } from '../support/api';
import { openBrowser, Visit } from '../support/browser';
import { isNameable, isSendable, names, texts } from '../support/hostile';

const script = `
  console.error('said by the page');
  fetch('/missing');
  fetch('http://127.0.0.1:9/').catch(() => undefined);
  document.querySelector('p').style.color = '#eee';
  try { document.querySelector('p').innerHTML = '<b>markup</b>'; } catch { }
  throw new Error('thrown by the page');`;
const policy = "default-src 'none'; script-src 'self'; connect-src *; require-trusted-types-for 'script'; trusted-types 'none'";

let browser: Browser;
let pages: HttpServer;
before(async () => {
  browser = await openBrowser();
  pages = createServer((request, reply) => {
    const path = request.url ?? '';
    const page = path === '/good' || path === '/bad';
    reply.statusCode = page || path === '/bad.js' ? 200 : 404;
    reply.setHeader('Content-Type', page ? 'text/html' : 'text/javascript');
    reply.setHeader('Content-Security-Policy', policy);
    const inside = path === '/bad' ? '<img src="/missing.png"><script src="/bad.js"></script>' : '';
    reply.end(page ? `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"></head>
      <body><main><h1>A page</h1><p>Some text</p>${inside}</main></body></html>` : path === '/bad.js' ? script : '');
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  await browser.close();
  pages.close();
});

test('a visit tells what goes wrong in the browser, and what keeps people out', async () => {
  const visit = await Visit.begin(browser);
  await visit.page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/bad`);
  await visit.page.waitForLoadState('networkidle');
  assert.match((await visit.barriers()).join('\n'), /image-alt \(critical\)[^]*img: /);
  const problems = visit.problems().join('\n');
  for (const pattern of [/said by the page/, /thrown by the page/, /TrustedHTML/, /404/, /request: GET http:\/\/127\.0\.0\.1:9\//,
    /Content Security Policy/]) {
    assert.match(problems, pattern);
  }
  assert.deepEqual(visit.problems(), []);
  await visit.close();
});

test('a visit to a page with nothing wrong has nothing to tell', async () => {
  const visit = await Visit.begin(browser, { size: 'phone' });
  await visit.page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/good`);
  assert.deepEqual(await visit.barriers({ without: ['title'] }), []);
  visit.fine(/data:,/);
  await visit.close();
});

test('the server takes the hostile texts and names that are said to be sendable, and no others', async () => {
  const community = await Community.start();
  const { administrator } = community;
  const room = community.room('water-distribution');
  await community.as(administrator, 'room.join', { room });
  const refused = async (act: Promise<unknown>): Promise<boolean> => act.then(() => false, () => true);
  for (const one of texts) assert.equal(await refused(community.post(administrator, room, one.text)), !isSendable(one), one.what);
  for (const one of names) {
    assert.equal(await refused(community.thread(administrator, room, one.text, one.text)), !isNameable(one), one.what);
    assert.equal(await refused(community.as(administrator, 'profile.update', { name: one.text })), !isNameable(one), one.what);
  }
  assert.ok(texts.filter(isSendable).length > 80 && names.filter(isNameable).length > 20);
  await community.close();
});

test('a community goes on where it was after its server was killed, and stops in good order', async () => {
  const community = await Community.start();
  const amina = await community.add('Amina', { moderates: ['water-distribution'] });
  const joel = await community.add('Joel');
  const room = community.room('water-distribution');
  const thread = await community.thread(joel, room, 'Step tests without valve keys?', 'Half of our valves are buried.');
  await community.post(joel, room, 'Thank you', { thread });
  await assert.rejects(community.as(joel, 'thread.lock', { thread, on: true }), (error) =>
    error instanceof Refused && error.code === 'not_allowed');
  const { port, data } = community.server;
  await community.server.kill();
  await community.server.restart();
  assert.deepEqual([community.server.port, community.server.data], [port, data]);
  await community.as(amina, 'thread.lock', { thread, on: true });
  assert.equal((await community.as(joel, 'message.history', { room, thread })).messages.length, 2);
  assert.equal(await community.server.stop(), 0);
  await community.close();
});
