import { keptIn } from '../session';

/** Texts that are being written, by where; kept on disk as far as there is one. */
const held = new Map<string, string>();
const timers = new Map<string, number>();

export async function loadDraft(place: string): Promise<string> {
  const here = held.get(place);
  if (here !== undefined) return here;
  return (await keptIn()?.get('drafts', place).catch(() => undefined))?.text ?? '';
}

/** Keeps a text within a quarter of a second; an empty one is let go. */
export function saveDraft(place: string, text: string): void {
  held.set(place, text);
  clearTimeout(timers.get(place));
  timers.set(place, window.setTimeout(() => void write(place), 250));
}

async function write(place: string): Promise<void> {
  timers.delete(place);
  const text = held.get(place) ?? '';
  const database = keptIn();
  await (text ? database?.put('drafts', { place, text, at: Date.now() }) : database?.delete('drafts', place))?.catch(() => undefined);
}

/** Writes at once what is still to be written: the page is going away. */
export function flushDrafts(): void {
  for (const place of [...timers.keys()]) void write(place);
}
addEventListener('pagehide', flushDrafts);
addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flushDrafts());
