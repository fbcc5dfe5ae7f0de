import type { Room } from '../../protocol/types';
import { at } from '../../route';
import { parts } from '../../state';
import { Icon } from '../../ui/icon';
import { base, cached, count, desk, language, locale, say } from '../../words/words';
import { deskRooms } from './pickers';
import { lengthText } from './length';
import { roomIcon } from '../side';

/** Communities that one person could leave without anybody to look after them. */
export const isShort = (room: Room): boolean => room.kind === 'cop' && !room.archived && room.moderators.length < 2;

export function RoomRow({ room, to }: { readonly room: Room; readonly to: string }) {
  const words = desk();
  const members = parts.heads.value.get(room.id)?.members ?? 0;
  return (
    <li>
      <a class="row member-row" href={to}>
        <Icon name={roomIcon(room)} />
        <span class="grow">
          <span class="row wrap">
            <bdi class="strong">{room.name}</bdi>
            {isShort(room) && <span class="tag warn">{words.short}</span>}
            {room.archived && <span class="tag">{base().archived}</span>}
          </span>
          <span class="soft small">
            {[
              count(base().membersCount, members),
              count(words.moderatorsCount, room.moderators.length),
              room.slow_mode_s > 0 && say(words.slowModeOf, { time: secondsText(room.slow_mode_s) }),
              room.approve_first_post && words.firstPostsWait,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
        <Icon name="next" small />
      </a>
    </li>
  );
}

export function secondsText(seconds: number): string {
  if (seconds % 60 === 0) return lengthText(seconds / 60);
  const format = cached(`length ${language.value} second`, () => new Intl.NumberFormat(locale(), { style: 'unit', unit: 'second', unitDisplay: 'long' }));
  return format.format(seconds);
}

/** The rooms that one moderates, each with the way to its settings. */
export function DeskRooms() {
  const words = desk();
  const rooms = deskRooms();
  return (
    <>
      <div class="section-head">
        <h2>{words.sections.rooms}</h2>
      </div>
      {rooms.length === 0 && <p class="empty">{words.noDeskRooms}</p>}
      {rooms.length > 0 && (
        <ul class="list" aria-label={words.sections.rooms}>
          {rooms.map((room) => (
            <RoomRow key={room.id} room={room} to={`${at.desk}/room/${room.id}`} />
          ))}
        </ul>
      )}
    </>
  );
}
