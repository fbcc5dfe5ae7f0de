import { at } from '../../route';
import { parts } from '../../state';
import { Icon } from '../../ui/icon';
import { base, count, desk } from '../../words/words';
import { deskRooms } from '../desk/pickers';

/** Announcements are messages in announcement rooms: this is the way there. */
export function Announcements() {
  const words = desk();
  const rooms = deskRooms().filter((room) => room.kind === 'announcement' && !room.archived);
  return (
    <>
      <div class="section-head">
        <h2>{words.sections.announcements}</h2>
      </div>
      <p class="soft">{words.announcementsIntro}</p>
      {rooms.length === 0 && (
        <p>
          {words.noAnnouncementRooms} <a href={`${at.admin}/room/new`}>{words.newRoom}</a>
        </p>
      )}
      {rooms.length > 0 && (
        <ul class="list">
          {rooms.map((room) => (
            <li key={room.id} class="row wrap">
              <Icon name="announcement" />
              <span class="grow row wrap">
                <bdi class="strong">{room.name}</bdi>
                <span class="soft small">{count(base().membersCount, parts.heads.value.get(room.id)?.members ?? 0)}</span>
              </span>
              <a class="button small" href={at.room(room.id)}>
                {words.writeIn}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
