import { useEffect, useState } from 'preact/hooks';
import { Refusal } from '../../line/refusal';
import type { Profile, Room } from '../../protocol/types';
import { at } from '../../route';
import { ask } from '../../session';
import { happen, parts, upToDate } from '../../state';
import { MenuButton, type MenuItem } from '../../ui/menu';
import { Icon } from '../../ui/icon';
import { Avatar, countryName, languageName } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { longDay } from '../../words/dates';
import { base, desk, listed, locale, say } from '../../words/words';
import {
  addToRoom,
  appoint,
  ban,
  dismiss,
  erase,
  mute,
  removeFromRoom,
  setActive,
  setRole,
  suspend,
  warn,
  type Aim,
} from './acts';
import { Listed } from './lists';
import { deskRooms, isAdministrator } from './pickers';
import { SanctionItem, useSanctions } from './sanctions';

/** Whether a member is in a room: asked for by the page of its members that begins there. Moderators come first of all. */
async function isIn(room: Room, member: number): Promise<boolean> {
  if (room.moderators.includes(member)) return true;
  let after = member - 1;
  while (after > 0 && room.moderators.includes(after)) after--;
  const limit = after > 0 ? 1 : Math.min(200, room.moderators.length + 1);
  const page = await ask('room.members', { room: room.id, limit, ...(after > 0 && { after }) });
  return page.members.some((one) => one.id === member);
}

interface Found {
  readonly profile?: Profile;
  readonly rooms?: readonly Room[];
  readonly failed?: unknown;
}

function useMember(member: number): readonly [Found, () => void] {
  const [found, setFound] = useState<Found>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!upToDate.value) return;
    let wanted = true;
    const look = async () => {
      const [page, inside] = await Promise.all([
        ask('member.get', { members: [member] }),
        Promise.all(deskRooms().map(async (room) => ((await isIn(room, member)) ? room : undefined))),
      ]);
      const profile = page.members[0];
      if (!profile) throw new Refusal('not_found', '');
      happen({ type: 'profiles', profiles: page.members });
      if (wanted) setFound({ profile, rooms: inside.filter((room) => room !== undefined) });
    };
    look().catch((failed: unknown) => wanted && setFound((before) => ({ ...before, failed })));
    return () => {
      wanted = false;
    };
  }, [member, round, upToDate.value, deskRooms().length]);
  return [found, () => setRound((n) => n + 1)];
}

/** One member, as a moderator sees them: who it is, where they are, what was done, and what can be done. */
export function MemberPage({ member }: { readonly member: number }) {
  const words = desk();
  const [{ profile, rooms, failed }, again] = useMember(member);
  const sanctions = useSanctions({ member });
  const after = () => {
    again();
    sanctions.again();
  };
  if (!profile) {
    return failed ? (
      <div class="note bad" role="alert">
        {refusalText(failed)}
      </div>
    ) : (
      <p class="soft" role="status">
        {base().loading}
      </p>
    );
  }
  const now = Date.now();
  const active = sanctions.items?.filter((one) => !one.lifted_at && (!one.until || one.until > now)) ?? [];
  const past = sanctions.items?.filter((one) => !active.includes(one));
  return (
    <>
      <a class="small" href={`${at.desk}/members`}>
        {words.toMembers}
      </a>
      <div class="row member-head">
        <Avatar member={member} size="large" />
        <div class="grow">
          <h2 class="row wrap">
            <bdi>{profile.name || base().formerMember}</bdi>
            {profile.role !== 'member' && <span class="tag">{words[profile.role]}</span>}
            {profile.state !== 'active' && <span class="tag warn">{words.states[profile.state]}</span>}
          </h2>
          <p class="soft">
            <bdi>{[profile.job, profile.utility_name].filter(Boolean).join(', ')}</bdi>
            {profile.country && ` · ${countryName(profile.country, locale())}`}
          </p>
          <p class="soft small">
            {profile.joined_at > 0 && say(words.memberSince, { day: longDay(profile.joined_at) })}
            {profile.languages.length > 0 && ` · ${listed(profile.languages.map((tag) => languageName(tag, locale())))}`}
          </p>
        </div>
      </div>
      <p class="row wrap">
        <a class="small" href={at.person(member)}>
          {words.fullProfile}
        </a>
        <a class="small" href={`${at.desk}/audit?member=${member}`}>
          {words.auditOf}
        </a>
      </p>
      {profile.id === parts.me.value?.id ? (
        <p class="note">{words.isYou}</p>
      ) : (
        <MemberActs profile={profile} rooms={rooms ?? []} after={after} />
      )}
      <section class="stack-tight">
        <h3>{words.activeSanctions}</h3>
        <Listed
          list={{ ...sanctions, items: sanctions.items && active, more: false }}
          label={words.activeSanctions}
          empty={words.noActiveSanctions}
        >
          {(one) => <SanctionItem key={one.id} one={one} after={after} nameless />}
        </Listed>
      </section>
      <section class="stack-tight">
        <h3>{words.inRooms}</h3>
        <MemberRooms profile={profile} rooms={rooms} after={after} />
      </section>
      {Boolean(past?.length || sanctions.more) && (
        <section class="stack-tight">
          <h3>{words.pastSanctions}</h3>
          <Listed list={{ ...sanctions, items: past }} label={words.pastSanctions} empty={words.noPastSanctions}>
            {(one) => <SanctionItem key={one.id} one={one} after={after} nameless />}
          </Listed>
        </section>
      )}
    </>
  );
}

