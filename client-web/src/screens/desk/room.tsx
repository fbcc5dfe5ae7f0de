import { useEffect, useState } from 'preact/hooks';
import { Refusal } from '../../line/refusal';
import type { Room } from '../../protocol/types';
import { at } from '../../route';
import { happen, parts } from '../../state';
import { act, ask } from '../../session';
import { AreaField, Check, SelectField, TextField } from '../../ui/field';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { base, count, desk, say } from '../../words/words';
import { begin } from './act';
import { addToRoom, appoint, dismiss, tellWithUndo } from './acts';
import { meet } from './lists';
import { deskRooms, isAdministrator, MemberPicker } from './pickers';
import { DeskName } from './shell';
import { secondsText } from './rooms';

const slowModes = [0, 10, 30, 60, 300, 900, 3600];

/** The settings of a room, as far as one may change them, and its moderators. */
export function RoomPage({ room: id, back }: { readonly room: number; readonly back: string }) {
  const words = desk();
  const room = deskRooms().find((one) => one.id === id);
  return (
    <>
      <a class="small" href={back}>
        {words.toRooms}
      </a>
      {room ? <Found room={room} /> : <p class="empty">{base().errors.not_found}</p>}
    </>
  );
}

function Found({ room }: { readonly room: Room }) {
  const words = desk();
  return (
    <>
      <h2>
        <bdi>{room.name}</bdi>
      </h2>
      <p class="row wrap small">
        <a href={at.room(room.id)}>{words.toRoom}</a>
        <a href={`${at.desk}/members?room=${room.id}`}>{words.sections.members}</a>
        <a href={`${at.desk}/sanctions?room=${room.id}`}>{words.sections.sanctions}</a>
        <a href={`${at.desk}/audit?room=${room.id}`}>{words.sections.audit}</a>
      </p>
      {room.archived && <p class="note">{base().errors.room_archived}</p>}
      <Settings room={room} />
      <RoomModerators room={room} />
      {room.kind !== 'cop' && !room.archived && (
        <section class="stack-tight">
          <h3 class="row wrap">
            {base().members}
            <span class="soft small">{count(base().membersCount, parts.heads.value.get(room.id)?.members ?? 0)}</span>
          </h3>
          <MemberPicker label={words.addWho} onMember={(member) => addToRoom(member.id, [room.id], renew)} />
        </section>
      )}
      {isAdministrator() && (
        <div>
          <button type="button" class="button" onClick={() => archive(room, !room.archived)}>
            {room.archived ? words.unarchive : words.archive}
          </button>
        </div>
      )}
    </>
  );
}

function archive(room: Room, on: boolean): void {
  const words = desk();
  const set = async (to: boolean, reason = '') => {
    await act('room.archive', { room: room.id, on: to, ...(reason && { reason }) });
    renew();
  };
  begin({
    title: say(on ? words.archiveTitle : words.unarchiveTitle, { room: room.name }),
    about: on ? words.archiveAbout : words.unarchiveAbout,
    reason: { seen: words.auditSees, optional: true },
    confirm: on ? words.archive : words.unarchive,
    danger: on,
    async run({ reason }) {
      await set(on, reason);
      tellWithUndo(say(on ? words.isArchived : words.isOpen, { room: room.name }), () => set(!on));
    },
  });
}

