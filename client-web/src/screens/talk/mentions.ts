import { useEffect, useState } from 'preact/hooks';
import type { Person } from '../../protocol/types';
import { ask } from '../../session';
import { happen, parts, upToDate } from '../../state';
import { folded } from '../../words/words';

const listed = 6;

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