/** Where nobody who may be sanctioned is, the server would refuse: whose role is not below one's own, who has left. */
const canBeSanctioned = (profile: Profile): boolean =>
  profile.state !== 'left' && profile.state !== 'erased' && profile.role !== 'administrator';

function MemberActs({
  profile,
  rooms,
  after,
}: {
  readonly profile: Profile;
  readonly rooms: readonly Room[];
  readonly after: () => void;
}) {
  const words = desk();
  const isAdmin = isAdministrator();
  const within = rooms.filter((room) => isAdmin || !room.moderators.includes(profile.id)).map((room) => room.id);
  const others = deskRooms()
    .filter((room) => !room.archived && !rooms.includes(room))
    .map((room) => room.id);
  const sanctioned = canBeSanctioned(profile);
  const aim: Aim = { member: profile.id, rooms: within, after };
  const canWarn = sanctioned && (within.length > 0 || isAdmin);
  const further: MenuItem[] = [];
  if (isAdmin) {
    if (profile.state === 'active') {
      const isOne = profile.role === 'administrator';
      further.push({
        name: isOne ? words.demote.act : words.promote.act,
        icon: 'server',
        run: () => setRole(profile.id, !isOne, after),
      });
    }
    if (sanctioned) {
      const isActive = profile.state === 'active';
      further.push({
        name: isActive ? words.deactivate.act : words.activate.act,
        icon: 'lock',
        run: () => setActive(profile, !isActive, after),
      });
    }
    if (profile.state !== 'erased' && profile.role !== 'administrator') {
      further.push({ name: words.erase.act, icon: 'trash', danger: true, run: () => erase(profile, false, after) });
      further.push({ name: words.erase.actTexts, icon: 'trash', danger: true, run: () => erase(profile, true, after) });
    }
  }
  return (
    <div class="row wrap desk-acts">
      {canWarn && (
        <button type="button" class="button small" onClick={() => warn(aim)}>
          {words.warn.act}
        </button>
      )}
      {canWarn && (
        <button type="button" class="button small" onClick={() => mute(aim)}>
          {words.mute.act}
        </button>
      )}
      {sanctioned && within.length > 0 && (
        <button type="button" class="button small" onClick={() => ban(aim)}>
          {words.ban.act}
        </button>
      )}
      {sanctioned && isAdmin && (
        <button type="button" class="button small" onClick={() => suspend(aim)}>
          {words.suspend.act}
        </button>
      )}
      {profile.state === 'active' && others.length > 0 && (
        <button type="button" class="button small" onClick={() => addToRoom(profile.id, others, after)}>
          <Icon name="plus" small />
          {words.addTo.act}
        </button>
      )}
      {further.length > 0 && <MenuButton label={base().more} items={() => further} />}
      {profile.role === 'administrator' && <span class="soft small">{words.isEqual}</span>}
    </div>
  );
}

function MemberRooms({
  profile,
  rooms,
  after,
}: {
  readonly profile: Profile;
  readonly rooms: readonly Room[] | undefined;
  readonly after: () => void;
}) {
  const words = desk();
  const isAdmin = isAdministrator();
  if (!rooms)
    return (
      <p class="soft" role="status">
        {base().loading}
      </p>
    );
  if (!rooms.length) return <p class="soft">{words.inNoRoom}</p>;
  const acts = (room: Room): MenuItem[] => {
    const moderates = parts.rooms.value.get(room.id)?.moderators.includes(profile.id);
    const items: MenuItem[] = [];
    if (isAdmin && moderates) items.push({ name: words.dismiss.act, run: () => dismiss(profile.id, room.id, after) });
    if (isAdmin && !moderates && profile.role !== 'administrator')
      items.push({ name: words.appoint.act, run: () => appoint(profile.id, room.id, after) });
    if (profile.role !== 'administrator' && (isAdmin || !moderates)) {
      items.push({ name: words.removeFrom.act, danger: true, run: () => removeFromRoom(profile.id, room.id, after) });
    }
    return items;
  };
  return (
    <ul class="list desk-tight">
      {rooms.map((room) => {
        const items = profile.id === parts.me.value?.id ? [] : acts(room);
        return (
          <li key={room.id} class="row">
            <span class="grow row wrap">
              <a class="name" href={at.room(room.id)}>
                <bdi>{room.name}</bdi>
              </a>
              {parts.rooms.value.get(room.id)?.moderators.includes(profile.id) && <span class="tag">{words.moderator}</span>}
              {room.archived && <span class="soft small">{base().archived}</span>}
            </span>
            {items.length > 0 && <MenuButton small label={say(words.actsIn, { room: room.name })} items={() => items} />}
          </li>
        );
      })}
    </ul>
  );
}
