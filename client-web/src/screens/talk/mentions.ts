import { useEffect, useState } from 'preact/hooks';
import type { Mentions } from '../../kept/database';
import type { Person } from '../../protocol/types';
import { ask } from '../../session';
import { happen, parts, upToDate } from '../../state';
import { named } from '../../ui/person';
import { folded } from '../../words/words';

const listed = 6;
const mentionsAtMost = 20;

/** The names of those who have written in a room, as far as it is here: who writes such a name behind an @ means them. */
export function namesIn(room: number): Mentions {
  const me = parts.me.value?.id;
  const authors = [...parts.places.value.values()].filter((place) => place.room === room).flatMap(({ items }) => items.map((one) => one.by));
  return namesOf([...new Set(authors)].filter((one) => one !== me));
}

/** Those of the members whose names are known. */
export const namesOf = (members: readonly number[]): Mentions =>
  new Map(named(members).filter(({ name }) => name).map(({ id, name }) => [id, name]));

/** Mentioned are those whose name stands in the text behind an @. */
export function mentionsOf(text: string, names: Mentions): number[] {
  const isNamed = (name: string) => {
    for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
      if (!/[\p{L}\p{M}\p{N}]/u.test(text.charAt(at + name.length + 1))) return true; // and not a longer name
    }
    return false;
  };
  return [...names].filter(([, name]) => isNamed(name)).map(([id]) => id).slice(0, mentionsAtMost);
}

/** The "@…" that is being written at the cursor. */
export interface Started {
  readonly from: number;
  readonly text: string;
}

export function startedMention(text: string, cursor: number): Started | undefined {
  const match = /(?:^|[\s(])@([\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]*)?)$/u.exec(text.slice(Math.max(0, cursor - 60), cursor));
  return match ? { from: cursor - match[1]!.length - 1, text: match[1]! } : undefined;
}

/** Members whose name has a word, or the whole, that begins so: those already known at once, others as the server finds them. */
export function useMentions(started: Started | undefined): readonly Person[] {
  const [asked, setAsked] = useState('');
  const wanted = folded(started?.text ?? '');
  useEffect(() => {
    if (wanted.length < 2 || !upToDate.value || wanted === asked) return;
    const timer = setTimeout(() => {
      setAsked(wanted);
      ask('member.search', { query: started!.text, limit: 8 }).then((page) => happen({ type: 'profiles', profiles: page.members }), () => undefined);
    }, 250);
    return () => clearTimeout(timer);
  }, [wanted]);
  if (!started) return [];
  const me = parts.me.value?.id;
  const begins = (name: string) => name.startsWith(wanted) || name.split(/[\s-]/u).some((word) => word.startsWith(wanted));
  return [...parts.people.value.values()]
    .filter((one) => one.name && one.id !== me && begins(folded(one.name)))
    .sort((a, b) => a.name.localeCompare(b.name)).slice(0, listed);
}
