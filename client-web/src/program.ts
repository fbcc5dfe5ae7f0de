import { effect } from '@preact/signals';
import { isLite } from './settings';
import { parts, upToDate, who } from './state';
import { tell } from './ui/toast';
import { base, language } from './words/words';

/** What a page tells the service worker: its language, the files it has got, and whether to get the others. */
export interface Wanted {
  readonly lang: string;
  readonly visited: readonly string[];
  readonly all: boolean;
}

interface Policies {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string };
}

const worker = '/sw.js';
/** What one waits for on a thin line comes before what may be needed later. */
const afterMs = 4_000;
const checkEveryMs = 3_600_000;

/**
 * Keeps the program on this device, so that it opens at once and without a line: when everything that is waited for is there.
 * Does nothing where the browser does not let it (a page without TLS).
 */
export function keepProgram(): void {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  let begun = false;
  const stop = effect(() => {
    if (begun || who.value === 'starting' || (who.value === 'member' && !upToDate.value)) return;
    begun = true;
    setTimeout(() => whenIdle(() => void register(serviceWorker).catch(() => undefined)), afterMs);
    queueMicrotask(() => stop());
  });
}

async function register(container: ServiceWorkerContainer): Promise<void> {
  const registration = await container.register(scriptUrl(worker), { scope: '/' });
  if (registration.waiting && container.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => coming.state === 'installed' && container.controller && offer(coming));
  });
  const { active } = await container.ready;
  effect(() => active?.postMessage({ lang: language.value, visited: visited(), all: !isLite() } satisfies Wanted));
  let server = parts.server.value;
  let checkedAt = Date.now();
  effect(() => {
    // A page that is open for days: after the line was away, the server may have another program.
    if (!upToDate.value || (server === parts.server.value && Date.now() - checkedAt < checkEveryMs)) return;
    server = parts.server.value;
    checkedAt = Date.now();
    void registration.update().catch(() => undefined);
  });
}

/** A new version is taken at the next start, or now. */
function offer(coming: ServiceWorker): void {
  tell(base().newVersion, {
    name: base().reload,
    run: () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
      coming.postMessage('take over');
    },
  }, 60_000);
}

function visited(): string[] {
  return performance.getEntriesByType('resource').map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/')).map(({ pathname }) => pathname);
}

function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 10_000 });
  else setTimeout(run, 1_000);
}

/** The page's policy lets no other script in than this one. */
function scriptUrl(url: string): string {
  const { trustedTypes } = window as unknown as { readonly trustedTypes?: Policies };
  return trustedTypes?.createPolicy('standpipe', { createScriptURL: (asked) => (asked === worker ? asked : '') }).createScriptURL(url) ?? url;
}
