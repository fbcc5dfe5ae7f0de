import { signal } from '@preact/signals';

/** Where in the client one is: the parts behind "#/", and the query behind "?". */
export interface Route {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  let parts: string[];
  try {
    parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    parts = [];
  }
  return { path: parts, query: new URLSearchParams(query) };
}

export const route = signal<Route>(read());

addEventListener('hashchange', () => { route.value = read(); });

export const go = (to: string): void => { location.hash = to; };

/** Goes there without a step of the browser's history. */
export const goInstead = (to: string): void => location.replace(to);

/** The addresses of the client's screens. */
export const at = {
  home: '#/',
  room: (room: number) => `#/room/${room}`,
  threads: (room: number) => `#/room/${room}/threads`,
  about: (room: number) => `#/room/${room}/about`,
  newThread: (room: number) => `#/room/${room}/new`,
  thread: (room: number, thread: number) => `#/room/${room}/thread/${thread}`,
  message: (message: number) => `#/message/${message}`,
  missed: '#/missed',
  notices: '#/notices',
  search: '#/search',
  people: '#/people',
  person: (member: number) => `#/person/${member}`,
  profile: '#/profile',
  settings: '#/settings',
  sessions: '#/sessions',
  desk: '#/desk',
  admin: '#/admin',
  apply: '#/apply',
  logIn: '#/log-in',
} as const;
