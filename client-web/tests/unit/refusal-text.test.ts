import assert from 'node:assert/strict';
import { test } from 'node:test';
import './page';
import { Refusal } from '../../src/line/refusal';
import { fill } from '../../src/protocol/fill';
import { refusalText } from '../../src/ui/refusal-text';
import { loadWords } from '../../src/words/words';

test('a reason is parted from what follows it, whether it was ended by a stop or not', async () => {
  await loadWords('base');
  const text = (reason: string) => refusalText(new Refusal('muted', '', fill('ErrorData', { code: 'muted', reason, until: 1_900_000_000_000 })));
  for (const [reason, ends] of [['Advert', 'Advert.'], ['Stop. ', 'Stop.'], ['Why this?', 'Why this?']] as const) {
    assert.match(text(reason), new RegExp(` Reason: ${ends.replace(/[.?]/g, '\\$&')} Until `));
  }
});
