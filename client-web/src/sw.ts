// The service worker: the page opens from what it has kept, and lives without a line. It knows the files of one build; another
// build is another service worker, which takes over when no page of this one is open any more.
import type { Wanted } from './program';

/** By tools/build.mjs: a name for this build, and its files. `first`: needed for any screen; `lang`: words of that language. */
declare const VERSION: string;
declare const ASSETS: readonly { readonly path: string; readonly lang: string; readonly first: boolean }[];

const worker = self as unknown as ServiceWorkerGlobalScope;
const page = '/';
/** Names with the hash of their content: one cache for all versions. */
const assetsName = 'standpipe-assets';
const pageName = `standpipe-page-${VERSION}`;
/** Where the language is noted that the member reads. */
const languageNote = '/language';

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(clean().then(() => worker.clients.claim())));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && (pathname === page || pathname === '/index.html')) event.respondWith(thePage(request));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
});

worker.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(worker.skipWaiting());
  else event.waitUntil(serve(event.data as Wanted));
});

async function install(): Promise<void> {
  const assets = await caches.open(assetsName);
  const response = await fetch(page, { cache: 'no-cache' });
  // The server may have a newer build already: that one has its own service worker.
  const text = await response.clone().text();
  if (!response.ok || !ASSETS.every(({ path, first }) => !first || text.includes(path))) throw new Error('another build');
  const lang = await (await assets.match(languageNote))?.text();
  const had = new Set((await assets.keys()).map((request) => nameOf(new URL(request.url).pathname)));
  const wanted = ASSETS.filter((one) => one.first || (had.has(nameOf(one.path)) && (!one.lang || one.lang === lang)));
  await Promise.all(wanted.map(({ path }) => keep(assets, path)));
  await (await caches.open(pageName)).put(page, response);
}

/** The name that a file has in every build. */
const nameOf = (path: string): string => path.replace(/-[A-Z0-9]{8}\.\w+$/, '');

async function keep(assets: Cache, path: string): Promise<void> {
  if (!(await assets.match(path))) await assets.add(path);
}

/** One after the other, so that what the member asks for meanwhile has the line. */
async function serve({ lang, visited, all }: Wanted): Promise<void> {
  const assets = await caches.open(assetsName);
  if ((await (await assets.match(languageNote))?.text()) !== lang) await assets.put(languageNote, new Response(lang));
  const known = new Set(visited);
  const rest = ASSETS.filter((one) => known.has(one.path) || one.first || (all && (!one.lang || one.lang === lang)));
  for (const { path } of rest) await keep(assets, path).catch(() => undefined);
  if ((await worker.clients.matchAll({ type: 'window' })).length <= 1) await clean();
}

/** Lets go what other builds had, where no page of them can be open any more. */
async function clean(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith('standpipe-') && name !== assetsName && name !== pageName) await caches.delete(name);
  }
  if ((await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })).length > 1) return;
  const assets = await caches.open(assetsName);
  const ours = new Set([languageNote, ...ASSETS.map(({ path }) => path)]);
  for (const request of await assets.keys()) if (!ours.has(new URL(request.url).pathname)) await assets.delete(request);
}

async function thePage(request: Request): Promise<Response> {
  return (await (await caches.open(pageName)).match(page)) ?? fetch(request);
}

async function asset(request: Request): Promise<Response> {
  const assets = await caches.open(assetsName);
  const held = await assets.match(request);
  if (held) return held;
  const response = await fetch(request);
  if (response.ok) await assets.put(request, response.clone()).catch(() => undefined); // a full disk
  return response;
}
