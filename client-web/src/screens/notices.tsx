import { useEffect, useRef, useState } from 'preact/hooks';
import type { Notification, SanctionKind } from '../protocol/types';
import { at } from '../route';
import { act, ask, seenAfterMs } from '../session';
import { happen, parts, upToDate } from '../state';
import { Icon, type IconName } from '../ui/icon';
import { nameOf } from '../ui/person';
import { refusalText } from '../ui/refusal-text';
import { clock, dayName, moment } from '../words/dates';
import { base, isolated, more, plainWords, say } from '../words/words';
import { Frame } from './frame';
import { roomName } from './side';

/** What the sanctions were that the copy does not have. */
const sanctionKinds = new Map<number, SanctionKind>();

async function learnSanctions(notices: readonly Notification[]): Promise<void> {
  const isKnown = (id: number) => parts.sanctions.value.has(id) || sanctionKinds.has(id);
  if (notices.every((one) => !one.sanction || isKnown(one.sanction))) return;
  const page = await ask('sanction.list', { member: parts.me.value?.id ?? 0, limit: 200 }).catch(() => undefined);
  for (const one of page?.sanctions ?? []) sanctionKinds.set(one.id, one.kind);
}

const icons: Readonly<Record<Notification['kind'], IconName>> = {
  mention: 'person', reply: 'reply', answer_marked: 'check', sanction: 'warning', sanction_lifted: 'check', post_approved: 'check',
  post_rejected: 'close', report_resolved: 'flag', message_removed: 'trash', role_changed: 'desk', added_to_room: 'plus', removed_from_room: 'log_out',
};

/** What concerns the member, the newest first. What is shown for a moment counts as seen, but stays marked as long as one looks at it. */
export function NoticesScreen() {
  const words = base();
  const { notices: texts } = more();
  const [before, setBefore] = useState(0); // the last that was loaded, where there are more
  const [loaded, setLoaded] = useState(false);
  const [wrong, setWrong] = useState('');
  const fresh = useRef(new Set<number>());
  const all = [...parts.notifications.value.values()].sort((a, b) => b.id - a.id);
  for (const one of all) if (!one.seen) fresh.current.add(one.id);

  const load = async (from: number) => {
    setWrong('');
    try {
      const page = await ask('notification.list', { ...(from && { before: from }) });
      await learnSanctions(page.notifications);
      happen({ type: 'notifications', page });
      setBefore(page.more ? page.notifications[page.notifications.length - 1]?.id ?? 0 : 0);
      setLoaded(true);
    } catch (refusal) {
      setWrong(refusalText(refusal));
    }
  };
  useEffect(() => { if (upToDate.value) void load(0); }, [upToDate.value]);
  useSeen(all.find((one) => !one.seen)?.id ?? 0);

  const days: { readonly name: string; readonly all: Notification[] }[] = [];
  for (const one of all) {
    const name = dayName(one.at);
    const last = days[days.length - 1];
    if (last?.name === name) last.all.push(one);
    else days.push({ name, all: [one] });
  }
  return (
    <Frame title={words.notices}>
      {wrong && upToDate.value && <p class="note bad" role="alert">{wrong}</p>}
      {!all.length && <p class="empty" role="status">{upToDate.value && !loaded && !wrong ? words.loading : texts.none}</p>}
      {days.map((day) => (
        <section key={day.name} class="stack-tight" aria-label={day.name}>
          <h2 class="soft small">{day.name}</h2>
          <ul class="list">{day.all.map((one) => <Notice key={one.id} notice={one} fresh={fresh.current.has(one.id)} />)}</ul>
        </section>
      ))}
      {before > 0 && <p><button type="button" class="button" disabled={!upToDate.value} onClick={() => void load(before)}>{words.more}</button></p>}
    </Frame>
  );
}

/** Marks as seen what has been on a screen that can be seen for a moment. */
function useSeen(newest: number): void {
  useEffect(() => {
    if (!newest || !upToDate.value) return;
    let timer = 0;
    const watch = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden') return;
      timer = window.setTimeout(() => void act('notification.seen', { up_to: newest }).catch(() => undefined), seenAfterMs);
    };
    watch();
    document.addEventListener('visibilitychange', watch);
    return () => { clearTimeout(timer); document.removeEventListener('visibilitychange', watch); };
  }, [newest, upToDate.value]);
}

function Notice({ notice, fresh }: { readonly notice: Notification; readonly fresh: boolean }) {
  const { notices: texts } = more();
  const to = linkOf(notice);
  const inside = (
    <>
      <Icon name={icons[notice.kind] ?? 'bell'} />
      <span class="grow">
        <span class={fresh ? 'strong' : ''}>{sentenceOf(notice)}</span>
        {said(notice) && <span class="soft clamp" dir="auto">{said(notice)}</span>}
      </span>
      <span class="stack-tight end">
        <time class="soft small nowrap" title={moment(notice.at)}>{clock(notice.at)}</time>
        {fresh && <span><span class="tag">{texts.fresh}</span></span>}
      </span>
    </>
  );
  return <li class={`linked${fresh ? ' fresh' : ''}`}>{to ? <a href={to}>{inside}</a> : <div>{inside}</div>}</li>;
}

/** The reason that was given, or the beginning of the message where it is here. */
function said(notice: Notification): string {
  if (notice.text && !(notice.kind === 'role_changed' && notice.text === 'moderator')) return notice.text;
  for (const place of parts.places.value.values()) {
    if (place.room !== notice.room) continue;
    const found = place.items.find((one) => one.id === notice.message);
    if (found) return plainWords(found.text.slice(0, 400));
  }
  return parts.threads.value.get(notice.thread)?.title ?? '';
}

function linkOf(notice: Notification): string {
  if (notice.message) return at.message(notice.message);
  if (notice.room && notice.thread) return at.thread(notice.room, notice.thread);
  if (notice.room && parts.rooms.value.has(notice.room)) return at.room(notice.room);
  return notice.by ? at.person(notice.by) : '';
}

function sentenceOf(notice: Notification): string {
  const { notices: texts } = more();
  const known = parts.rooms.value.get(notice.room);
  const room = notice.room ? isolated(known ? roomName(known) : say(base().unknownRoom, { id: String(notice.room) })) : '';
  const values = { name: isolated(nameOf(notice.by)), room: room && say(texts.inRoom, { room }) };
  const place = notice.room ? { ...values, room } : values;
  switch (notice.kind) {
    case 'sanction': {
      const kind = parts.sanctions.value.get(notice.sanction)?.kind ?? sanctionKinds.get(notice.sanction);
      return say(texts.sanctions[kind ?? 'unknown'], values);
    }
    case 'sanction_lifted': return say(texts.sanctionLifted, values);
    case 'role_changed':
      if (!notice.room) return say(texts.roleChanged, values);
      return say(notice.text === 'moderator' ? texts.appointed : texts.roleChangedIn, place);
    case 'mention': return say(texts.mention, values);
    case 'reply': return say(texts.reply, values);
    case 'answer_marked': return say(texts.answerMarked, values);
    case 'post_approved': return say(texts.postApproved, values);
    case 'post_rejected': return say(texts.postRejected, values);
    case 'report_resolved': return say(texts.reportResolved, values);
    case 'message_removed': return say(texts.messageRemoved, values);
    case 'added_to_room': return say(texts.added, place);
    case 'removed_from_room': return say(texts.removed, place);
    default: return say(texts.anything, values);
  }
}
