import { cached, language, locale } from './words';

const dayMs = 86_400_000;

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached(`date ${language.value} ${name}`, () => new Intl.DateTimeFormat(locale(), options));
}

/** What was said of the last minute that was asked for: messages that follow each other are mostly of the same. */
function byMinute(name: string, options: Intl.DateTimeFormatOptions): (at: number) => string {
  let of: Intl.DateTimeFormat | undefined;
  let minute = NaN;
  let said = '';
  return (at) => {
    const now = format(name, options);
    const its = Math.floor(at / 60_000);
    if (now !== of || its !== minute) [of, minute, said] = [now, its, now.format(at)];
    return said;
  };
}

/** 14:02 */
export const clock = byMinute('clock', { timeStyle: 'short' });

/** Thursday, 26 November 2026 */
export const longDay = (at: number): string => format('day', { dateStyle: 'full' }).format(at);

/** 26 November 2026 at 14:02 */
export const moment = byMinute('moment', { dateStyle: 'long', timeStyle: 'short' });

export const isSameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();

/** As short as it can be said from here: 14:02, Tue, 3 Nov, 3 Nov 2025. */
export function brief(at: number, now = Date.now()): string {
  if (isSameDay(at, now)) return clock(at);
  if (at <= now && now - at < 6 * dayMs) return format('weekday', { weekday: 'short' }).format(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return sameYear ? format('short', { day: 'numeric', month: 'short' }).format(at) : format('year', { dateStyle: 'medium' }).format(at);
}

/** Today, yesterday, or the day by its name and date. */
export function dayName(at: number, now = Date.now()): string {
  const relative = cached(`relative ${language.value}`, () => new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }));
  if (isSameDay(at, now)) return capital(relative.format(0, 'day'));
  if (isSameDay(at, now - dayMs)) return capital(relative.format(-1, 'day'));
  return capital(longDay(at));
}

/** in 3 days, 2 hours ago: the largest unit that is not below one. */
export function distance(at: number, now = Date.now()): string {
  const relative = cached(`relative ${language.value}`, () => new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }));
  const units: [Intl.RelativeTimeFormatUnit, number][] = [['year', 365 * dayMs], ['month', 30 * dayMs], ['day', dayMs], ['hour', 3_600_000], ['minute', 60_000]];
  for (const [unit, ms] of units) if (Math.abs(at - now) >= ms) return relative.format(Math.round((at - now) / ms), unit);
  return relative.format(0, 'minute');
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
