import type { Sanction } from '../../protocol/types';
import { at } from '../../route';
import { ask } from '../../session';
import { happen, parts } from '../../state';
import { moment } from '../../words/dates';
import { desk, say } from '../../words/words';
import { lift } from './acts';
import { Listed, meet, usePaged, type Paged } from './lists';
import { placeName, RoomPicker } from './pickers';
import { Choice, DeskName, Phrase, Said, useFilter, When } from './shell';

interface Wanted {
  readonly room?: number;
  readonly member?: number;
  readonly active?: boolean;
}

export function useSanctions(wanted: Wanted): Paged<Sanction> {
  return usePaged<Sanction>(
    async (last, limit) => {
      const page = await ask('sanction.list', { ...wanted, limit, ...(last && { before: last.id }) });
      happen({ type: 'people', people: page.people });
      void meet(page.sanctions.flatMap((one) => [one.member, one.by, one.lifted_by]));
      return { items: page.sanctions, more: page.more };
    },
    [wanted.room, wanted.member, wanted.active],
    parts.desk.value.sanctions,
  );
}

export function Sanctions() {
  const words = desk();
  const [state, setState] = useFilter('state');
  const [room, setRoom] = useFilter('room');
  const active = state !== 'all';
  const list = useSanctions({ ...(room && { room: Number(room) }), ...(active && { active }) });
  return (
    <>
      <div class="row wrap section-head">
        <h2 class="grow">{words.sections.sanctions}</h2>
        <Choice
          label={words.show}
          value={active ? 'active' : 'all'}
          onValue={(value) => setState(value === 'active' ? '' : value)}
          options={[
            ['active', words.inForce],
            ['all', words.alsoPast],
          ]}
        />
      </div>
      <div class="desk-filter">
        <RoomPicker room={Number(room)} onRoom={(one) => setRoom(one ? String(one) : '')} all={words.allRooms} />
      </div>
      <Listed list={list} label={words.sections.sanctions} empty={active ? words.noSanctionsInForce : words.noSanctions}>
        {(one) => <SanctionItem key={one.id} one={one} after={list.again} />}
      </Listed>
    </>
  );
}

function endText(one: Sanction, now: number): string {
  const words = desk();
  if (one.kind === 'warning') return '';
  if (!one.until) return words.forGood;
  return say(one.until > now ? words.until : words.endedAt, { when: moment(one.until) });
}

/** A sanction: which, of whom, where, until when, by whom, why; and if it was lifted, by whom and why. */
export function SanctionItem({
  one,
  after,
  nameless,
}: {
  readonly one: Sanction;
  readonly after: () => void;
  readonly nameless?: boolean;
}) {
  const words = desk();
  const now = Date.now();
  const isOver = one.lifted_at > 0 || (one.until > 0 && one.until <= now);
  const tone = isOver || one.kind === 'warning' ? '' : one.kind === 'mute' ? ' warn' : ' danger';
  return (
    <li class="stack-tight">
      <div class="row wrap desk-who">
        <span class={`tag${tone}`}>{words.sanctionKinds[one.kind]}</span>
        {!nameless && <DeskName member={one.member} />}
        {one.room ? (
          <a class="name small" href={at.room(one.room)}>
            <bdi>{placeName(one.room)}</bdi>
          </a>
        ) : (
          <span class="small">{words.everywhere}</span>
        )}
        <span class="soft small">{endText(one, now)}</span>
        <span class="grow" />
        {!isOver && one.member !== parts.me.value?.id && (
          <button type="button" class="button quiet small" onClick={() => lift(one, after)}>
            {words.lift.act}
          </button>
        )}
      </div>
      <p class="small">
        <Phrase text={words.givenBy} values={{ name: <DeskName member={one.by} /> }} /> <When at={one.at} />
      </p>
      <Said label={words.reasonIs} text={one.reason} />
      {one.lifted_at > 0 && (
        <>
          <p class="small">
            <Phrase text={words.liftedBy} values={{ name: <DeskName member={one.lifted_by} /> }} /> <When at={one.lifted_at} />
          </p>
          <Said label={words.reasonIs} text={one.lift_reason} />
        </>
      )}
    </li>
  );
}
