import { folded, plainWords } from '../words/words';

/** The words of a query, each as it is compared. Marks of punctuation are no words. */
export const wordsOf = (query: string): readonly string[] => [...new Set(folded(query).match(/[\p{L}\p{N}]+/gu) ?? [])];

export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

const before = 70;
const most = 220;
/** Scripts that write words apart, where a word is found at its beginning only. */
const spaced = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** The part of a text around the first word that was found, taken apart at all of them. */
export function excerpt(text: string, words: readonly string[]): readonly Piece[] {
  const chars = [...plainWords(text)];
  // Where in `chars` each character of the compared text comes from.
  const origin: number[] = [];
  let compared = '';
  chars.forEach((char, i) => {
    const fold = folded(char);
    compared += fold;
    for (let n = 0; n < fold.length; n++) origin.push(i);
  });
  const marks = new Set<number>();
  let first = chars.length;
  for (const word of words) {
    for (let at = compared.indexOf(word); at >= 0; at = compared.indexOf(word, at + word.length)) {
      if (at > 0 && spaced.test(word[0]!) && /[\p{L}\p{N}]/u.test(compared[at - 1]!)) continue;
      first = Math.min(first, origin[at]!);
      for (let i = origin[at]!; i <= origin[at + word.length - 1]!; i++) marks.add(i);
    }
  }
  let from = first === chars.length || first <= before ? 0 : first - before;
  while (from > 0 && from < first && chars[from - 1] !== ' ') from++; // not within a word
  const to = Math.min(chars.length, from + most);
  const pieces: { text: string; found: boolean }[] = [];
  for (let i = from; i < to; i++) {
    const found = marks.has(i);
    const last = pieces[pieces.length - 1];
    if (last?.found === found) last.text += chars[i];
    else pieces.push({ text: chars[i]!, found });
  }
  if (from > 0) pieces.unshift({ text: '…', found: false });
  if (to < chars.length) pieces.push({ text: '…', found: false });
  return pieces;
}
