import { useEffect, useState } from 'preact/hooks';
import type { Profile } from '../protocol/types';
import { at, go, type Route } from '../route';
import { ask } from '../session';
import { happen, parts, upToDate } from '../state';
import { SelectField, TextField } from '../ui/field';
import { Icon } from '../ui/icon';
import { Avatar, countryName, languageName, Name } from '../ui/person';
import { refusalText } from '../ui/refusal-text';
import { base, cached, locale, more } from '../words/words';
import { countries } from './account/countries';
import { Frame } from './frame';
import { commonLanguages } from './account/language-checks';

const names = ['q', 'country', 'language', 'expertise', 'tab'] as const;
type Filter = Readonly<Record<(typeof names)[number], string>>;

const filterOf = (query: URLSearchParams): Filter => Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as Filter;

function addressOf(filter: Filter): string {
  const query = new URLSearchParams(names.filter((name) => filter[name]).map((name) => [name, filter[name]]));
  return at.people + (query.size ? `?${query}` : '');
}

interface Found {
  readonly members: readonly Profile[];
  readonly more: boolean;
}

/** Who is in the community, who offers and who seeks what. What was asked for is in the address. */
export function PeopleScreen({ route }: { readonly route: Route }) {
  const words = base();
  const { people: texts } = more();
  const filter = filterOf(route.query);
  const wanted = JSON.stringify(filter);
  const [found, setFound] = useState<Found & { readonly of: string }>();
  const [wrong, setWrong] = useState('');

  const load = async (after: number) => {
    setWrong('');
    try {
      const { q, country, language, expertise, tab } = filter;
      const page = await ask('member.search', {
        limit: 30, ...(q && { query: q }), ...(country && { country }), ...(language && { language }), ...(expertise && { expertise }),
        ...(tab === 'offers' && { offers: true }), ...(tab === 'seeks' && { seeks: true }), ...(after && { after }),
      });
      happen({ type: 'profiles', profiles: page.members });
      setFound((before) => ({ of: wanted, more: page.more, members: [...(after && before ? before.members : []), ...page.members] }));
    } catch (refusal) {
      setWrong(refusalText(refusal));
    }
  };
  useEffect(() => { if (upToDate.value) void load(0); }, [wanted, upToDate.value]);

  const tab = (name: string, label: string) => (
    <a href={addressOf({ ...filter, tab: name })} aria-current={filter.tab === name ? 'page' : undefined}>{label}</a>
  );
  return (
    <Frame title={words.people}>
      <div class="stack-tight">
        <SearchForm key={wanted} filter={filter} />
        <nav class="tabs" aria-label={words.people}>{tab('', texts.all)}{tab('offers', texts.whoOffers)}{tab('seeks', texts.whoSeeks)}</nav>
      </div>
      {wrong && upToDate.value && <p class="note bad" role="alert">{wrong}</p>}
      {!upToDate.value && !found && <p class="empty" role="status">{texts.offline}</p>}
      {upToDate.value && found?.of !== wanted && !wrong && <p class="empty" role="status">{words.loading}</p>}
      {found?.of === wanted && !found.members.length && <p class="empty" role="status">{texts.none}</p>}
      {found && found.members.length > 0 && (
        <ul class="list">{found.members.map((one) => <Card key={one.id} member={one} tab={filter.tab} />)}</ul>
      )}
      {found?.of === wanted && found.more && (
        <p><button type="button" class="button" onClick={() => void load(found.members[found.members.length - 1]?.id ?? 0)}>{words.more}</button></p>
      )}
    </Frame>
  );
}

function SearchForm({ filter }: { readonly filter: Filter }) {
  const words = base();
  const { people: texts } = more();
  const [typed, setTyped] = useState(filter);
  const onSubmit = (submit: Event) => { submit.preventDefault(); go(addressOf(trimmed(typed))); };
  const set = (some: Partial<Filter>) => setTyped({ ...typed, ...some });
  const choose = (some: Partial<Filter>) => go(addressOf(trimmed({ ...typed, ...some })));
  const tags = [...new Set([...(parts.me.value?.languages ?? []), ...(filter.language ? [filter.language] : []), ...commonLanguages])];
  const isOpen = Boolean(filter.country || filter.language || filter.expertise);
  return (
    <form class="stack-tight" role="search" onSubmit={onSubmit}>
      <div class="row">
        <input
          class="input grow" type="search" dir="auto" enterKeyHint="search" aria-label={texts.query} placeholder={texts.query}
          value={typed.q} onInput={(input) => set({ q: input.currentTarget.value })}
        />
        <button class="button main"><Icon name="search" small />{words.search}</button>
      </div>
      <details open={isOpen}>
        <summary>{words.filters}</summary>
        <div class="pairs">
          <SelectField
            label={texts.country} value={filter.country} onValue={(country) => choose({ country })} options={[['', texts.anyCountry], ...countries()]}
          />
          <SelectField
            label={texts.language} value={filter.language} onValue={(language) => choose({ language })}
            options={[['', words.allLanguages], ...tags.map((tag) => [tag, languageName(tag, locale())] as const)]}
          />
          <TextField
            label={texts.expertise} dir="auto" value={typed.expertise} onValue={(expertise) => set({ expertise })} hint={texts.expertiseHint}
          />
        </div>
      </details>
    </form>
  );
}

const trimmed = (filter: Filter): Filter => Object.fromEntries(names.map((name) => [name, filter[name].trim()])) as Filter;

function Card({ member, tab }: { readonly member: Profile; readonly tab: string }) {
  const { people: texts } = more();
  const { offers, seeks } = member;
  const spoken = listed(member.languages.map((tag) => languageName(tag, locale())));
  return (
    <li class="person-row">
      <Avatar member={member.id} />
      <div class="grow">
        <p class="row wrap tight"><strong><Name member={member.id} /></strong><Role member={member} /></p>
        <p class="soft small"><bdi>{member.job}</bdi>{member.job && member.utility_name && ' · '}<bdi>{member.utility_name}</bdi></p>
        <p class="soft small">{[countryName(member.country, locale()), spoken].filter(Boolean).join(' · ')}</p>
        {offers && tab !== 'seeks' && <Line name={texts.offers} kind="good" text={offers} />}
        {seeks && tab !== 'offers' && <Line name={texts.seeks} kind="warn" text={seeks} />}
      </div>
    </li>
  );
}

function Line({ name, kind, text }: { readonly name: string; readonly kind: string; readonly text: string }) {
  return <p class="row offer"><span class={`tag ${kind}`}>{name}</span><span class="clamp grow" dir="auto">{text}</span></p>;
}

/** As the language lists things. */
const listed = (all: readonly string[]): string =>
  cached(`list ${locale()}`, () => new Intl.ListFormat(locale(), { type: 'unit', style: 'short' })).format(all);

/** What somebody is in the community, where it is more than a member, or not one any more. */
export function Role({ member }: { readonly member: Profile }) {
  const { people: texts } = more();
  if (member.state !== 'active') return <span class="tag">{texts.states[member.state]}</span>;
  return member.role === 'member' ? null : <span class="tag"><Icon name="desk" small />{texts.roles[member.role]}</span>;
}
