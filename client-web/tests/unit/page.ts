import { webcrypto } from 'node:crypto';

/** What modules of the client want of a page when they are loaded: to be imported before them. */
type Listen = (name: string, listener: () => void) => void;
const listeners = new Map<string, (() => void)[]>();
const listen: Listen = (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener]);
export const page = {
  languages: ['en-GB'] as readonly string[],
  kept: new Map<string, string>(),
  /** An event of the window or of the document. */
  happens: (name: string) => listeners.get(name)?.forEach((listener) => listener()),
};

const missing: Record<string, unknown> = {
  crypto: webcrypto,
  document: { addEventListener: listen, visibilityState: 'visible', documentElement: { dataset: {}, lang: '', dir: '' } },
  location: { hash: '', origin: 'https://water.example', replace: () => undefined },
  localStorage: {
    getItem: (name: string) => page.kept.get(name) ?? null,
    setItem: (name: string, value: string) => void page.kept.set(name, value),
    removeItem: (name: string) => void page.kept.delete(name),
  },
  addEventListener: listen,
  window: globalThis,
};
for (const [name, value] of Object.entries(missing)) {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true });
}
Object.defineProperty(globalThis, 'navigator', { value: { get languages() { return page.languages; } }, configurable: true });
