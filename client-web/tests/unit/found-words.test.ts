import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt, wordsOf } from '../../src/screens/found-words';
import { folded } from '../../src/words/words';

/** An excerpt with what was found in brackets. */
const shown = (text: string, query: string): string =>
  excerpt(text, wordsOf(query)).map((piece) => (piece.found ? `[${piece.text}]` : piece.text)).join('');

test('words are found whatever their case and accents, and marked as they are written', () => {
  assert.equal(shown('Les RÉSEAUX très étalés', 'reseaux etales'), 'Les [RÉSEAUX] très [étalés]');
  assert.equal(shown('re\u0301seau', 'réseau'), '[re\u0301seau]', 'also where the accent is a character of its own');
  assert.equal(shown('ضغط الشبكة', 'شبكة'), 'ضغط ال[شبكة]', 'an article belongs to the word that it stands before');
});

test('where words are written apart, one is found at its beginning only', () => {
  assert.equal(shown('a pump, pumps, a sump', 'pump'), 'a [pump], [pump]s, a sump');
  assert.equal(shown('overpressure', 'pressure'), 'overpressure');
});

test('marks of punctuation are no words', () => {
  assert.deepEqual(wordsOf(' "water-balance", (NRW) ! '), ['water', 'balance', 'nrw']);
  assert.deepEqual(wordsOf('…'), []);
  assert.equal(folded('Ça va'), 'ca va');
});

test('an excerpt is around the first word that was found, and begins with a whole one', () => {
  const text = `${'far from it '.repeat(30)}here is the valve ${'and so on '.repeat(40)}`;
  const part = shown(text, 'valve');
  assert.match(part, /^…(far|from|it) .*here is the \[valve\] and so on .*…$/);
  assert.ok(part.length < 250);
});

test('Markdown is left out of an excerpt', () => {
  assert.equal(shown('## Night flow\n\n**Zone 4** and `zone 5`', 'zone'), 'Night flow [Zone] 4 and [zone] 5');
});
