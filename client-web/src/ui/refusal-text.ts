import { Refusal } from '../line/refusal';
import { distance, moment } from '../words/dates';
import { base, say } from '../words/words';

/** What a refusal says to people, in their language: what was not done, and what to do. */
export function refusalText(error: unknown): string {
  if (!(error instanceof Refusal)) return base().errors.internal;
  const { errors } = base();
  const text = error.data.field === 'mentions' ? base().mentionOutside : errors[error.code] ?? error.message;
  const { reason, until, retry_after_ms: wait } = error.data;
  return [
    text,
    // People end their reasons with a stop or without.
    reason && say(base().refusedReason, { reason: reason.trim().replace(/([^.!?…؟])$/, '$1.') }),
    until && say(base().refusedUntil, { when: moment(until) }),
    !until && wait && wait > 5_000 && say(base().refusedRetry, { when: distance(Date.now() + wait) }),
  ].filter(Boolean).join(' ');
}
