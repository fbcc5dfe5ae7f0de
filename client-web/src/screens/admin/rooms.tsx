import { useState } from 'preact/hooks';
import { Refusal } from '../../line/refusal';
import type { RoomKind } from '../../protocol/types';
import { at, go } from '../../route';
import { act } from '../../session';
import { AreaField, SelectField, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { nameOf } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { base, desk, say } from '../../words/words';
import { deskRooms, MemberPicker } from '../desk/pickers';
import { endOf, fieldText, renew } from '../desk/room';
import { RoomRow } from '../desk/rooms';

type Kind = Exclude<RoomKind, 'direct'>;

/** All rooms by their kind, and the way to open another one. */
export function AdminRooms() {
  const words = desk();
  const rooms = deskRooms();
  return (
    <>
      <div class="row wrap section-head">
        <h2 class="grow">{words.sections.rooms}</h2>
        <a class="button main small" href={`${at.admin}/room/new`}>
          <Icon name="plus" small />
          {words.newRoom}
        </a>
      </div>
      {(
        [
          ['cop', base().cops],
          ['group', base().groups],
          ['announcement', base().announcements],
        ] as const
      ).map(([kind, title]) => {
        const some = rooms.filter((room) => room.kind === kind);
        return (
          <section key={kind} class="stack-tight">
            <h3>{title}</h3>
            {some.length > 0 ? (
              <ul class="list" aria-label={title}>
                {some.map((room) => (
                  <RoomRow key={room.id} room={room} to={`${at.admin}/room/${room.id}`} />
                ))}
              </ul>
            ) : (
              <p class="soft">{words.noRoomsOfKind}</p>
            )}
          </section>
        );
      })}
    </>
  );
}

/** A short name out of a name: letters of the Latin alphabet without their accents. */
function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
}

export function NewRoom() {
  const words = desk();
  const [kind, setKind] = useState<Kind>('cop');
  const [name, setName] = useState('');
  const [ownSlug, setSlug] = useState<string>();
  const [description, setDescription] = useState('');
  const [end, setEnd] = useState('');
  const [moderators, setModerators] = useState<readonly number[]>([]);
  const [tried, setTried] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const slug = ownSlug ?? slugOf(name);
  const wrong = (field: string, value: string) => {
    if (failed instanceof Refusal && failed.data.field === field) return fieldText(field, failed);
    if (!tried || value.trim()) return undefined;
    return field === 'slug' ? words.slugHint : words.nameMissing;
  };
  const shownAtField = failed instanceof Refusal && ['name', 'slug', 'ends_at'].includes(failed.data.field ?? '');
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!name.trim() || !slug.trim()) return;
    setBusy(true);
    setFailed(undefined);
    try {
      const { room } = await act('room.create', {
        kind,
        name: name.trim(),
        slug: slug.trim(),
        moderators,
        ...(description.trim() && { description: description.trim() }),
        ...(kind === 'group' && end && { ends_at: endOf(end) }),
      });
      renew();
      tell(say(words.roomOpened, { room: name.trim() }));
      go(`${at.admin}/room/${room}`);
    } catch (refusal) {
      setFailed(refusal);
      setBusy(false);
    }
  };
  return (
    <>
      <a class="small" href={`${at.admin}/rooms`}>
        {words.toRooms}
      </a>
      <h2>{words.newRoom}</h2>
      <form class="card stack" onSubmit={submit} noValidate>
        <SelectField
          label={words.roomKind}
          hint={words.roomKindHints[kind]}
          value={kind}
          onValue={(value) => setKind(value as Kind)}
          options={(['cop', 'group', 'announcement'] as const).map((one) => [one, words.roomKinds[one]])}
        />
        <TextField label={words.roomName} value={name} onValue={setName} wrong={wrong('name', name)} />
        <TextField label={words.slug} hint={words.slugHint} value={slug} onValue={setSlug} wrong={wrong('slug', slug)} />
        <AreaField label={words.description} hint={words.descriptionHint} value={description} onValue={setDescription} />
        {kind === 'group' && (
          <TextField
            label={words.endsAt}
            hint={words.endsHint}
            type="date"
            value={end}
            onValue={setEnd}
            wrong={shownAtField ? wrong('ends_at', 'x') : undefined}
          />
        )}
        <MemberPicker
          label={words.firstModerators}
          not={moderators}
          onMember={(member) => setModerators([...moderators, member.id])}
        />
        {moderators.length > 0 && (
          <ul class="row wrap">
            {moderators.map((member) => (
              <li key={member} class="tag">
                <bdi>{nameOf(member)}</bdi>
                <button
                  type="button"
                  class="icon-button small"
                  aria-label={say(words.takeOut, { name: nameOf(member) })}
                  onClick={() => setModerators(moderators.filter((one) => one !== member))}
                >
                  <Icon name="close" small />
                </button>
              </li>
            ))}
          </ul>
        )}
        {Boolean(failed) && !shownAtField && (
          <div class="note bad" role="alert">
            {refusalText(failed)}
          </div>
        )}
        <div class="row wrap">
          <button type="submit" class="button main" disabled={busy}>
            {words.openRoom}
          </button>
          <a class="button" href={`${at.admin}/rooms`}>
            {base().cancel}
          </a>
        </div>
      </form>
    </>
  );
}
