import { useEffect, useState } from 'preact/hooks';
import type { Profile, Room } from '../protocol/types';
import { at, go, type Route } from '../route';
import { act, ask } from '../session';
import { happen, parts, upToDate } from '../state';
import { Icon } from '../ui/icon';
import { Avatar, countryName, languageName, nameOf } from '../ui/person';
import { refusalText } from '../ui/refusal-text';
import { tellRefusal } from '../ui/toast';
import { longDay } from '../words/dates';
import { base, locale, more } from '../words/words';
import { Frame } from './frame';
import { Role } from './people';
import { roomIcon, roomName } from './side';

/** Somebody's profile. */
export function PersonScreen({ route }: { readonly route: Route }) {
  const id = Number(route.path[1]);
  return <Person key={id} id={id} />;
}

function Person({ id }: { readonly id: number }) {
  const words = base();
  const { people: texts } = more();
  const [profile, setProfile] = useState<Profile>();
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    if (!upToDate.value) return;
    ask('member.get', { members: [id] }).then(
      ({ members }) => {
        happen({ type: 'profiles', profiles: members });
        setProfile(members[0]);
        setWrong(members[0] ? '' : words.errors.not_found);
      },
      (refusal: unknown) => setWrong(refusalText(refusal)),
    );
  }, [id, upToDate.value]);
  const card = parts.people.value.get(id);
  const shown = profile ?? (id === parts.me.value?.id ? parts.me.value : undefined);
  return (
    <Frame title={card ? nameOf(id) : words.people} back={at.people}>
      {wrong && upToDate.value && <p class="note bad" role="alert">{wrong}</p>}
      {!shown && !wrong && (
        <>
          {card?.utility_name && <p><bdi class="strong">{card.utility_name}</bdi></p>}
          <p class="soft" role="status">{upToDate.value ? words.loading : texts.offline}</p>
        </>
      )}
      {shown && <Shown profile={shown} />}
    </Frame>
  );
}

function Shown({ profile }: { readonly profile: Profile }) {
  const words = base();
  const { people: texts } = more();
  const me = parts.me.value;
  const isMe = me?.id === profile.id;
  const [busy, setBusy] = useState(false);
  const writeTo = () => {
    setBusy(true);
    act('direct.open', { member: profile.id }).then(
      async ({ room }) => {
        // The room is told of by an event, which may come after the answer.
        if (!parts.rooms.value.has(room)) happen({ type: 'rooms', rooms: await ask('room.list', {}) });
        go(at.room(room));
      },
    ).catch(tellRefusal).finally(() => setBusy(false));
  };
  const list = (name: string, all: readonly string[]) => all.length > 0 && (
    <div><dt>{name}</dt><dd class="row wrap tight">{all.map((one) => <span class="tag" dir="auto">{one}</span>)}</dd></div>
  );
  return (
    <>
      <div class="row person-head">
        <Avatar member={profile.id} size="large" />
        <div class="grow">
          <p class="row wrap tight"><strong class="person-name" dir="auto">{profile.name || words.formerMember}</strong><Role member={profile} /></p>
          {profile.job && <p><bdi>{profile.job}</bdi></p>}
          <p class="soft"><bdi>{profile.utility_name}</bdi>{profile.utility_name && profile.country && ' · '}{countryName(profile.country, locale())}</p>
        </div>
      </div>
      <div class="row wrap">
        {isMe && <a class="button" href={at.profile}><Icon name="edit" small />{texts.editMine}</a>}
        {!isMe && profile.state === 'active' && (
          <button type="button" class="button main" disabled={busy || !upToDate.value} onClick={writeTo}>
            <Icon name="chat" small />{texts.writeTo}
          </button>
        )}
        {!isMe && me && me.role !== 'member' && <a class="button" href={`${at.desk}/member/${profile.id}`}><Icon name="desk" small />{words.desk}</a>}
      </div>
      {profile.offers && <Said title={texts.offers} kind="good" text={profile.offers} />}
      {profile.seeks && <Said title={texts.seeks} kind="warn" text={profile.seeks} />}
      <dl class="person-facts">
        {list(texts.expertise, profile.expertise)}
        {list(texts.languages, profile.languages.map((tag) => languageName(tag, locale())))}
        {profile.joined_at > 0 && <div><dt>{texts.memberSince}</dt><dd>{longDay(profile.joined_at)}</dd></div>}
        {!isMe && profile.state === 'active' && <CommonRooms member={profile.id} />}
      </dl>
    </>
  );
}

function Said({ title, kind, text }: { readonly title: string; readonly kind: string; readonly text: string }) {
  return (
    <section class="card stack-tight">
      <h2><span class={`tag ${kind}`}>{title}</span></h2>
      <p class="lines" dir="auto">{text}</p>
    </section>
  );
}

/** The rooms that both are in: each is asked whether the member is the next one in its list. */
function CommonRooms({ member }: { readonly member: number }) {
  const { people: texts } = more();
  const [common, setCommon] = useState<readonly Room[]>([]);
  useEffect(() => {
    if (!upToDate.value) return;
    const rooms = [...parts.rooms.value.values()].filter((room) => room.kind !== 'direct' && parts.memberships.value.get(room.id)?.in);
    void Promise.all(rooms.map((room) => isIn(room, member).catch(() => false)))
      .then((there) => setCommon(rooms.filter((_, i) => there[i])));
  }, [member, upToDate.value]);
  if (!common.length) return null;
  return (
    <div>
      <dt>{texts.commonRooms}</dt>
      <dd>
        <ul class="stack-tight">
          {common.map((room) => (
            <li key={room.id} class="row wrap tight">
              <a class="row tight" href={at.room(room.id)}><Icon name={roomIcon(room)} small /><bdi>{roomName(room)}</bdi></a>
              {room.moderators.includes(member) && <span class="tag">{base().moderator}</span>}
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

async function isIn(room: Room, member: number): Promise<boolean> {
  if (room.moderators.includes(member)) return true;
  let before = member - 1;
  while (room.moderators.includes(before)) before--; // members are listed after the moderators
  if (before === 0 && room.moderators.length > 0) before = Math.max(...room.moderators);
  const page = await ask('room.members', { room: room.id, limit: 1, ...(before > 0 && { after: before }) });
  return page.members[0]?.id === member;
}
