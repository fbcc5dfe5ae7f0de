import type { AuditEntry } from '../../protocol/types';
import { at } from '../../route';
import { ask } from '../../session';
import { happen } from '../../state';
import { Icon } from '../../ui/icon';
import { nameOf } from '../../ui/person';
import { moment } from '../../words/dates';
import { desk, say } from '../../words/words';
import { lengthText } from './length';
import { Listed, meet, usePaged } from './lists';
import { MemberPicker, placeName, RoomPicker } from './pickers';
import { DeskName, Phrase, Said, useFilter } from './shell';

/** What moderators and administrators did: each act a sentence, with when and why. */
export function Audit() {
  const words = desk();
  const [room, setRoom] = useFilter('room');
  const [member, setMember] = useFilter('member');
  const list = usePaged<AuditEntry>(
    async (last, limit) => {
      const page = await ask('audit.list', {
        limit,
        ...(room && { room: Number(room) }),
        ...(member && { member: Number(member) }),
        ...(last && { before: last.id }),
      });
      happen({ type: 'people', people: page.people });
      void meet([...page.entries.flatMap((one) => [one.by, one.member]), Number(member)]);
      return { items: page.entries, more: page.more };
    },
    [room, member],
  );
  return (
    <>
      <div class="section-head">
        <h2>{words.sections.audit}</h2>
      </div>
      <div class="row desk-fields">
        <RoomPicker room={Number(room)} onRoom={(one) => setRoom(one ? String(one) : '')} all={words.allRooms} />
        <MemberPicker label={words.actsOn} onMember={(one) => setMember(String(one.id))} />
      </div>
      {member && (
        <p class="row wrap">
          <span class="tag">
            <Phrase text={words.onlyMember} values={{ name: <bdi>{nameOf(Number(member))}</bdi> }} />
          </span>
          <button type="button" class="button quiet small" onClick={() => setMember('')}>
            {words.clearFilter}
          </button>
        </p>
      )}
      <Listed list={list} label={words.sections.audit} empty={words.noAudit}>
        {(entry) => <Entry key={entry.id} entry={entry} />}
      </Listed>
    </>
  );
}

/** Acts whose detail changes the sentence. */
const detailed = new Set([
  'message.pin',
  'report.resolve',
  'room.archive',
  'member.set_role',
  'member.deactivate',
  'thread.lock',
  'thread.pin',
  'member.erase',
]);

function sentence(entry: AuditEntry): string {
  const { audit } = desk();
  const name = detailed.has(entry.act) ? `${entry.act}:${entry.detail}` : entry.act;
  return (audit as Readonly<Record<string, string>>)[name] ?? `{by}: ${entry.act}${entry.detail && ` (${entry.detail})`}`;
}

/** What a sentence calls {detail}, in words. */
function detailText({ act, detail, room }: AuditEntry): string {
  if (act === 'room.create' || act === 'room.update') return room ? placeName(room) : detail;
  const minutes = /^(\d+) minutes$/.exec(detail)?.[1];
  if (minutes) return lengthText(Number(minutes));
  if (detail === 'for good') return desk().forGood;
  const rooms = /^from room (\d+) to room (\d+)$/.exec(detail);
  if (act === 'thread.move' && rooms)
    return say(desk().fromTo, { from: placeName(Number(rooms[1])), to: placeName(Number(rooms[2])) });
  return detail.replace(/^(application|invitation|sanction) /, '');
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const words = desk();
  const link = entry.message ? at.message(entry.message) : entry.thread && entry.room ? at.thread(entry.room, entry.thread) : '';
  return (
    <li class="stack-tight">
      <p>
        <Phrase
          text={sentence(entry)}
          values={{
            by: <DeskName member={entry.by} />,
            member: <DeskName member={entry.member} />,
            detail: <bdi>{detailText(entry)}</bdi>,
          }}
        />
      </p>
      {entry.reason && <Said label={words.reasonIs} text={entry.reason} />}
      <p class="row wrap small soft">
        <time dateTime={new Date(entry.at).toISOString()}>{moment(entry.at)}</time>
        {entry.room > 0 && (
          <a class="name" href={at.room(entry.room)}>
            <bdi>{placeName(entry.room)}</bdi>
          </a>
        )}
        {link && (
          <a class="row tight" href={link}>
            <Icon name="link" small />
            {words.inPlace}
          </a>
        )}
      </p>
    </li>
  );
}
