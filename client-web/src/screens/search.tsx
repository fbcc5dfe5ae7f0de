import { useEffect, useRef, useState } from 'preact/hooks';
import type { Message, ThreadKind } from '../protocol/types';
import { at, go, type Route } from '../route';
import { ask } from '../session';
import { isLite } from '../settings';
import { currentModel, happen, parts, upToDate } from '../state';
import { Check, SelectField } from '../ui/field';
import { Icon } from '../ui/icon';
import { languageName, Name } from '../ui/person';
import { refusalText } from '../ui/refusal-text';
import { brief, moment } from '../words/dates';
import { base, folded, locale, more, say } from '../words/words';
import { excerpt, wordsOf } from './found-words';
import { Frame } from './frame';
import { commonLanguages } from './account/language-checks';
import { roomIcon, roomName } from './side';

const kinds: readonly ThreadKind[] = ['discussion', 'question', 'best_practice', 'opportunity', 'event'];
const names = ['q', 'room', 'kind', 'lang', 'mine'] as const;
type Filter = Readonly<Record<(typeof names)[number], string>>;

const filterOf = (query: URLSearchParams): Filter => Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as Filter;

function addressOf(filter: Filter): string {
  const query = new URLSearchParams(names.filter((name) => filter[name].trim()).map((name) => [name, filter[name].trim()]));
  return at.search + (query.size ? `?${query}` : '');
}

interface Found {
  readonly of: string;
  readonly messages: readonly Message[];
  readonly more: boolean;
  /** Only what this device holds was searched. */
  readonly here: boolean;
}

/** Search in all that one may read. What was asked for is in the address, so that the way back leads to it. */
export function SearchScreen({ route }: { readonly route: Route }) {
  const words = base();
  const { search: texts } = more();
  const filter = filterOf(route.query);
  const wanted = JSON.stringify(filter);
  const [found, setFound] = useState<Found>();
  const [wrong, setWrong] = useState('');
  const latest = useRef('');
  latest.current = wanted;

  const load = async (before: number) => {
    setWrong('');
    if (!filter.q) return setFound(undefined);
    if (!upToDate.value) return setFound({ of: wanted, messages: searchHere(filter), more: false, here: true });
    try {
      const { q, room, kind, lang, mine } = filter;
      const page = await ask('search', {
        query: q, ...(room && { room: Number(room) }), ...(kind && { kind: kind as ThreadKind }), ...(lang && { lang }),
        ...(mine && { by: parts.me.value?.id ?? 0 }), ...(before && { before }),
      });
      happen({ type: 'people', people: page.people });
      if (latest.current !== wanted) return;
      setFound((held) => ({
        of: wanted, more: page.more_before, here: false, messages: [...(before && held ? held.messages : []), ...page.messages],
      }));
      void learnTitles(page.messages);
    } catch (refusal) {
      setWrong(refusalText(refusal));
    }
  };
  useEffect(() => { void load(0); }, [wanted, upToDate.value]);

  const shown = found?.of === wanted ? found : undefined;
  const marked = wordsOf(filter.q);
  return (
    <Frame title={words.search}>
      <SearchForm key={wanted} filter={filter} />
      {wrong && <p class="note bad" role="alert">{wrong}</p>}
      {!filter.q && <p class="empty">{texts.begin}</p>}
      {filter.q && !shown && !wrong && <p class="empty" role="status">{texts.searching}</p>}
      {shown?.here && <p class="note warn" role="status"><Icon name="offline" small />{texts.offline}</p>}
      {shown && !shown.messages.length && <p class="empty" role="status">{texts.none}</p>}
      {shown && shown.messages.length > 0 && (
        <ul class="list" aria-label={say(texts.results, { query: filter.q })}>
          {shown.messages.map((one) => <Hit key={one.id} message={one} words={marked} />)}
        </ul>
      )}
      {shown?.more && (
        <p><button type="button" class="button" onClick={() => void load(shown.messages[shown.messages.length - 1]?.id ?? 0)}>{words.more}</button></p>
      )}
    </Frame>
  );
}

