import { useEffect, useState } from 'preact/hooks';
import { Refusal } from '../../line/refusal';
import type { Room, Sanction } from '../../protocol/types';
import { unreadIn, unreadInChat } from '../../model/model';
import { at, goInstead, type Route } from '../../route';
import { ask } from '../../session';
import { clockAhead, happen, parts, upToDate } from '../../state';
import { Icon } from '../../ui/icon';
import { refusalText } from '../../ui/refusal-text';
import { base, count } from '../../words/words';
import { AboutRoom } from './about-room';
import { moderates } from './message-acts';
import { NewThread } from './new-thread';
import { joinRoom, PlaceView } from './place-view';
import { roomIcon, roomName } from '../side';
import { ThreadList } from './thread-list';
import { ThreadView } from './thread-view';

/** A browser's timers go no further. */
const longestWaitMs = 2 ** 31 - 1;

/** A room: its chat, its threads, one of them, or what it is about. */
export function RoomScreen({ route }: { readonly route: Route }) {
  const [, id = '', tab = 'chat', sub = ''] = route.path;
  const room = parts.rooms.value.get(Number(id));
  const missing = !room && upToDate.value;
  useEndOfMute(room);
  useEffect(() => {
    // A link to a room that this copy has not heard of.
    if (missing) ask('room.list', {}).then((rooms) => happen({ type: 'rooms', rooms }), () => undefined);
  }, [missing, id]);
  if (!room) return <div class="empty" role="status"><h1>{upToDate.value ? base().errors.not_found : base().loading}</h1><a class="button" href={at.home}>{base().rooms}</a></div>;
  if (tab === 'thread' && isIn(room)) return <ThreadView key={sub} room={room} id={Number(sub)} focus={Number(route.query.get('m') ?? 0)} />;
  if (tab === 'new' && isIn(room)) return <NewThread key={room.id} room={room} />;
  return (
    <>
      <RoomBar room={room} tab={tab} />
      {!isIn(room) ? <AboutRoom key={room.id} room={room} /> : tab === 'threads' ? <ThreadList key={room.id} room={room} /> : tab === 'about' ? <AboutRoom key={room.id} room={room} /> : (
        <PlaceView key={room.id} room={room} focus={Number(route.query.get('m') ?? 0)} label={`${roomName(room)}: ${base().chat}`} closed={closedFor(room)} />
      )}
      {!isIn(room) && room.kind !== 'direct' && !room.archived && (
        <div class="join-bar row wrap">
          <span class="grow">{joinText(room)}</span>
          {room.kind === 'group'
            ? isAdministrator() && <a class="button" href={`${at.admin}/room/${room.id}`}>{base().members}</a>
            : <button type="button" class="button main" onClick={() => void joinRoom(room.id)}>{base().join}</button>}
        </div>
      )}
    </>
  );
}

const isIn = (room: Room): boolean => Boolean(parts.memberships.value.get(room.id)?.in);

const isAdministrator = (): boolean => parts.me.value?.role === 'administrator';

/** What joining is for; into groups one is added. */
function joinText({ kind }: Room): string {
  const words = base();
  if (kind === 'group') return words.groupAdds;
  return kind === 'announcement' && !isAdministrator() ? words.joinToRead : words.joinToWrite;
}

/** Why nothing can be written in a room; "" where it can. */
export function closedFor(room: Room): string {
  const words = base();
  if (room.archived) return words.errors.room_archived;
  if (!isIn(room)) return ' ';
  if (room.kind === 'announcement' && !moderates(room.id)) return words.errors.room_read_only;
  const mute = muteIn(room);
  return mute ? refusalText(new Refusal('muted', '', mute)) : '';
}

/** The sanction by which one may not write in a room now. */
function muteIn(room: Room): Sanction | undefined {
  const now = Date.now() + clockAhead.value;
  return [...parts.sanctions.value.values()].find((one) => (
    one.kind === 'mute' && (!one.room || one.room === room.id) && !one.lifted_at && (!one.until || one.until > now)
  ));
}

/** Draws again when a mute ends. */
function useEndOfMute(room: Room | undefined): void {
  const [, redraw] = useState(0);
  const until = (room && muteIn(room)?.until) ?? 0;
  useEffect(() => {
    const wait = until - Date.now() - clockAhead.value;
    if (!until || wait > longestWaitMs) return;
    const timer = setTimeout(() => redraw((n) => n + 1), wait + 100);
    return () => clearTimeout(timer);
  }, [until]);
}

function RoomBar({ room, tab }: { readonly room: Room; readonly tab: string }) {
  const words = base();
  const model = { heads: parts.heads.value, memberships: parts.memberships.value };
  const inChat = unreadInChat(model, room.id);
  const inThreads = Math.max(0, unreadIn(model, room.id) - inChat);
  const members = parts.heads.value.get(room.id)?.members ?? 0;
  const link = (to: string, name: string, label: string, unread: number) => (
    <a href={to} aria-current={tab === name ? 'page' : undefined}>
      {label}{unread > 0 && <> <span class="badge new"><span aria-hidden="true">{unread > 999 ? '999+' : unread}</span><span class="unseen">{count(words.unread, unread)}</span></span></>}
    </a>
  );
  return (
    <header class="room-bar">
      <div class="bar">
        <a class="icon-button back" href={at.home} aria-label={words.back}><Icon name="back" /></a>
        <Icon name={roomIcon(room)} />
        <h1 class="grow clip" dir="auto">{roomName(room)}</h1>
        {room.archived && <span class="tag warn">{words.archived}</span>}
        {room.kind !== 'direct' && members > 0 && <a class="soft small nowrap members-link" href={at.about(room.id)}>{count(words.membersCount, members)}</a>}
      </div>
      {room.kind !== 'direct' && isIn(room) && (
        <nav class="tabs" aria-label={roomName(room)}>
          {link(at.room(room.id), 'chat', words.chat, inChat)}
          {link(at.threads(room.id), 'threads', words.threads, inThreads)}
          {link(at.about(room.id), 'about', words.aboutRoom, 0)}
        </nav>
      )}
    </header>
  );
}

/** Goes to where a message is. */
export function MessageScreen({ route }: { readonly route: Route }) {
  const id = Number(route.path[1]);
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    const held = [...parts.places.value.values()].flatMap((place) => place.items).find((one) => one.id === id);
    const show = (room: number, thread: number) => goInstead(`${thread ? at.thread(room, thread) : at.room(room)}?m=${id}`);
    if (held) return show(held.room, held.thread);
    if (!upToDate.value) return;
    ask('message.get', { messages: [id] }).then(
      (page) => (page.messages[0] ? show(page.messages[0].room, page.messages[0].thread) : setWrong(base().errors.not_found)),
      (refusal: unknown) => setWrong(refusalText(refusal)),
    );
  }, [id, upToDate.value]);
  return <div class="empty" role="status"><h1>{wrong || (upToDate.value ? base().loading : base().olderOffline)}</h1>{wrong && <a class="button" href={at.home}>{base().rooms}</a>}</div>;
}
