import { computed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Room } from '../protocol/types';
import { mentionsIn, unreadIn, waitingOn } from '../model/model';
import { at, route } from '../route';
import { ask } from '../session';
import { currentModel, happen, parts, upToDate } from '../state';
import { Icon, type IconName } from '../ui/icon';
import { Avatar, nameOf } from '../ui/person';
import { base, cached, count, language, locale } from '../words/words';

/** A room's name as the member sees it: a conversation has that of the other person. */
export function roomName(room: Room | undefined): string {
  if (!room) return '…';
  if (room.kind !== 'direct') return room.name;
  return nameOf(room.between.find((one) => one !== parts.me.value?.id) ?? 0);
}

export const roomIcon = (room: Room): IconName => ({ cop: 'people', group: 'group', announcement: 'announcement', direct: 'person' } as const)[room.kind];

/** All rooms by their names. Not sorted again for every message. */
const sortedRooms = computed(() => {
  const collator = cached(`collator ${language.value}`, () => new Intl.Collator(locale()));
  return [...parts.rooms.value.values()].sort((a, b) => collator.compare(roomName(a), roomName(b)));
});

/** A conversation has the name of the other person, of whom nothing else may have told yet. */
function useNamesOfConversations(): void {
  const rooms = parts.rooms.value;
  useEffect(() => {
    const { people } = currentModel();
    const members = [...rooms.values()].flatMap((room) => room.between).filter((one) => !people.has(one)).slice(0, 200);
    if (!upToDate.value || !members.length) return;
    ask('member.get', { members }).then((page) => happen({ type: 'profiles', profiles: page.members }), () => undefined);
  }, [rooms, upToDate.value]);
}

/** What is asked about a desk does not stand in the way of what is looked at first. */
const deskAfterMs = 1_500;

/** The desks that one has, by their rooms; "" without any. */
function desksOf(): string {
  const role = parts.me.value?.role;
  if (role === 'administrator') return 'all';
  return role === 'moderator' ? [...parts.memberships.value.values()].filter((one) => one.in && one.role === 'moderator').map((one) => one.room).join() : '';
}

/** The streams tell only what changes on a desk: what waits there already is asked for once, and when something was missed. */
function useDesk(): void {
  const desks = desksOf();
  const isMissing = upToDate.value && desks !== '' && parts.desk.value.known !== desks;
  useEffect(() => {
    if (!isMissing) return;
    const timer = setTimeout(() => {
      const limit = 100;
      Promise.all([
        ask('application.list', { status: 'pending', limit }), ask('report.list', { room: 0, status: 'open', limit }), ask('pending.list', { room: 0 }),
      ]).then(([{ applications }, { reports }, { pending }]) => happen({ type: 'desk', known: desks, applications, reports, pending }), () => undefined);
    }, deskAfterMs);
    return () => clearTimeout(timer);
  }, [isMissing, desks]);
}

/** All rooms with what is new in them, and the way to everything else. */
export function Side() {
  useNamesOfConversations();
  useDesk();
  const words = base();
  const memberships = parts.memberships.value;
  const all = sortedRooms.value;
  const mine = all.filter((room) => memberships.get(room.id)?.in);
  const groups: readonly (readonly [string, readonly Room[]])[] = [
    // Whether one is in it or not: they concern everybody.
    [words.announcements, all.filter((room) => room.kind === 'announcement' && (!room.archived || memberships.get(room.id)?.in))],
    [words.cops, mine.filter((room) => room.kind === 'cop')],
    [words.groups, mine.filter((room) => room.kind === 'group')],
    [words.directs, mine.filter((room) => room.kind === 'direct')],
    [words.otherCops, all.filter((room) => room.kind === 'cop' && !room.archived && !memberships.get(room.id)?.in)],
  ];
  return (
    <div class="side">
      <header>
        <SideNav />
      </header>
      <nav class="rooms" aria-label={words.rooms} aria-busy={!upToDate.value}>
        {!mine.length && upToDate.value && <p class="soft">{words.noRooms}</p>}
        {groups.map(([title, rooms]) => rooms.length > 0 && (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            <ul>{rooms.map((room) => <li key={room.id}><RoomLink room={room} /></li>)}</ul>
          </section>
        ))}
      </nav>
      {parts.me.value && (
        <footer>
          <a class="side-me" href={at.profile} title={words.profile}>
            <Avatar member={parts.me.value.id} />
            <span class="grow"><bdi class="clip strong">{parts.me.value.name}</bdi><bdi class="clip soft small">{parts.me.value.utility_name}</bdi></span>
          </a>
        </footer>
      )}
    </div>
  );
}