function SearchForm({ filter }: { readonly filter: Filter }) {
  const words = base();
  const { search: texts } = more();
  const [q, setQ] = useState(filter.q);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => { if (!filter.q) input.current?.focus(); }, []);
  const choose = (some: Partial<Filter>) => go(addressOf({ ...filter, q, ...some }));
  const memberships = parts.memberships.value;
  const rooms = [...parts.rooms.value.values()].filter((room) => memberships.get(room.id)?.in || String(room.id) === filter.room)
    .sort((a, b) => roomName(a).localeCompare(roomName(b), locale()));
  const langs = [...new Set([...(parts.me.value?.languages ?? []), ...(filter.lang ? [filter.lang] : []), ...commonLanguages])];
  return (
    <form class="stack-tight" role="search" onSubmit={(submit) => { submit.preventDefault(); choose({}); }}>
      <div class="row">
        <input
          ref={input} id="search" class="input grow" type="search" dir="auto" enterKeyHint="search" aria-label={texts.query} placeholder={texts.query}
          value={q} onInput={(event) => setQ(event.currentTarget.value)}
        />
        <button class="button main"><Icon name="search" small />{words.search}</button>
      </div>
      <details open={Boolean(filter.room || filter.kind || filter.lang || filter.mine)}>
        <summary>{words.filters}</summary>
        <div class="pairs">
          <SelectField
            label={texts.room} value={filter.room} onValue={(room) => choose({ room })}
            options={[['', texts.allRooms], ...rooms.map((one) => [String(one.id), roomName(one)] as const)]}
          />
          <SelectField
            label={words.kind} value={filter.kind} onValue={(kind) => choose({ kind })}
            options={[['', texts.everything], ...kinds.map((one) => [one, words.kinds[one]] as const)]}
          />
          <SelectField
            label={words.postLanguage} value={filter.lang} onValue={(lang) => choose({ lang })}
            options={[['', words.allLanguages], ...langs.map((tag) => [tag, languageName(tag, locale())] as const)]}
          />
          <Check label={texts.mine} checked={filter.mine !== ''} onValue={(on) => choose({ mine: on ? '1' : '' })} />
        </div>
      </details>
    </form>
  );
}

function Hit({ message, words }: { readonly message: Message; readonly words: readonly string[] }) {
  const room = parts.rooms.value.get(message.room);
  const thread = parts.threads.value.get(message.thread);
  return (
    <li class="linked">
      <a href={at.message(message.id)}>
        <Icon name={thread?.kind ?? (room ? roomIcon(room) : 'chat')} />
        <div class="grow">
          <p class="row tight small">
            <strong class="grow"><Name member={message.by} plain /></strong>
            <time class="soft nowrap" title={moment(message.at)}>{brief(message.at)}</time>
          </p>
          <p class="soft small clamp"><bdi>{roomName(room)}</bdi>{thread && <> · <bdi lang={thread.lang || undefined}>{thread.title}</bdi></>}</p>
          <p dir="auto" lang={message.lang || undefined}>
            {excerpt(message.text, words).map((piece) => (piece.found ? <mark>{piece.text}</mark> : piece.text))}
          </p>
        </div>
      </a>
    </li>
  );
}

/** The titles of threads that are not known yet. */
async function learnTitles(messages: readonly Message[]): Promise<void> {
  if (isLite()) return;
  const unknown = new Set(messages.map((one) => one.thread).filter((thread) => thread && !currentModel().threads.has(thread)));
  const pages = await Promise.all([...unknown].map((thread) => ask('thread.get', { thread }).catch(() => undefined)));
  happen(...pages.flatMap((page) => (page ? [{ type: 'threads', page } as const] : [])));
}

/** What this device holds, searched without the server. */
function searchHere(filter: Filter): readonly Message[] {
  const model = currentModel();
  const words = wordsOf(filter.q);
  const isWanted = (one: Message) => !one.removed && (!filter.room || one.room === Number(filter.room)) && (!filter.lang || one.lang === filter.lang)
    && (!filter.kind || model.threads.get(one.thread)?.kind === filter.kind) && (!filter.mine || one.by === model.me?.id);
  const hits = [...model.places.values()].flatMap((place) => place.items).filter((one) => {
    if (!isWanted(one)) return false;
    const text = folded(one.text);
    return words.length > 0 && words.every((word) => text.includes(word));
  });
  return hits.sort((a, b) => b.id - a.id).slice(0, 100);
}
