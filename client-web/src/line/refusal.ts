import { fill, type Wire } from '../protocol/fill';
import type { ErrorCode, ErrorData } from '../protocol/types';

/** Codes of our own, where no answer of the server came. */
export type OwnCode = 'connection_lost' | 'unreadable';

/** Why something was not done: by the server's code, or because the line was lost. */
export class Refusal extends Error {
  constructor(readonly code: ErrorCode | OwnCode, message: string, readonly data: Partial<ErrorData> = {}) {
    super(message);
  }

  /** A JSON-RPC error, or the error of an HTTP answer. */
  static from(error: { readonly message?: string; readonly code?: unknown; readonly data?: Wire } & Wire): Refusal {
    const data = fill('ErrorData', typeof error.code === 'string' ? error : error.data ?? {});
    return new Refusal((data.code || 'internal') as ErrorCode, error.message ?? '', data);
  }

  /** Whether the same command may be carried out later. */
  get isForNow(): boolean {
    return retried.has(this.code);
  }
}

const retried = new Set<string>([
  'connection_lost', 'busy', 'going_away', 'commit_failed', 'internal', 'too_many_requests', 'slow_mode', 'hello_first',
]);
