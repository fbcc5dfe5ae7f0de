import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { openBrowser, Visit } from '../support/browser';
import { builtWeb } from '../support/paths';
import { Server } from '../support/server';

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** As it comes: fetch() would unpack it. */
function get(url: string, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { path, method, headers, agent: false }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(parts) }));
    });
    asked.once('error', reject).end();
  });
}

const built = (path: string): Buffer => readFileSync(join(builtWeb, path));
const likeABrowser = { 'Accept-Encoding': 'gzip, deflate, br, zstd' };
const isPacked = (name: string): boolean => /\.(br|gz)$/.test(name);
const assets = readdirSync(join(builtWeb, 'assets')).filter((name) => !isPacked(name)).map((name) => `/assets/${name}`);
const others = readdirSync(builtWeb, { withFileTypes: true }).filter((one) => one.isFile() && !isPacked(one.name))
  .map(({ name }) => `/${name}`);

let server: Server;
before(async () => {
  server = await Server.start();
});
after(() => server.close());

test('the page is at the root, packed, and asked for anew each time', async () => {
  const page = await get(server.url, '/', likeABrowser);
  assert.equal(page.status, 200);
  assert.equal(page.headers['content-encoding'], 'br');
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(page.headers['cache-control'], 'no-cache');
  assert.deepEqual(brotliDecompressSync(page.body), built('index.html'));
  const again = await get(server.url, '/', { ...likeABrowser, 'If-None-Match': `${page.headers.etag}` });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
});

test('all that the page names is there', async () => {
  const page = built('index.html').toString();
  const named = [...page.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, path]) => path!);
  assert.ok(named.some((path) => path.startsWith('/assets/')), page);
  for (const path of named) assert.equal((await get(server.url, path)).status, 200, path);
});

test('an asset is kept for ever; what has no hash in its name is not', async () => {
  for (const path of assets) {
    const { headers } = await get(server.url, path);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable', path);
    assert.match(path, /-[A-Z0-9]{8}\.\w+$/);
  }
  for (const path of others) assert.equal((await get(server.url, path)).headers['cache-control'], 'no-cache', path);
});

test('each file comes in the coding that is asked for, with the same content and its own tag', async () => {
  for (const path of [...assets, ...others]) {
    const plain = await get(server.url, path);
    assert.equal(plain.headers['content-encoding'], undefined, path);
    assert.deepEqual(plain.body, built(path), path);
    const tags = new Set([plain.headers.etag]);
    for (const [coding, unpack] of [['br', brotliDecompressSync], ['gzip', gunzipSync]] as const) {
      const packed = await get(server.url, path, { 'Accept-Encoding': coding });
      if (packed.headers['content-encoding'] === undefined) continue;
      assert.equal(packed.headers['content-encoding'], coding, path);
      assert.deepEqual(unpack(packed.body), plain.body, path);
      assert.ok(packed.body.length < plain.body.length, path);
      assert.match(`${packed.headers.vary}`, /accept-encoding/i);
      tags.add(packed.headers.etag);
    }
    if (plain.body.length > 2000 && !path.endsWith('.png')) assert.equal(tags.size, 3, `${path} comes as it is, by brotli and by gzip`);
  }
});

test('types are right, and nobody guesses others', async () => {
  const types: Record<string, RegExp> = {
    html: /^text\/html; charset=utf-8$/, js: /^text\/javascript/, css: /^text\/css/, svg: /^image\/svg\+xml/, png: /^image\/png$/,
    webmanifest: /^application\/manifest\+json/,
  };
  for (const path of [...assets, ...others]) {
    const { headers } = await get(server.url, path);
    assert.match(`${headers['content-type']}`, types[path.split('.').pop()!] ?? /^application\/octet-stream$/, path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
  }
});

test('the policy of the page lets in nothing but what comes from this server', async () => {
  const { headers } = await get(server.url, '/');
  const policy = Object.fromEntries(`${headers['content-security-policy']}`.split(';')
    .map((part) => part.trim().split(' ')).map(([name, ...sources]) => [name, sources.join(' ')]));
  const expected = {
    'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'base-uri': "'none'", 'form-action': "'none'",
    'frame-ancestors': "'none'", 'require-trusted-types-for': "'script'",
    'connect-src': `'self' ws://127.0.0.1:${server.port}`,
  };
  for (const [name, sources] of Object.entries(expected)) assert.equal(policy[name], sources, name);
  assert.doesNotMatch(`${headers['content-security-policy']}`, /unsafe|\*|https?:/);
});

test('nothing outside of the folder is to be had, and nothing is changed', async () => {
  for (const path of ['/assets/', '/assets/none.js', '/../standpipe.toml', '/assets/../../../etc/passwd',
    '/..%2f..%2fPROTOCOL.md', '/assets/%2e%2e/index.html', '/index.html.br', '//etc/passwd', '/.git/config']) {
    assert.ok([400, 404].includes((await get(server.url, path)).status), path);
  }
  assert.equal((await get(server.url, '/', {}, 'POST')).status, 405);
  const head = await get(server.url, '/', likeABrowser, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
});

test('a browser opens the page, on a phone and on a desk, and nothing goes wrong', async () => {
  const browser = await openBrowser();
  for (const size of ['phone', 'desktop'] as const) {
    const visit = await Visit.begin(browser, { size });
    await visit.page.goto(server.url);
    await visit.page.getByRole('heading').first().waitFor();
    visit.fine();
    await visit.close();
  }
  await browser.close();
});

test('without a built client there is the page that says how to connect', async () => {
  const bare = await Server.start({ web: '' });
  const [root, about] = [await get(bare.url, '/'), await get(bare.url, '/about')];
  assert.equal(root.status, 200);
  assert.match(`${root.headers['content-type']}`, /^text\/html/);
  assert.match(root.body.toString(), /standpipe --server/);
  assert.deepEqual(about.body, root.body);
  assert.equal((await get(bare.url, assets[0]!)).status, 404);
  assert.match((await get(server.url, '/about')).body.toString(), /standpipe --server/);
  await bare.close();
});
