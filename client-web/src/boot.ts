// The first code of the page, small enough to arrive with it: opens the line, and asks for the texts and the program at the same
// time, so that no round trip is spent in vain. A bundle of its own: it shares nothing with the program but what early.ts says.
import type { Early } from './early';
import { chooseLanguage } from './words/choose';

/** The addresses of the program and of the first texts in each language; the build knows them. */
declare const PROGRAM: string;
declare const WORDS: Readonly<Record<string, string>>;

let settings: { readonly lang?: string; readonly lite?: string } = {};
let isKnown = false;
try {
  isKnown = Boolean(localStorage.getItem('standpipe.member'));
  settings = JSON.parse(localStorage.getItem('standpipe.settings') ?? '{}') as typeof settings;
} catch {
  // As if nothing had been chosen.
}
const lang = chooseLanguage(settings.lang ?? '', navigator.languages, Object.keys(WORDS));
const line = (navigator as { readonly connection?: { readonly saveData?: boolean; readonly effectiveType?: string } }).connection;
const isPlain = settings.lite === 'off' || (settings.lite !== 'on' && !line?.saveData && !line?.effectiveType?.includes('2g'));

const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + '/ws', 'standpipe.v1');
const early: Early = { socket, lang, said: false, frames: [], closed: 0 };
socket.onclose = ({ code }) => { early.closed = code; };
socket.onmessage = (message) => early.frames.push(message.data as string);
socket.onopen = () => {
  // Who has a copy says in hello what it is of; and on a line to be spared there is more to say.
  if (isKnown || !isPlain) return;
  socket.send('{"jsonrpc":"2.0","id":0,"method":"hello","params":{"compact":true}}');
  early.said = true;
};
Object.assign(globalThis, { standpipe: early });
document.documentElement.lang = lang;
document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr';
void import(WORDS[lang]!);
void import(PROGRAM);
