import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Room, Thread, ThreadKind, ThreadStatus } from '../../protocol/types';
import type { Queued } from '../../kept/database';
import { saveDraft } from '../../kept/drafts';
import { unreadInThread } from '../../model/model';
import { at, go, route } from '../../route';
import { ask, discard, resend } from '../../session';
import { happen, outbox, parts, upToDate } from '../../state';
import { Icon } from '../../ui/icon';
import { languageName, Name, nameOf } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { brief, moment } from '../../words/dates';
import { base, count, locale, say } from '../../words/words';
import { closedFor } from './room';
import { RefusedNote } from './waiting-row';

const kinds: readonly ThreadKind[] = ['discussion', 'question', 'best_practice', 'opportunity', 'event'];
const statuses: readonly ThreadStatus[] = ['open', 'answered', 'closed', 'archived'];

interface Filter {
  readonly kind: string;
  readonly status: string;
  readonly lang: string;
  readonly unread: boolean;
  readonly mine: boolean;
}

function filterOf(query: URLSearchParams): Filter {
  return {
    kind: query.get('kind') ?? '', status: query.get('status') ?? '', lang: query.get('lang') ?? '',
    unread: query.has('unread'), mine: query.has('mine'),
  };
}

/** A room's threads, the most recently active first, as far as they match the filters, which are in the address. */
export function ThreadList({ room }: { readonly room: Room }) {
  const words = base();
  const filter = filterOf(route.value.query);
  const wanted = JSON.stringify(filter);
  const [more, setMore] = useState(0); // last_number of the last thread that was loaded; 0: no more
  const [loaded, setLoaded] = useState('');
  const [wrong, setWrong] = useState('');
  const me = parts.me.value?.id ?? 0;

  const load = async (before: number) => {
    setWrong('');
    try {
      const page = await ask('thread.list', {
        room: room.id, ...(before && { before }), ...(filter.kind && { kind: filter.kind as ThreadKind }), ...(filter.status && { status: filter.status as ThreadStatus }),
        ...(filter.lang && { lang: filter.lang }), ...(filter.unread && { unread: true }), ...(filter.mine && { by: me }),
      });
      happen({ type: 'threads', page });
      // What is pinned stands first, however quiet it is.
      if (!before) happen({ type: 'threads', page: await ask('thread.list', { room: room.id, pinned: true }) });
      setMore(page.more ? page.threads[page.threads.length - 1]?.last_number ?? 0 : 0);
      setLoaded(wanted);
    } catch (refusal) {
      setWrong(refusalText(refusal));
    }
  };
  useEffect(() => { if (upToDate.value) void load(0); }, [room.id, wanted, upToDate.value]);

  const model = { marks: parts.marks.value, threadUnread: parts.threadUnread.value };
  const isShown = (one: Thread) => one.room === room.id && (!filter.kind || one.kind === filter.kind)
    && (filter.status ? one.status === filter.status : one.status !== 'archived') && (!filter.lang || one.lang === filter.lang)
    && (!filter.unread || unreadInThread(model, one) > 0) && (!filter.mine || one.by === me);
  const threads = [...parts.threads.value.values()].filter(isShown)
    .sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.last_number - a.last_number);
  const waiting = outbox.value.filter((one) => one.method === 'thread.create' && one.params.room === room.id);
  const pending = [...parts.pending.value.values()].filter((one) => one.room === room.id && one.title);
  const langs = [...new Set([...(parts.me.value?.languages ?? []), ...threads.map((one) => one.lang), filter.lang, 'en', 'fr', 'es'])].filter(Boolean);
  const filtered = Object.values(filter).filter(Boolean).length;
  const set = (some: Partial<Filter>) => {
    const next = { ...filter, ...some };
    const query = new URLSearchParams(Object.entries(next).filter(([, value]) => value).map(([name, value]) => [name, value === true ? '' : String(value)]));
    go(at.threads(room.id) + (query.size ? `?${query}` : ''));
  };
  const select = (name: 'kind' | 'status' | 'lang', all: string, options: readonly (readonly [string, string])[]) => (
    <select class={`filter${filter[name] ? ' on' : ''}`} aria-label={all} value={filter[name]} onChange={(change) => set({ [name]: change.currentTarget.value })}>
      <option value="" selected={!filter[name]}>{all}</option>
      {options.map(([value, label]) => <option value={value} selected={filter[name] === value}>{label}</option>)}
    </select>
  );
  const toggle = (name: 'unread' | 'mine', label: string) => (
    <button type="button" class="filter" aria-pressed={filter[name]} onClick={() => set({ [name]: !filter[name] })}>{label}</button>
  );
  return (
    <>
      <div class="filters" role="group" aria-label={words.filters}>
        {filtered > 0 && (
          <button type="button" class="button small clear" onClick={(click) => {
            click.currentTarget.parentElement?.querySelector('select')?.focus(); // before it goes
            go(at.threads(room.id));
          }}>{say(words.clearFilters, { n: filtered })}</button>
        )}
        {select('kind', words.allKinds, kinds.map((one) => [one, words.kinds[one]] as const))}
        {select('status', words.allStatuses, statuses.map((one) => [one, words.statuses[one]] as const))}
        {select('lang', words.allLanguages, langs.map((one) => [one, languageName(one, locale())] as const))}
        {toggle('unread', words.onlyUnread)}
        {toggle('mine', words.onlyMine)}
        <span class="grow" />
        {!closedFor(room) && <a class="button main small" href={at.newThread(room.id)}><Icon name="plus" small />{words.newThread}</a>}
      </div>
      <div class="page threads-page">
        {wrong && upToDate.value && <p class="note bad" role="alert">{wrong}</p>}
        <ul class="threads">
          {waiting.map((one) => <WaitingThread key={one.key} room={room} queued={one} />)}
          {pending.map((one) => <UnsentThread key={one.id} kind={one.kind} title={one.title} state={words.waitsForModerator} />)}
          {threads.map((one) => <ThreadRow key={one.id} thread={one} unread={unreadInThread(model, one)} />)}
        </ul>
        {!threads.length && !waiting.length && !pending.length && (
          <p class="empty" role="status">{loaded !== wanted && upToDate.value ? words.loading : filtered ? words.noThreadsMatch : upToDate.value ? words.emptyThreads : words.threadsOffline}</p>
        )}
        {more > 0 && loaded === wanted && <p class="empty"><button type="button" class="button" onClick={() => void load(more)}>{words.more}</button></p>}
      </div>
    </>
  );
}

