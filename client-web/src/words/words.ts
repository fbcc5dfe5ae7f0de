import { signal } from '@preact/signals';
import { early } from '../early';
import type { Base } from './en/base';
import type { Desk } from './en/desk';
import type { More } from './en/more';

/** The languages of the client, each by its own name. */
export const languages = { en: 'English', fr: 'Français', es: 'Español', pt: 'Português', ar: 'العربية' } as const;
export type Language = keyof typeof languages;

/** A text for each plural category that the language has. */
export type Plural = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** The same texts in another language: every key has to be there. */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K] extends { readonly other: string } ? Plural : Translated<T[K]>;
};

/** The texts by where they are needed: at once, on further screens, by moderators and administrators. */
interface Areas {
  base: Translated<Base>;
  more: Translated<More>;
  desk: Translated<Desk>;
}

const loaders: { readonly [A in keyof Areas]: Readonly<Record<Language, () => Promise<{ readonly default: Areas[A] }>>> } = {
  base: {
    en: () => import('./en/base'), fr: () => import('./fr/base'), es: () => import('./es/base'), pt: () => import('./pt/base'),
    ar: () => import('./ar/base'),
  },
  more: {
    en: () => import('./en/more'), fr: () => import('./fr/more'), es: () => import('./es/more'), pt: () => import('./pt/more'),
    ar: () => import('./ar/more'),
  },
  desk: {
    en: () => import('./en/desk'), fr: () => import('./fr/desk'), es: () => import('./es/desk'), pt: () => import('./pt/desk'),
    ar: () => import('./ar/desk'),
  },
};

/** As chosen on this device, or the first of the browser's languages that there is: as the boot script found. */
export const language = signal<Language>((early()?.lang ?? 'en') as Language);
const loaded = signal<Partial<Areas>>({});

/** Loads the texts of an area in the present language. */
export async function loadWords(area: keyof Areas): Promise<void> {
  const lang = language.value;
  const words = (await loaders[area][lang]()).default;
  if (lang === language.value) loaded.value = { ...loaded.value, [area]: words };
}

/** Changes the language of everything on the page. */
export async function setLanguage(lang: Language): Promise<void> {
  const areas = Object.keys(loaded.value) as (keyof Areas)[];
  const texts = await Promise.all(areas.map((area) => loaders[area][lang]()));
  language.value = lang;
  loaded.value = Object.fromEntries(areas.map((area, i) => [area, texts[i]!.default]));
  setDirection();
}

/** The page's language and direction, for the browser and for screen readers. */
export function setDirection(): void {
  document.documentElement.lang = language.value;
  document.documentElement.dir = language.value === 'ar' ? 'rtl' : 'ltr';
}

/** The texts of an area; it has been loaded before what needs it is shown. */
export const base = (): Areas['base'] => loaded.value.base!;
export const more = (): Areas['more'] => loaded.value.more!;
export const desk = (): Areas['desk'] => loaded.value.desk!;

/** A text with its {names} replaced. Numbers are written as the language writes them. */
export function say(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number(value) : language.value === 'ar' ? isolated(value) : value;
  });
}

/** What runs its own way within a sentence that runs from right to left. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** The text for so many, with {n} and further names replaced. */
export function count(text: Plural, n: number, values: Readonly<Record<string, string | number>> = {}): string {
  const category = cached(`plural ${language.value}`, () => new Intl.PluralRules(locale())).select(n);
  return say(text[category] ?? text.other, { n, ...values });
}

export const number = (n: number): string => cached(`number ${language.value}`, () => new Intl.NumberFormat(locale())).format(n);

/** Some names in a row: "A, B and C". */
export function listed(names: readonly string[]): string {
  return cached(`list ${language.value}`, () => new Intl.ListFormat(locale())).format(language.value === 'ar' ? names.map(isolated) : names);
}

/** The browser's own variety of the language, for dates and numbers: en-GB rather than en. */
export function locale(): string {
  return navigator.languages.find((tag) => tag.slice(0, 2).toLowerCase() === language.value) ?? language.value;
}

const formats = new Map<string, unknown>();

export function cached<T>(name: string, make: () => T): T {
  if (!formats.has(name)) formats.set(name, make());
  return formats.get(name) as T;
}

/** A text without case and accents, to compare by. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words of a text in one line, without the signs of its Markdown. Takes as long as the text is long. */
export function plainWords(text: string): string {
  return text.replace(/!?\[([^[\]\n]*)\]\([^()\n]*\)/g, '$1')
    .replace(/^[|:=\- ]+$|^[ >]*(?:#+|[-*+]) |^[ >]+|`|~~|\B\*|\*\B|\b__?|__?\b/gm, '').replace(/[\s|]+/g, ' ').trim();
}
