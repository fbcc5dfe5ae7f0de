import { render, type ComponentType } from 'preact';
import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { hasText } from './kept/outbox';
import { listenForKeys } from './keys';
import { at, route, type Route } from './route';
import { Gate } from './screens/account/gate';
import { Home, Side } from './screens/side';
import { recall } from './kept/memory';
import { keepProgram } from './program';
import { onSent, start } from './session';
import { lineState, parts, upToDate, who } from './state';
import { unreadIn } from './model/model';
import { LineBar } from './ui/line-bar';
import { tellRefusal, Toasts } from './ui/toast';
import { base, loadWords } from './words/words';

type Screen = ComponentType<{ readonly route: Route }>;

const words = async <T,>(area: 'more' | 'desk', screen: Promise<T>): Promise<T> => (await Promise.all([screen, loadWords(area)]))[0];

/** The screens by the first part of their address. Each is loaded when it is first needed, with its words. */
const screens: Readonly<Record<string, () => Promise<Screen>>> = {
  room: () => import('./screens/talk/room').then((it) => it.RoomScreen),
  message: () => import('./screens/talk/room').then((it) => it.MessageScreen),
  missed: () => words('more', import('./screens/more')).then((it) => it.MissedScreen),
  notices: () => words('more', import('./screens/more')).then((it) => it.NoticesScreen),
  search: () => words('more', import('./screens/more')).then((it) => it.SearchScreen),
  people: () => words('more', import('./screens/more')).then((it) => it.PeopleScreen),
  person: () => words('more', import('./screens/more')).then((it) => it.PersonScreen),
  profile: () => words('more', import('./screens/more')).then((it) => it.ProfileScreen),
  settings: () => words('more', import('./screens/more')).then((it) => it.SettingsScreen),
  sessions: () => words('more', import('./screens/more')).then((it) => it.SessionsScreen),
  desk: () => words('desk', import('./screens/desk/desk')).then((it) => it.DeskScreen),
  admin: () => words('desk', import('./screens/admin/admin')).then((it) => it.AdminScreen),
};

const loaded = new Map<string, Screen>();

function Main() {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState('');
  const name = route.value.path[0] ?? '';
  const load = screens[name];
  const Shown = loaded.get(name);
  useEffect(() => {
    if (!load || Shown) return;
    load().then(
      (screen) => { loaded.set(name, screen); setFailed(''); redraw((n) => n + 1); },
      () => setFailed(name),
    );
  }, [name, failed]);
  // What is loaded when the line is there again needs nobody to ask for it.
  useEffect(() => { if (upToDate.value) setFailed(''); }, [upToDate.value]);
  if (!load) return <Home />;
  if (Shown) return <Shown route={route.value} />;
  if (failed === name) {
    return (
      <div class="empty">
        <h1>{base().loadFailed}</h1>
        {/* Another build of the server has other files, and some browsers keep in mind what could not be loaded. */}
        <button type="button" class="button" onClick={() => (upToDate.value ? location.reload() : setFailed(''))}>{base().retry}</button>
        <a class="button" href={at.home}>{base().rooms}</a>
      </div>
    );
  }
  return <div class="empty" role="status">{base().loading}</div>;
}

function App() {
  if (who.value === 'starting') return <><LineBar /><div class="empty" role="status">{base().opening}</div></>;
  if (who.value === 'nobody' || (lineState.value === 'ended' && route.value.path[0] === 'log-in')) return <><LineBar /><Gate /><Toasts /></>;
  const atHome = !screens[route.value.path[0] ?? ''];
  return (
    <>
      <a class="button main skip" href="#main" onClick={(click) => { click.preventDefault(); document.getElementById('main')?.focus(); }}>{base().skip}</a>
      <div class={`app${atHome ? ' at-home' : ''}`}>
        <LineBar />
        <Side />
        <main class="content" id="main" tabIndex={-1}><Main /></main>
      </div>
      <Toasts />
    </>
  );
}

/** Puts the client on the page and connects it. */
function show(): void {
  render(<App />, document.getElementById('app')!);
  start();
  // The screen is on its way while what is kept is read.
  const name = route.value.path[0] ?? '';
  if (recall('member')) screens[name]?.().then((screen) => loaded.set(name, screen), () => undefined);
  keepProgram();
  listenForKeys();
  onSent((queued, refusal) => {
    // What has a text says it where it stands.
    if (refusal && !hasText(queued) && queued.method !== 'read.mark') tellRefusal(refusal);
  });
  effect(() => {
    let unread = 0;
    const model = { heads: parts.heads.value, memberships: parts.memberships.value };
    for (const room of model.memberships.keys()) unread += unreadIn(model, room);
    document.title = (unread ? `(${unread}) ` : '') + (parts.community.value || 'Standpipe');
  });
}

void loadWords('base').then(show);
