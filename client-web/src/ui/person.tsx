import { computed, type ReadonlySignal } from '@preact/signals';
import type { Person } from '../protocol/types';
import { isLite } from '../settings';
import { parts } from '../state';
import { at } from '../route';
import type { Mention } from './markdown';
import { base, cached } from '../words/words';

const signals = new Map<number, ReadonlySignal<Person | undefined>>();

/** The name card of a member, as far as it is known. */
export function personSignal(member: number): ReadonlySignal<Person | undefined> {
  let found = signals.get(member);
  if (!found) {
    found = computed(() => parts.people.value.get(member));
    signals.set(member, found);
  }
  return found;
}

export function nameOf(member: number): string {
  const person = personSignal(member).value;
  return person ? person.name || base().formerMember : '…';
}

/** Those who are mentioned, each with the name that stands behind the @; "" where it is not known. */
export const named = (members: readonly number[]): Mention[] => members.map((id) => ({ id, name: personSignal(id).value?.name ?? '' }));

/** A name, in its own direction, that leads to the profile. */
export function Name({ member, plain }: { readonly member: number; readonly plain?: boolean }) {
  const name = <bdi>{nameOf(member)}</bdi>;
  return plain || !personSignal(member).value?.name ? name : <a class="name" href={at.person(member)}>{name}</a>;
}

/** The initials of a name on a colour that belongs to the member. Nothing on a line to be spared. */
export function Avatar({ member, size = '' }: { readonly member: number; readonly size?: '' | 'small' | 'large' }) {
  if (isLite()) return null;
  return <span class={`avatar ${size}`} style={{ '--hue': String((member * 137) % 360) }} aria-hidden="true">{initials(nameOf(member))}</span>;
}

function initials(name: string): string {
  const words = name.split(/[\s\-_.]+/u).filter((word) => /\p{L}/u.test(word));
  const first = (word: string | undefined) => word?.match(/\p{L}\p{M}{0,2}/u)?.[0] ?? '';
  return (first(words[0]) + (words.length > 1 ? first(words[words.length - 1]) : '')).toLocaleUpperCase() || '·';
}

/** A country's name in the present language. */
export function countryName(code: string, locale: string): string {
  try {
    return (code && cached(`regions ${locale}`, () => new Intl.DisplayNames(locale, { type: 'region' })).of(code)) || code;
  } catch {
    return code;
  }
}

/** A language's name in the present language. */
export function languageName(tag: string, locale: string): string {
  try {
    return (tag && cached(`languages ${locale}`, () => new Intl.DisplayNames(locale, { type: 'language' })).of(tag)) || tag;
  } catch {
    return tag;
  }
}
