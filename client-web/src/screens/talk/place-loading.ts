import { useEffect, useRef, useState } from 'preact/hooks';
import type { Message, MessagePage } from '../../protocol/types';
import { placeKey, type PlaceKey } from '../../model/model';
import type { PagePoint } from '../../model/places';
import { ask, lookAt } from '../../session';
import { currentModel, happen, parts, placeSignal, upToDate } from '../../state';
import { chunkOf } from './message-list';

const pageSize = 50;
/** With more unread than this, a place opens where the unread begin, and what is newer comes as one reads on. */
const unreadAtOnce = 40;

/** How far a place is read. */
export function readUpTo(room: number, thread: number): number {
  const model = currentModel();
  return (thread ? model.marks.get(thread) : model.memberships.get(room)?.chat_read) ?? 0;
}

export function lastIndex(room: number, thread: number): number {
  const model = currentModel();
  return (thread ? model.threads.get(thread)?.last_index : model.heads.get(room)?.chat_last) ?? 0;
}

/** The messages of a place, loaded when they are not here, and further pages on demand. */
export function usePlace(room: number, thread: number, focus: number) {
  const key = placeKey(room, thread);
  const place = placeSignal(key).value;
  const [failed, setFailed] = useState(false);
  const loading = useRef<Set<string>>(new Set());

  const load = async (point: PagePoint, params: { readonly [name: string]: number }) => {
    const what = `${key} ${point} ${focus}`;
    if (loading.current.has(what)) return;
    loading.current.add(what);
    try {
      let edge = params.before ?? params.after;
      const begins = !edge;
      do {
        const page = await ask('message.history', { room, ...(thread && { thread }), limit: pageSize, ...params });
        for (const part of inParts(page, point)) {
          if (edge && edgeOf(key, point) !== edge) break; // the run that it follows has gone meanwhile
          happen({ type: 'messages', room, thread, point, page: part });
          edge &&= edgeOf(key, point);
          await nextFrame();
        }
      } while (begins && !currentModel().places.has(key)); // dropped before it was drawn: nobody else has seen it come and go
      setFailed(false);
    } catch {
      setFailed(true);
    } finally {
      loading.current.delete(what);
    }
  };

  const held = Boolean(place?.items.length || (place?.fromStart && place.toEnd));
  const hasFocus = !focus || Boolean(place?.items.some((one) => one.id === focus));
  useEffect(() => {
    lookAt(room, thread);
    if (!upToDate.value || (held && hasFocus)) return;
    if (!hasFocus) void load('around', { message: focus });
    else if (lastIndex(room, thread) - readUpTo(room, thread) > unreadAtOnce) void load('around', { around: readUpTo(room, thread) + 1 });
    else void load('newest', {});
  }, [key, focus, held, hasFocus, upToDate.value, parts.epoch.value]);

  return {
    place,
    failed,
    older: () => {
      const first = currentModel().places.get(key)?.items[0];
      if (first && upToDate.value) void load('before', { before: first.index });
    },
    newer: () => {
      const last = currentModel().places.get(key)?.items.at(-1);
      if (last && upToDate.value) void load('after', { after: last.index });
    },
    newest: () => load('newest', {}),
  };
}

/** The index at the end of a run where a page is added. */
function edgeOf(key: PlaceKey, point: PagePoint): number | undefined {
  return currentModel().places.get(key)?.items.at(point === 'before' ? 0 : -1)?.index;
}

/** When the page is drawn next, or soon where it is not seen. */
const nextFrame = (): Promise<unknown> => new Promise((drawn) => {
  requestAnimationFrame(drawn);
  setTimeout(drawn, 100);
});

/** A page in parts, the nearest first, that are drawn one by one, so that who scrolls does not stand still for all of them. */
function inParts(page: MessagePage, point: PagePoint): MessagePage[] {
  if (!page.messages.length || (point !== 'before' && point !== 'after')) return [page];
  const parts: Message[][] = [];
  for (const message of page.messages) {
    const last = parts[parts.length - 1];
    if (last && chunkOf(last[0]!) === chunkOf(message)) last.push(message);
    else parts.push([message]);
  }
  if (point === 'before') parts.reverse();
  return parts.map((messages, i) => {
    const isMore = i < parts.length - 1;
    return { ...page, messages, more_before: page.more_before || isMore, more_after: page.more_after || isMore };
  });
}
