import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainWords } from '../../src/words/words';

const table: readonly (readonly [string, string])[] = [
  ['see **this**:\n- first\n- second', 'see this: first second'],
  ['| a | b |\n|---|:-:|\n| 1 | 2 |', 'a b 1 2'],
  ['## Night *flow*\n\n> Zone __4__\n> > and `zone 5`', 'Night flow Zone 4 and zone 5'],
  ['Read [the manual](https://a.example/m), and ![a valve](https://a.example/v.png).', 'Read the manual, and a valve.'],
  ['~~never~~ _often_ meter_id 2*3 ~5 km', 'never often meter_id 2*3 ~5 km'],
  ['Title\n=====\n\n---\n\n```\nps aux\n```', 'Title ps aux'],
  ['1. Shut\n2. Wait - then read', '1. Shut 2. Wait - then read'],
  ['مرحبا **بكم** في [الدليل](https://a.example)', 'مرحبا بكم في الدليل'],
  ['@Joel Reyes, a [b] (c)', '@Joel Reyes, a [b] (c)'],
  ['', ''],
];

test('a text says its words without the signs of its Markdown', () => {
  for (const [text, words] of table) assert.equal(plainWords(text), words);
});

test('hostile texts take no longer than others', () => {
  const most = 16 * 1024;
  for (const piece of ['[', ']', '[a](', '[a', '![', '*', '_', '_a', '`', '~', '|', '-', '- ', '> ', '>', '#', '# ', ' ', '\n', '\n ', 'a*', '(', '[](']) {
    const begun = performance.now();
    plainWords(`${piece.repeat(most / piece.length)}x`);
    const ms = performance.now() - begun;
    assert.ok(ms < 100, `${JSON.stringify(piece)} takes ${ms} ms`);
  }
});