function Settings({ room: now }: { readonly room: Room }) {
  const words = desk();
  // What the form began with: what others change meanwhile is not changed back.
  const [room, setRoom] = useState(now);
  const [description, setDescription] = useState(room.description);
  const [slow, setSlow] = useState(room.slow_mode_s);
  const [approve, setApprove] = useState(room.approve_first_post);
  const [name, setName] = useState(room.name);
  const [slug, setSlug] = useState(room.slug);
  const [end, setEnd] = useState(dateText(room.ends_at));
  const [failed, setFailed] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const isAdmin = isAdministrator();
  const changes = {
    ...(description !== room.description && { description }),
    ...(slow !== room.slow_mode_s && { slow_mode_s: slow }),
    ...(approve !== room.approve_first_post && { approve_first_post: approve }),
    ...(name !== room.name && { name }),
    ...(slug !== room.slug && { slug }),
    ...(end !== dateText(room.ends_at) && { ends_at: endOf(end) }),
  };
  const save = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setFailed(undefined);
    try {
      await act('room.update', { room: room.id, ...changes });
      setRoom({ ...room, ...changes });
      renew();
      tell(words.saved);
    } catch (refusal) {
      setFailed(refusal);
    }
    setBusy(false);
  };
  const wrong = (field: string) =>
    failed instanceof Refusal && failed.data.field === field ? fieldText(field, failed) : undefined;
  const isOfField = ['name', 'slug', 'ends_at', 'description'].some((field) => wrong(field));
  return (
    <form class="stack card" onSubmit={save} noValidate>
      {isAdmin && (
        <>
          <TextField label={words.roomName} value={name} onValue={setName} wrong={wrong('name')} />
          <TextField label={words.slug} hint={words.slugHint} value={slug} onValue={setSlug} wrong={wrong('slug')} />
        </>
      )}
      <AreaField
        label={words.description}
        hint={words.descriptionHint}
        value={description}
        onValue={setDescription}
        wrong={wrong('description')}
      />
      {isAdmin && room.kind === 'group' && (
        <TextField label={words.endsAt} hint={words.endsHint} type="date" value={end} onValue={setEnd} wrong={wrong('ends_at')} />
      )}
      <SelectField
        label={words.slowMode}
        hint={words.slowModeHint}
        value={String(slow)}
        onValue={(value) => setSlow(Number(value))}
        options={[...new Set([...slowModes, room.slow_mode_s])]
          .sort((a, b) => a - b)
          .map((one) => [String(one), one ? secondsText(one) : words.off])}
      />
      <Check label={words.approveFirst} checked={approve} onValue={setApprove} />
      {Boolean(failed) && !isOfField && (
        <div class="note bad" role="alert">
          {refusalText(failed)}
        </div>
      )}
      <div class="row">
        <button type="submit" class="button main" disabled={busy || Object.keys(changes).length === 0}>
          {base().save}
        </button>
      </div>
    </form>
  );
}

/** What is wrong with a field, said so that it can be mended. */
export function fieldText(field: string, refusal: Refusal): string {
  const words = desk();
  if (refusal.code === 'argument_bad' && field === 'slug') return words.slugHint;
  if (refusal.code === 'argument_bad' && field === 'ends_at') return words.endWrong;
  if (refusal.code === 'argument_bad' && field === 'domains') return words.domainsWrong;
  return refusalText(refusal);
}

/** The end of a day as the browser's clock has it; 0 for none. */
export const endOf = (day: string): number => (day ? new Date(`${day}T23:59:00`).getTime() : 0);

export function dateText(time: number): string {
  if (!time) return '';
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Who moderates a room; administrators appoint and dismiss them. */
export function RoomModerators({ room }: { readonly room: Room }) {
  const words = desk();
  const isAdmin = isAdministrator();
  useEffect(() => void meet(room.moderators), [room.moderators]);
  return (
    <section class="stack-tight">
      <h3>{words.moderators}</h3>
      {room.moderators.length === 0 && <p class="soft">{words.noModerators}</p>}
      {room.moderators.length > 0 && (
        <ul class="list desk-tight">
          {room.moderators.map((member) => (
            <li key={member} class="row">
              <span class="grow">
                <DeskName member={member} />
              </span>
              {isAdmin && (
                <button type="button" class="button quiet small" onClick={() => dismiss(member, room.id, renew)}>
                  {words.dismiss.act}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdmin && !room.archived && (
        <MemberPicker label={words.appointWho} not={room.moderators} onMember={(member) => appoint(member.id, room.id, renew)} />
      )}
    </section>
  );
}

/** Groups are not in a stream of everybody's: what was changed in one is asked for. */
export const renew = (): void =>
  void ask('room.list', {}).then(
    (rooms) => happen({ type: 'rooms', rooms }),
    () => undefined,
  );