/** An own thread that is on its way, or was refused. */
function WaitingThread({ room, queued }: { readonly room: Room; readonly queued: Queued }) {
  const words = base();
  const { title, kind, text, outcome } = queued.params;
  const write = () => {
    saveDraft(`${room.id}/new`, JSON.stringify({ title, kind, text, ...(outcome ? { outcome } : {}) }));
    void discard(queued).then(() => go(at.newThread(room.id)));
  };
  return (
    <UnsentThread kind={kind as ThreadKind} title={String(title)} state={queued.refused ? words.wasRefused : words.waitsToBeSent}>
      {queued.refused && <RefusedNote queued={queued} onAgain={() => void resend(queued)} onWrite={write} onDiscard={() => void discard(queued)} />}
    </UnsentThread>
  );
}

interface UnsentThreadProps {
  readonly kind: ThreadKind;
  readonly title: string;
  readonly state: string;
  readonly children?: ComponentChildren;
}

function UnsentThread({ kind, title, state, children }: UnsentThreadProps) {
  return (
    <li class="thread-row unsent">
      <Icon name={kind} />
      <div class="grow"><strong dir="auto">{title}</strong><p class="soft small">{state}</p>{children}</div>
    </li>
  );
}

function ThreadRow({ thread, unread }: { readonly thread: Thread; readonly unread: number }) {
  const words = base();
  return (
    <li>
      <a class={`thread-row${unread ? ' has-unread' : ''}`} href={at.thread(thread.room, thread.id)}>
        <Icon name={thread.kind} />
        <div class="grow">
          <span class="thread-title" dir="auto" lang={thread.lang || undefined}>{thread.title}</span>
          <p class="soft small row wrap">
            <span>{words.kinds[thread.kind]}</span>
            <span><Name member={thread.by} plain /></span>
            <span>{count(words.replies, Math.max(0, thread.last_index - 1))}</span>
            {thread.pinned && <span class="row"><Icon name="pin" small />{words.pinnedThread}</span>}
            {thread.locked && <span class="row"><Icon name="lock" small />{words.locked}</span>}
            {thread.status === 'answered' && <span class="tag good">{words.statuses.answered}</span>}
            {(thread.status === 'closed' || thread.status === 'archived') && <span class="tag">{words.statuses[thread.status]}</span>}
            <time class="nowrap" title={say(words.startedBy, { name: nameOf(thread.by), when: moment(thread.at) })}>{brief(thread.last_at || thread.at)}</time>
          </p>
        </div>
        {unread > 0 && <span class="badge new"><span aria-hidden="true">{unread}</span><span class="unseen">{count(words.unread, unread)}</span></span>}
      </a>
    </li>
  );
}
