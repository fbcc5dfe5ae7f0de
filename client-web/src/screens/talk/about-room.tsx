import { useEffect, useState } from 'preact/hooks';
import type { NotifyLevel, Profile, Room } from '../../protocol/types';
import { at, go } from '../../route';
import { act, ask } from '../../session';
import { isLite } from '../../settings';
import { happen, parts, present, upToDate } from '../../state';
import { Dialog } from '../../ui/dialog';
import { SelectField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { Markdown } from '../../ui/markdown';
import { Avatar, countryName, Name } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { tell, tellRefusal } from '../../ui/toast';
import { brief, moment } from '../../words/dates';
import { base, count, locale, say } from '../../words/words';
import { moderates } from './message-acts';
import type { Message } from '../../protocol/types';

/** What a room is for, who is in it, and what the member chose for it. */
export function AboutRoom({ room }: { readonly room: Room }) {
  const words = base();
  const membership = parts.memberships.value.get(room.id);
  const [ask_, setAsk] = useState<'leave' | 'read' | ''>('');
  const done = (text: string) => () => { setAsk(''); if (text) tell(text); };
  return (
    <div class="page">
      <div class="body stack-wide">
        {room.description && <section class="stack"><h2>{words.description}</h2><p dir="auto" class="prose">{room.description}</p></section>}
        {(room.slow_mode_s > 0 || room.approve_first_post || room.ends_at > 0) && (
          <ul class="stack">
            {room.slow_mode_s > 0 && <li class="row"><Icon name="clock" small />{count(words.slowMode, room.slow_mode_s)}</li>}
            {room.approve_first_post && <li class="row"><Icon name="desk" small />{words.approveFirst}</li>}
            {room.ends_at > 0 && <li class="row"><Icon name="event" small />{say(words.endsOn, { when: moment(room.ends_at) })}</li>}
          </ul>
        )}
        {membership?.in && (
          <section class="card stack">
            <SelectField
              label={words.notify} value={membership.notify}
              onValue={(level) => void act('room.notify', { room: room.id, level: level as NotifyLevel }).catch(tellRefusal)}
              options={(['all', 'mentions', 'none'] as const).map((one) => [one, words.notifyLevels[one]] as const)}
            />
            <div class="row wrap">
              <button type="button" class="button small" onClick={() => setAsk('read')}>{words.markAllRead}</button>
              {room.kind !== 'direct' && <button type="button" class="button small danger" onClick={() => setAsk('leave')}>{words.leaveRoom}</button>}
              {moderates(room.id) && <a class="button small" href={`${at.desk}/room/${room.id}`}>{words.desk}</a>}
            </div>
          </section>
        )}
        {membership?.in && <><Pins room={room} /><Members room={room} /></>}
      </div>
      {ask_ && (
        <Dialog title={ask_ === 'leave' ? words.leaveTitle : words.markAllReadTitle} onClose={() => setAsk('')}>
          {ask_ === 'leave' && <p>{words.leaveHint}</p>}
          <div class="row wrap">
            {ask_ === 'leave'
              ? <button type="button" class="button danger main" onClick={() => act('room.leave', { room: room.id }).then(() => { done('')(); go(at.home); }, tellRefusal)}>{words.leaveRoom}</button>
              : <button type="button" class="button main" onClick={() => act('read.all', { room: room.id }).then(done(words.allRead), tellRefusal)}>{words.markAllRead}</button>}
            <button type="button" class="button" onClick={() => setAsk('')}>{words.cancel}</button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Pins({ room }: { readonly room: Room }) {
  const words = base();
  const [pins, setPins] = useState<readonly Message[]>();
  useEffect(() => {
    if (!upToDate.value) return;
    ask('message.pins', { room: room.id }).then((page) => { happen({ type: 'people', people: page.people }); setPins(page.messages); }, () => undefined);
  }, [room.id, upToDate.value]);
  if (!pins) return null;
  return (
    <section class="stack">
      <h2>{words.pins}</h2>
      {!pins.length && <p class="soft">{words.noPins}</p>}
      {pins.length > 0 && (
        <ul class="list">
          {pins.map((one) => (
            <li key={one.id} class="stack">
              <div class="row"><Avatar member={one.by} size="small" /><strong class="grow"><Name member={one.by} /></strong><a class="small" href={at.message(one.id)}>{brief(one.at)}</a></div>
              <Markdown text={one.text} lang={one.lang} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Members({ room }: { readonly room: Room }) {
  const words = base();
  const [members, setMembers] = useState<readonly Profile[]>([]);
  const [moderators, setModerators] = useState<readonly number[]>([]);
  const [total, setTotal] = useState(0);
  const [more, setMore] = useState(false);
  const [wrong, setWrong] = useState('');
  const load = async (after: number) => {
    try {
      const page = await ask('room.members', { room: room.id, ...(after && { after }) });
      happen({ type: 'profiles', profiles: page.members });
      const known = new Set(after ? members.map((one) => one.id) : []);
      setMembers([...(after ? members : []), ...page.members.filter((one) => !known.has(one.id))]);
      setModerators(page.moderators);
      setTotal(page.total);
      setMore(page.more);
    } catch (refusal) {
      setWrong(refusalText(refusal));
    }
  };
  useEffect(() => {
    if (!upToDate.value) return;
    void load(0);
    if (isLite()) return;
    ask('presence.list', { room: room.id }).then((page) => { present.value = new Map(present.value).set(room.id, new Set(page.members)); }, () => undefined);
  }, [room.id, upToDate.value]);
  const online = present.value.get(room.id);
  return (
    <section class="stack">
      <h2>{words.members} {total > 0 && <span class="soft small">{count(words.membersCount, total)}</span>}</h2>
      {wrong && upToDate.value && <p class="note bad" role="alert">{wrong}</p>}
      {!moderators.length && room.kind === 'cop' && members.length > 0 && <p class="note warn">{words.noModerators}</p>}
      {members.length > 0 && (
        <ul class="list">
          {members.map((one) => (
            <li key={one.id} class="row">
              <Avatar member={one.id} />
              <div class="grow">
                <p class="row wrap tight">
                  <strong><Name member={one.id} /></strong>
                  {online?.has(one.id) && <span class="tag good">{words.online}</span>}
                  {moderators.includes(one.id) && <span class="tag"><Icon name="desk" small />{words.moderator}</span>}
                </p>
                <p class="soft small clip" dir="auto">{[one.job, one.utility_name, countryName(one.country, locale())].filter(Boolean).join(' · ')}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {more && <p><button type="button" class="button" onClick={() => void load(members[members.length - 1]?.id ?? 0)}>{words.more}</button></p>}
    </section>
  );
}
