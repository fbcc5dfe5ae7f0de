import { Lexer, Tokenizer, type Token, type Tokens } from 'marked';

/** Signs of links and emphasis in one paragraph or cell. With more, taking it apart could take minutes: it stays as it was written. */
const signsAtMost = 120;
const linksAtMost = 40;
const cellsAtMost = 4_000;
/** Quotes and lists that begin within each other in one line. */
const deepLine = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){16}/m;

class BoundedTokenizer extends Tokenizer {
  override table(src: string): Tokens.Table | undefined {
    const end = src.search(/\n[ \t]*\n/);
    const lines = (end < 0 ? src : src.slice(0, end)).split('\n');
    const columns = lines[0]!.split('|').length;
    return columns * lines.length > cellsAtMost ? undefined : super.table(src);
  }
}

class BoundedLexer extends Lexer {
  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (isTangled(src)) {
      tokens.push({ type: 'text', raw: src, text: src });
      return tokens;
    }
    return super.inlineTokens(src, tokens);
  }
}

function isTangled(src: string): boolean {
  let signs = 0;
  let links = 0;
  for (let i = 0; i < src.length; i++) {
    const sign = src[i]!;
    if (sign === '[') links++;
    if ('*_~`<&\\'.includes(sign)) signs++;
  }
  return links > linksAtMost || signs > signsAtMost;
}

/** One line in which nothing can be Markdown: most of what is said in a chat, and read at once. */
const plainLine = /^[\p{L}(][^\n*_~`<>[\]|&\\!@]*$/u;

export const isPlain = (text: string): boolean => plainLine.test(text) && !/www\.|:\/\//i.test(text);

/** What a text consists of, as Markdown; undefined where it is nested or tangled beyond what is taken apart in a moment. */
export function tokensOf(text: string): readonly Token[] | undefined {
  if (deepLine.test(text)) return undefined;
  try {
    return new BoundedLexer({ gfm: true, tokenizer: new BoundedTokenizer() }).lex(text);
  } catch {
    return undefined;
  }
}
