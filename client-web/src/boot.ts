// The first code that runs: it opens the line and asks for the rest at the same time, so that no round trip is spent in vain.
import { openSocket } from './line/open-socket';
import { loadWords, setDirection } from './words/words';

const socket = openSocket();
const words = loadWords('base');
setDirection();
const app = import('./app');
void Promise.all([app, words]).then(([{ show }]) => show(socket));
