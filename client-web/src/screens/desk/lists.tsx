import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from '../../session';
import { happen, parts, upToDate } from '../../state';
import { refusalText } from '../../ui/refusal-text';
import { base } from '../../words/words';

/** A list that is asked for page by page. */
export interface Paged<T> {
  /** What has come so far; undefined before the first page. */
  readonly items: readonly T[] | undefined;
  readonly more: boolean;
  readonly failed: unknown;
  readonly busy: boolean;
  readonly next: () => void;
  /** Asks again for all that is shown, which stays until the answer is there. */
  readonly again: () => void;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

const pageSize = 50;
const largestPage = 200;
/** Events that come together lead to one question. */
const gatherMs = 400;

/**
 * Asks for a list when the line is there, anew when one of `on` changes, and again when `live` does: a part of the model that
 * changes with what is listed.
 */
export function usePaged<T>(
  load: (last: T | undefined, limit: number) => Promise<Page<T>>,
  on: readonly unknown[] = [],
  live?: unknown,
): Paged<T> {
  const [list, setList] = useState<{ readonly items?: readonly T[]; readonly more: boolean; readonly failed?: unknown }>({
    more: false,
  });
  const [busy, setBusy] = useState(false);
  const question = useRef(0);
  const seen = useRef(live);

  const run = async (last: T | undefined, limit: number, kept: readonly T[]) => {
    const mine = ++question.current;
    setBusy(true);
    try {
      const page = await load(last, limit);
      if (mine === question.current) setList({ items: [...kept, ...page.items], more: page.more });
    } catch (failed) {
      if (mine === question.current) setList((before) => ({ ...before, failed }));
    }
    if (mine === question.current) setBusy(false);
  };
  const again = () => void run(undefined, Math.min(largestPage, Math.max(pageSize, list.items?.length ?? 0)), []);

  const key = JSON.stringify(on);
  const asked = useRef('');
  useEffect(() => {
    const isOther = asked.current !== key;
    asked.current = key;
    if (isOther) setList({ more: false });
    if (!upToDate.value) return;
    if (isOther) void run(undefined, pageSize, []);
    else again();
  }, [key, upToDate.value]);
  useEffect(
    () => () => {
      question.current++;
    },
    [],
  );
  useEffect(() => {
    if (seen.current === live) return;
    seen.current = live;
    const timer = setTimeout(again, gatherMs);
    return () => clearTimeout(timer);
  }, [live]);

  const next = () => void run(list.items?.[list.items.length - 1], pageSize, list.items ?? []);
  return { items: list.items, more: list.more, failed: list.failed, busy, next, again };
}

/** The states of a list around what it shows: comes, failed, is empty, has more. */
export function Listed<T>({
  list,
  empty,
  children,
  label,
}: {
  readonly list: Paged<T>;
  readonly empty: string;
  readonly children: (item: T) => ComponentChildren;
  readonly label: string;
}) {
  const words = base();
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(list.items);
  useEffect(() => {
    // What had the focus has been decided and is gone: it stays here, and does not go back to the beginning of the page.
    if (before.current && before.current !== list.items && document.activeElement === document.body) box.current?.focus();
    before.current = list.items;
  }, [list.items]);
  return (
    <div ref={box} class="stack" tabIndex={-1}>
      {Boolean(list.failed) && (
        <div class="note bad" role="alert">
          <span class="grow">{refusalText(list.failed)}</span>
          <button type="button" class="button small" onClick={list.again}>
            {words.retry}
          </button>
        </div>
      )}
      {!list.items && !list.failed && (
        <p class="soft" role="status">
          {words.loading}
        </p>
      )}
      {list.items?.length === 0 && <p class="empty">{empty}</p>}
      {Boolean(list.items?.length) && (
        <ul class="list" aria-label={label} aria-busy={list.busy}>
          {list.items!.map(children)}
        </ul>
      )}
      {list.more && (
        <button type="button" class="button more-button" disabled={list.busy} onClick={list.next}>
          {list.busy ? words.loading : words.more}
        </button>
      )}
    </div>
  );
}

const metAlready = new Set<number>();

/** Asks for the name cards of members that are not known yet. */
export async function meet(members: readonly number[]): Promise<void> {
  const unknown = [...new Set(members)]
    .filter((one) => one && !metAlready.has(one) && !parts.people.value.has(one))
    .slice(0, largestPage);
  if (!unknown.length) return;
  for (const one of unknown) metAlready.add(one);
  try {
    const page = await ask('member.get', { members: unknown });
    happen({ type: 'profiles', profiles: page.members });
  } catch {
    for (const one of unknown) metAlready.delete(one);
  }
}

/** Asks for the title of a thread that is not known yet. */
export function meetThread(thread: number): void {
  if (!thread || parts.threads.value.has(thread)) return;
  ask('thread.get', { thread }).then(
    (page) => happen({ type: 'threads', page }),
    () => undefined,
  );
}
