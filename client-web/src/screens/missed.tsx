import { useEffect, useRef, useState } from 'preact/hooks';
import { placeKey, unreadIn } from '../model/model';
import type { Message } from '../protocol/types';
import { at } from '../route';
import { act, ask, lookAt, markRead } from '../session';
import { currentModel, happen, parts, upToDate } from '../state';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { refusalText } from '../ui/refusal-text';
import { tellRefusal } from '../ui/toast';
import { base, count, more, say } from '../words/words';
import { Frame } from './frame';
import { UnreadPlaces, type Stop } from './next-unread';
import { ReadingMessage } from './talk/reading-message';
import { roomIcon, roomName } from './side';

const pageSize = 50;

/** All that is unread, one place after the other: going on marks what was shown as read. */
export function MissedScreen() {
  const words = base();
  const { missed: texts } = more();
  const places = useRef(new UnreadPlaces());
  const [stop, setStop] = useState<Stop | 'looking' | 'end'>('looking');
  const [wrong, setWrong] = useState('');
  const [asks, setAsks] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  const find = async (room: number) => {
    setStop('looking');
    setWrong('');
    try {
      const next = await places.current.next(room);
      if (next) await loadAfter(next);
      setStop(next ?? 'end');
      heading.current?.closest('.page')?.scrollTo(0, 0);
      heading.current?.focus();
    } catch (refusal) {
      setWrong(refusalText(refusal));
    }
  };
  const known = parts.memberships.value.size > 0;
  const here = typeof stop === 'object' ? stop : undefined;
  const shown = here ? messagesOf(here) : [];
  useEffect(() => {
    if (!known || (stop !== 'looking' && !upToDate.value) || shown.length > 0) return;
    places.current = new UnreadPlaces(); // the line is there again: what was not here can come
    void find(here?.room ?? 0);
  }, [known, upToDate.value]);

  const goOn = () => {
    if (!here) return;
    const last = shown[shown.length - 1]?.index ?? lastOf(here);
    places.current.pass(here.room, here.thread, last);
    // Without the line there may be a hole before what is here: that has not been read.
    if (upToDate.value || shown[0]?.index === here.from + 1) markRead(here.room, here.thread, last);
    void find(here.room);
  };
  useGoOnKeys(here ? goOn : undefined);

  const model = { heads: parts.heads.value, memberships: parts.memberships.value };
  const unread = [...model.memberships.keys()].reduce((sum, room) => sum + unreadIn(model, room), 0);
  const room = here && parts.rooms.value.get(here.room);
  const thread = here && parts.threads.value.get(here.thread);
  return (
    <Frame title={words.missed} tools={unread > 0 && <span class="soft small nowrap" role="status">{count(words.unread, unread)}</span>}>
      {wrong && (
        <div class="note bad" role="alert">
          <span class="grow">{wrong}</span>
          <button type="button" class="button small" onClick={() => void find(here?.room ?? 0)}>{words.retry}</button>
        </div>
      )}
      {stop === 'looking' && !wrong && <p class="empty" role="status">{words.loading}</p>}
      {stop === 'end' && (
        <div class="empty">
          <Icon name="check" />
          <h2 ref={heading} tabIndex={-1}>{!upToDate.value && unread > 0 ? texts.offlineEnd : words.nothingMissed}</h2>
          <a class="button" href={at.home}>{words.rooms}</a>
        </div>
      )}
      {here && room && (
        <>
          <div class="stack-tight">
            <h2 ref={heading} tabIndex={-1} class="row">
              <Icon name={thread?.kind ?? roomIcon(room)} />
              <a class="name grow" href={thread ? at.thread(room.id, thread.id) : at.room(room.id)}>
                <bdi lang={thread?.lang || undefined}>{thread ? thread.title : roomName(room)}</bdi>
              </a>
            </h2>
            <p class="soft small">
              {thread ? <bdi>{roomName(room)}</bdi> : words.chat} · {count(words.unread, Math.max(shown.length, lastOf(here) - here.from))}
            </p>
          </div>
          {!shown.length && <p class="note warn">{upToDate.value ? texts.gone : texts.notHere}</p>}
          {shown.length > 0 && <ul class="list reading">{shown.map((one) => <li key={one.id}><ReadingMessage message={one} /></li>)}</ul>}
          <div class="go-on row wrap">
            <button type="button" class="button main" onClick={goOn}>{texts.goOn} <kbd>n</kbd></button>
            <button type="button" class="button quiet small" disabled={!upToDate.value} onClick={() => setAsks(true)}>{texts.wholeRoom}</button>
          </div>
          {asks && (
            <Dialog title={words.markAllReadTitle} onClose={() => setAsks(false)}>
              <p>{say(texts.wholeRoomHint, { room: roomName(room), unread: count(words.unread, unreadIn(model, room.id)) })}</p>
              <div class="row wrap">
                <button type="button" class="button main" onClick={() => {
                  setAsks(false);
                  act('read.all', { room: room.id }).then(() => { places.current.passRoom(room.id); return find(0); }, tellRefusal);
                }}>{words.markAllRead}</button>
                <button type="button" class="button" onClick={() => setAsks(false)}>{words.cancel}</button>
              </div>
            </Dialog>
          )}
        </>
      )}
    </Frame>
  );
}

function lastOf({ room, thread }: Stop): number {
  return (thread ? parts.threads.value.get(thread)?.last_index : parts.heads.value.get(room)?.chat_last) ?? 0;
}

/** What is here of the place after the stop's beginning, as far as it is without a hole. */
function messagesOf({ room, thread, from }: Stop): readonly Message[] {
  const items = parts.places.value.get(placeKey(room, thread))?.items ?? [];
  return items.filter((one) => one.index > from).slice(0, pageSize);
}

/** Loads what comes after the stop's beginning, unless it is here. */
async function loadAfter({ room, thread, from }: Stop): Promise<void> {
  lookAt(room, thread);
  const items = currentModel().places.get(placeKey(room, thread))?.items ?? [];
  const place = currentModel().places.get(placeKey(room, thread));
  const isHere = items.some((one) => one.index === from + 1) && (place?.toEnd || items[items.length - 1]!.index >= from + pageSize);
  if (isHere || !upToDate.value) return;
  const follows = items[items.length - 1]?.index === from;
  const page = await ask('message.history', { room, ...(thread && { thread }), after: from, limit: pageSize });
  happen({ type: 'messages', room, thread, point: follows ? 'after' : 'around', page });
}

/** "n" goes on, and so does the space bar at the end of what is to be read. */
function useGoOnKeys(goOn: (() => void) | undefined): void {
  const latest = useRef(goOn);
  latest.current = goOn;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, dialog')) return;
      const page = document.querySelector('.page');
      if (event.key === ' ') {
        if (target.closest('button, a, summary') || !page) return;
        if (page.scrollTop + page.clientHeight < page.scrollHeight - 8) {
          page.scrollBy({ top: page.clientHeight * 0.85 });
          return event.preventDefault();
        }
      } else if (event.key !== 'n') return;
      if (!latest.current) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
