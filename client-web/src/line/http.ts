import { fill, type Wire } from '../protocol/fill';
import type { Bodies, Objects } from '../protocol/types';
import { Refusal } from './refusal';

const answers = {
  '/api/login': 'LoginResult',
  '/api/logout': 'Done',
  '/api/password': 'Done',
  '/api/apply': 'ApplyResult',
  '/api/setup': 'ApplyResult',
} as const satisfies Partial<Record<keyof Bodies, keyof Objects>>;

/** Posts a request that the WebSocket does not take; throws a Refusal. */
export async function post<P extends keyof typeof answers>(path: P, body: Bodies[P]): Promise<Objects[(typeof answers)[P]]> {
  return fill(answers[path], await ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }));
}

/** The communities that one may apply for. */
export async function cops(): Promise<Objects['CopList']> {
  return fill('CopList', await ask('/api/cops'));
}

async function ask(path: string, init?: RequestInit): Promise<Wire> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch {
    throw new Refusal('connection_lost', '');
  }
  const answer = (await response.json().catch(() => ({}))) as Wire;
  if (!response.ok) throw Refusal.from((answer.error ?? {}) as Wire);
  return answer;
}
