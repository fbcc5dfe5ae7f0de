import { useState } from 'preact/hooks';
import { parts } from '../../state';
import { Icon } from '../../ui/icon';
import { count, desk, listed } from '../../words/words';
import { deskRooms } from '../desk/pickers';
import { RoomModerators } from '../desk/room';
import { isShort } from '../desk/rooms';

/** Who moderates what; communities with too few come first. */
export function AdminModerators() {
  const words = desk();
  const [open, setOpen] = useState(0);
  const rooms = deskRooms()
    .filter((room) => !room.archived)
    .sort((a, b) => Number(isShort(b)) - Number(isShort(a)));
  const short = rooms.filter(isShort);
  return (
    <>
      <div class="section-head">
        <h2>{words.sections.moderators}</h2>
      </div>
      <p class="soft">{words.moderatorsIntro}</p>
      {short.length > 0 && (
        <p class="note warn">
          <Icon name="warning" small />
          <span>{count(words.shortTitle, short.length, { rooms: listed(short.map((room) => room.name)) })}</span>
        </p>
      )}
      <ul class="list">
        {rooms.map((room) => (
          <li key={room.id} class="stack-tight">
            <div class="row wrap">
              <span class="grow row wrap">
                <bdi class="strong">{room.name}</bdi>
                {isShort(room) && <span class="tag warn">{words.short}</span>}
              </span>
              <button
                type="button"
                class="button small"
                aria-expanded={open === room.id}
                onClick={() => setOpen(open === room.id ? 0 : room.id)}
              >
                {count(words.moderatorsCount, room.moderators.length)}
                <Icon name="down" small />
              </button>
            </div>
            {open === room.id && <RoomModerators room={parts.rooms.value.get(room.id) ?? room} />}
          </li>
        ))}
      </ul>
    </>
  );
}
