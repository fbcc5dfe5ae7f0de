import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { at, goInstead, route } from '../../route';
import { Icon, type IconName } from '../../ui/icon';
import { nameOf } from '../../ui/person';
import { base, desk, number } from '../../words/words';
import { ActHost } from './act';
import { brief, moment } from '../../words/dates';

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  /** What waits there. */
  readonly waits?: number | undefined;
  /** More than that wait. */
  readonly orMore?: boolean | undefined;
}

/** A screen of several sections: a list of them at the side, or above it on a phone. */
export function Sections({
  root,
  title,
  sections,
  here,
  children,
}: {
  readonly root: string;
  readonly title: string;
  readonly sections: readonly Section[];
  readonly here: string;
  readonly children: ComponentChildren;
}) {
  const nav = useRef<HTMLElement>(null);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    page.current?.scrollTo(0, 0);
  }, [here, route.value.path.join('/')]);
  return (
    <>
      <header class="bar">
        <a class="icon-button back" href={at.home} aria-label={base().back}>
          <Icon name="back" />
        </a>
        <h1 class="grow clip">{title}</h1>
      </header>
      <div class="desk">
        <nav ref={nav} class="desk-nav" aria-label={title}>
          <ul>
            {sections.map((one) => (
              <li key={one.name}>
                <a href={`${root}/${one.name}`} aria-current={one.name === here ? 'page' : undefined}>
                  <Icon name={one.icon} small />
                  <span class="grow">{one.title}</span>
                  {Boolean(one.waits) && (
                    <span class="badge new">
                      {number(one.waits!)}
                      {one.orMore && '+'}
                    </span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div ref={page} class="page">
          <div class="body wide stack">{children}</div>
        </div>
      </div>
      <ActHost />
    </>
  );
}

/** A value of the address's query that a filter shows, and what changes it without a step of history. */
export function useFilter(name: string): readonly [value: string, set: (value: string) => void] {
  const { path, query } = route.value;
  const set = (value: string) => {
    const next = new URLSearchParams(route.value.query);
    if (value) next.set(name, value);
    else next.delete(name);
    const text = next.toString();
    goInstead(`#/${path.join('/')}${text && `?${text}`}`);
  };
  return [query.get(name) ?? '', set];
}

/** One of a few, all of them to be seen. */
export function Choice<T extends string>({
  label,
  value,
  onValue,
  options,
}: {
  readonly label: string;
  readonly value: T;
  readonly onValue: (value: T) => void;
  readonly options: readonly (readonly [value: T, name: string])[];
}) {
  return (
    <div class="desk-choice" role="group" aria-label={label}>
      {options.map(([one, name]) => (
        <button type="button" key={one} aria-pressed={one === value} onClick={() => onValue(one)}>
          {name}
        </button>
      ))}
    </div>
  );
}

/** A time, short, with all of it for who asks. */
export const When = ({ at: time }: { readonly at: number }) => (
  <time class="soft small nowrap" dateTime={new Date(time).toISOString()} title={moment(time)}>
    {brief(time)}
  </time>
);

/** A member's name that leads to their page on the desk. */
export function DeskName({ member }: { readonly member: number }) {
  if (!member) return <span>{desk().theServer}</span>;
  return (
    <a class="name strong" href={`${at.desk}/member/${member}`}>
      <bdi>{nameOf(member)}</bdi>
    </a>
  );
}

/** A text with elements in the place of its {names}. */
export function Phrase({
  text,
  values,
}: {
  readonly text: string;
  readonly values: Readonly<Record<string, ComponentChildren>>;
}) {
  return <>{text.split(/(\{\w+\})/).map((part) => (/^\{\w+\}$/.test(part) ? (values[part.slice(1, -1)] ?? '') : part))}</>;
}

/** What is said about something, by whom: a reason, a note. */
export function Said({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <p class="desk-said">
      <span class="soft">{label} </span>
      <span dir="auto">{text}</span>
    </p>
  );
}
