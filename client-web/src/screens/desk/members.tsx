import { useEffect, useState } from 'preact/hooks';
import type { Profile } from '../../protocol/types';
import { at } from '../../route';
import { ask } from '../../session';
import { happen } from '../../state';
import { TextField } from '../../ui/field';
import { Avatar, countryName } from '../../ui/person';
import { desk, locale } from '../../words/words';
import { Listed, usePaged, type Page } from './lists';
import { deskRooms, RoomPicker } from './pickers';
import { useFilter } from './shell';

interface Row {
  readonly id: number;
  readonly profile: Profile;
  /** Moderates the room that is shown. */
  readonly moderates: boolean;
}

async function load(room: number, query: string, last: Row | undefined, limit: number): Promise<Page<Row>> {
  const after = last && { after: last.id };
  const page =
    query || !room
      ? await ask('member.search', { ...(query && { query }), limit, ...after })
      : await ask('room.members', { room, limit, ...after });
  happen({ type: 'profiles', profiles: page.members });
  return {
    items: page.members.map((profile) => ({ id: profile.id, profile, moderates: page.moderators.includes(profile.id) })),
    more: page.more,
  };
}

/** The members of a room, or those that a search finds anywhere. */
export function Members() {
  const words = desk();
  const [roomText, setRoom] = useFilter('room');
  const [query, setQuery] = useFilter('query');
  const [typed, setTyped] = useState(query);
  const room = roomText ? Number(roomText) : (deskRooms()[0]?.id ?? 0);
  useEffect(() => {
    if (typed === query) return;
    const timer = setTimeout(() => setQuery(typed.trim()), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const list = usePaged<Row>((last, limit) => load(room, query, last, limit), [room, query]);
  return (
    <>
      <div class="section-head">
        <h2>{words.sections.members}</h2>
      </div>
      <div class="row desk-fields">
        <RoomPicker
          room={room}
          onRoom={(one) => {
            setTyped('');
            setRoom(String(one));
          }}
          all={words.allMembers}
        />
        <TextField label={words.searchMembers} type="search" value={typed} onValue={setTyped} autocomplete="off" />
      </div>
      {query && <p class="soft small">{words.searchedAll}</p>}
      <Listed list={list} label={words.sections.members} empty={query ? words.nobodyFound : words.nobodyIn}>
        {(row) => <MemberRow key={row.id} row={row} />}
      </Listed>
    </>
  );
}

function MemberRow({ row: { profile, moderates } }: { readonly row: Row }) {
  const words = desk();
  return (
    <li>
      <a class="row member-row" href={`${at.desk}/member/${profile.id}`}>
        <Avatar member={profile.id} />
        <span class="grow">
          <span class="row wrap">
            <bdi class="strong">{profile.name}</bdi>
            {profile.role === 'administrator' && <span class="tag">{words.administrator}</span>}
            {moderates && <span class="tag">{words.moderator}</span>}
            {profile.state !== 'active' && <span class="tag warn">{words.states[profile.state]}</span>}
          </span>
          <span class="soft small">
            <bdi>{[profile.job, profile.utility_name].filter(Boolean).join(', ')}</bdi>
            {profile.country && ` · ${countryName(profile.country, locale())}`}
          </span>
        </span>
      </a>
    </li>
  );
}