function SideNav() {
  const words = base();
  const here = route.value.path[0] ?? '';
  const me = parts.me.value;
  const unseen = parts.unseen.value;
  const waiting = waitingOn(parts.desk.value);
  const link = (to: string, name: string, icon: IconName, label: string, badge = 0) => (
    <a class="icon-button" href={to} aria-label={label} title={label} aria-current={here === name ? 'page' : undefined}>
      <Icon name={icon} />
      {badge > 0 && <span class="badge new" aria-hidden="true">{badge > 99 ? '99+' : badge}</span>}
    </a>
  );
  return (
    <nav class="side-nav" aria-label={words.more}>
      {link(at.missed, 'missed', 'missed', words.missed)}
      {link(at.search, 'search', 'search', words.search)}
      {link(at.notices, 'notices', 'bell', unseen ? count(words.unseenNotices, unseen) : words.notices, unseen)}
      {link(at.people, 'people', 'people', words.people)}
      {(me?.role === 'moderator' || me?.role === 'administrator') && link(at.desk, 'desk', 'desk', waiting ? count(words.deskWaits, waiting) : words.desk, waiting)}
      {me?.role === 'administrator' && link(at.admin, 'admin', 'server', words.admin)}
      {link(at.settings, 'settings', 'settings', words.settings)}
    </nav>
  );
}

function RoomLink({ room }: { readonly room: Room }) {
  const words = base();
  const unread = unreadIn({ heads: parts.heads.value, memberships: parts.memberships.value }, room.id);
  const mentions = mentionsIn({ notifications: parts.notifications.value }, room.id);
  const { path } = route.value;
  const isHere = path[0] === 'room' && Number(path[1]) === room.id;
  const quiet = parts.memberships.value.get(room.id)?.notify === 'none';
  return (
    <a class={`room-link${unread && !quiet ? ' has-unread' : ''}`} href={at.room(room.id)} aria-current={isHere ? 'page' : undefined}>
      <Icon name={roomIcon(room)} small />
      <span class="grow"><bdi>{roomName(room)}</bdi>{room.archived && <span class="soft small"> ({words.archived})</span>}</span>
      {mentions > 0 && <span class="badge new" title={count(words.mentions, mentions)}>@<span class="unseen">{count(words.mentions, mentions)}</span></span>}
      {unread > 0 && <span class={`badge${quiet ? '' : ' new'}`}><span aria-hidden="true">{unread > 999 ? '999+' : unread}</span><span class="unseen">{count(words.unread, unread)}</span></span>}
    </a>
  );
}

/** Beside the rooms, before one has been chosen. */
export function Home() {
  const words = base();
  const model = { heads: parts.heads.value, memberships: parts.memberships.value };
  const unread = [...model.memberships.keys()].reduce((sum, room) => sum + unreadIn(model, room), 0);
  return (
    <div class="empty home">
      <h1>{parts.community.value || 'Standpipe'}</h1>
      <p>{unread ? count(words.welcomeMissed, unread) : words.nothingMissed} <span>{words.welcome}</span></p>
      {unread > 0 && <a class="button main" href={at.missed}>{words.missed}</a>}
    </div>
  );
}
