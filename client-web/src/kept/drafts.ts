import { keptIn } from '../session';
import type { Draft, Mentions } from './database';

type Written = Pick<Draft, 'text' | 'mentions'>;

/** Texts that are being written, by where; kept on disk as far as there is one. */
const held = new Map<string, Written>();
const timers = new Map<string, number>();

export async function loadDraft(place: string): Promise<Written> {
  return held.get(place) ?? (await keptIn()?.get('drafts', place).catch(() => undefined)) ?? { text: '' };
}

/** Keeps a text within a quarter of a second; an empty one is let go. */
export function saveDraft(place: string, text: string, mentions?: Mentions): void {
  held.set(place, { text, mentions });
  clearTimeout(timers.get(place));
  timers.set(place, window.setTimeout(() => void write(place), 250));
}

async function write(place: string): Promise<void> {
  timers.delete(place);
  const written = held.get(place);
  const database = keptIn();
  await (written?.text ? database?.put('drafts', { place, ...written, at: Date.now() }) : database?.delete('drafts', place))?.catch(() => undefined);
}

/** Writes at once what is still to be written: the page is going away. */
export function flushDrafts(): void {
  for (const place of [...timers.keys()]) void write(place);
}
addEventListener('pagehide', flushDrafts);
addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flushDrafts());
