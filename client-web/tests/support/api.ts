import { randomUUID } from 'node:crypto';
import { fill, type Wire } from '../../src/protocol/fill';
import { results, type Bodies, type MemberId, type MessageId, type Methods, type Objects, type RoomId,
  type ThreadId } from '../../src/protocol/types';
import { Server, type ServerOptions } from './server';

export const password = 'a long enough one';

type Params<M extends keyof Methods> = Methods[M]['params'];
type Result<M extends keyof Methods> = Objects[Methods[M]['result']];

/** A refusal, with what the server says in its `data`. */
export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, readonly data: Wire, what: string, message: string) {
    super(`${what} was refused with ${code || status}: ${message}`);
  }
}

/** POST of a JSON body; the answer's body. Throws Refused. */
export async function post<P extends keyof Bodies>(url: string, path: P, body: Bodies[P], token?: string): Promise<Wire> {
  return postJson(url, path, body, token);
}

async function postJson(url: string, path: string, body: unknown, token?: string): Promise<Wire> {
  const reply = await fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  const text = await reply.text();
  if (!reply.ok) {
    const error = (text.startsWith('{') ? JSON.parse(text).error : { message: text }) as Wire;
    throw new Refused(reply.status, `${error['code'] ?? ''}`, error, path, `${error['message']}`);
  }
  return JSON.parse(text) as Wire;
}

/** The token of a new log-in. */
export async function logIn(url: string, email: string, secret = password): Promise<string> {
  return `${(await post(url, '/api/login', { email, password: secret, device: 'test' }))['token']}`;
}

/** Calls a method; commands get the key, or a fresh one. Throws Refused. */
export async function rpc<M extends keyof Methods>(
  url: string, token: string, method: M, params: Params<M>, key: string = randomUUID(),
): Promise<Result<M>> {
  // Queries pass over a key.
  const answer = await postJson(url, '/api/rpc', { jsonrpc: '2.0', id: 1, method, params: { ...params, key } }, token);
  const error = answer['error'] as { message: string; data: Wire } | undefined;
  if (error) throw new Refused(200, `${error.data['code']}`, error.data, method, error.message);
  return fill(results[method], answer['result'] as Wire) as Result<M>;
}

/** Somebody with a log-in. */
export interface Person {
  readonly id: MemberId;
  readonly name: string;
  readonly email: string;
  readonly token: string;
}

export interface Joining {
  /** The slugs of the rooms that they are in; water-distribution if absent. */
  rooms?: string[];
  /** The slugs of those of them that they moderate. */
  moderates?: string[];
  languages?: string[];
  country?: string;
  utility?: string;
  job?: string;
}

/** A real server with the nine CoPs, an administrator, and whoever a test adds. */
export class Community {
  readonly rooms = new Map<string, RoomId>();
  private invitation = '';
  private added = 0;

  private constructor(readonly server: Server, readonly administrator: Person) {}

  static async start(options: ServerOptions = {}): Promise<Community> {
    const server = await Server.start(options);
    const email = 'ada@secretariat.example';
    const made = await post(server.url, '/api/setup', { code: server.setUpCode, name: 'Ada', email, password });
    const token = await logIn(server.url, email);
    const community = new Community(server, { id: made['member'] as MemberId, name: 'Ada', email, token });
    for (const room of (await community.as(community.administrator, 'room.list', {})).rooms) {
      community.rooms.set(room.slug, room.id);
    }
    const { invitation } = await community.as(community.administrator, 'invitation.create', { uses: 1000, days: 90 });
    community.invitation = invitation.code;
    return community;
  }

  get url(): string {
    return this.server.url;
  }

  /** Calls a method as that person. */
  as<M extends keyof Methods>(person: Person, method: M, params: Params<M>, key?: string): Promise<Result<M>> {
    return rpc(this.url, person.token, method, params, key);
  }

  room(slug: string): RoomId {
    const id = this.rooms.get(slug);
    if (!id) throw new Error(`There is no room ${slug}, but: ${[...this.rooms.keys()].join(', ')}`);
    return id;
  }

  /** A member, by invitation. */
  async add(name: string, joining: Joining = {}): Promise<Person> {
    const email = `member${++this.added}@utility.example`;
    const applied = await post(this.url, '/api/apply', {
      name, email, password, utility: joining.utility ?? 'Maji Water', country: joining.country ?? 'KE',
      job: joining.job ?? 'Network engineer', languages: joining.languages ?? ['en'],
      rooms: joining.rooms ?? joining.moderates ?? ['water-distribution'], why: 'We lose 40 % of what we pump.',
      invitation: this.invitation,
    });
    const person = { id: applied['member'] as MemberId, name, email, token: await logIn(this.url, email) };
    for (const slug of joining.moderates ?? []) {
      await this.as(this.administrator, 'room.appoint', { room: this.room(slug), member: person.id });
    }
    return person;
  }

  /** Somebody who asks to be let in without an invitation, and waits; the application's id. */
  async apply(name: string, rooms = ['water-distribution']): Promise<number> {
    const email = `applicant${++this.added}@utility.example`;
    const applied = await post(this.url, '/api/apply', { name, email, password, utility: 'Maji Water', country: 'KE',
      job: 'Network engineer', languages: ['en'], rooms, why: 'We lose 40 % of what we pump.' });
    return applied['application'] as number;
  }

  /** A private project group of these people; the administrator is not one of them. */
  async group(slug: string, people: Person[], name = `Group ${slug}`): Promise<RoomId> {
    const { room } = await this.as(this.administrator, 'room.create', { kind: 'group', slug, name });
    for (const { id } of people) await this.as(this.administrator, 'room.add_member', { room, member: id });
    this.rooms.set(slug, room);
    return room;
  }

  /** A message in a room's chat, or in a thread. */
  async post(person: Person, room: RoomId, text: string, more: Partial<Params<'message.post'>> = {}): Promise<MessageId> {
    return (await this.as(person, 'message.post', { room, text, ...more })).message;
  }

  async thread(person: Person, room: RoomId, title: string, text: string,
    more: Partial<Params<'thread.create'>> = {}): Promise<ThreadId> {
    return (await this.as(person, 'thread.create', { room, title, text, kind: 'discussion', ...more })).thread;
  }

  /** Ends the server and removes its data. */
  close(): Promise<void> {
    return this.server.close();
  }
}
