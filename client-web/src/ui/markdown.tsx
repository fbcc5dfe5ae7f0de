import type { Token, Tokens } from 'marked';
import type { ComponentChildren } from 'preact';
import { isPlain, tokensOf } from './markdown-tokens';

/** Quotes and lists within each other; what is deeper is shown as it was written. */
const deepest = 12;
const schemes: readonly string[] = ['http:', 'https:', 'mailto:'];

export interface Mention {
  readonly id: number;
  readonly name: string;
}

interface Context {
  readonly mentions: readonly Mention[];
  readonly me: number;
}

interface MarkdownProps {
  readonly text: string;
  /** The text's language, as a tag. */
  readonly lang?: string;
  readonly mentions?: readonly Mention[];
  readonly me?: number;
}

/**
 * Markdown as elements: no HTML of the text's author gets into the page, a link leads to http, https or mailto only, and a
 * picture is a link, since nothing is loaded from elsewhere.
 */
export function Markdown({ text, lang, mentions = [], me = 0 }: MarkdownProps) {
  const about = { class: 'markdown', lang: lang || undefined, dir: 'auto' } as const;
  const tokens = isPlain(text) ? undefined : tokensOf(text);
  return tokens ? <div {...about}>{blocks(tokens, { mentions, me }, 0)}</div> : <p {...about}>{text}</p>;
}

const blocks = (tokens: readonly Token[], context: Context, depth: number): ComponentChildren =>
  tokens.map((token) => block(token, context, depth));

function block(token: Token, context: Context, depth: number): ComponentChildren {
  if (depth > deepest) return <p>{token.raw}</p>;
  const inside = (tokens: readonly Token[] | undefined) => blocks(tokens ?? [], context, depth + 1);
  switch (token.type) {
    case 'space':
    case 'def': return null;
    case 'hr': return <hr />;
    case 'heading': {
      // Below the headings of the page.
      const Heading = (['h3', 'h4'] as const)[(token as Tokens.Heading).depth > 1 ? 1 : 0]!;
      return <Heading>{spans(token.tokens, context)}</Heading>;
    }
    case 'code': return <pre tabIndex={0}><code>{token.text}</code></pre>;
    case 'blockquote': return <blockquote>{inside(token.tokens)}</blockquote>;
    case 'list': {
      const list = token as Tokens.List;
      const items = list.items.map((item) => (
        <li>
          {item.task && <><input type="checkbox" disabled checked={Boolean(item.checked)} aria-label={item.checked ? '☑' : '☐'} /> </>}
          {inside(item.tokens)}
        </li>
      ));
      return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table': {
      const table = token as Tokens.Table;
      return (
        <table tabIndex={0}>
          <thead><tr>{table.header.map((cell) => <th>{spans(cell.tokens, context)}</th>)}</tr></thead>
          <tbody>{table.rows.map((row) => <tr>{row.map((cell) => <td>{spans(cell.tokens, context)}</td>)}</tr>)}</tbody>
        </table>
      );
    }
    case 'paragraph': return <p>{spans(token.tokens, context)}</p>;
    case 'text': return token.tokens ? spans(token.tokens, context) : plain(token.raw, context);
    default: return <p>{token.raw}</p>; // HTML, as text
  }
}

const spans = (tokens: readonly Token[] | undefined, context: Context): ComponentChildren =>
  (tokens ?? []).map((token) => span(token, context));

function span(token: Token, context: Context): ComponentChildren {
  switch (token.type) {
    case 'strong': return <strong>{spans(token.tokens, context)}</strong>;
    case 'em': return <em>{spans(token.tokens, context)}</em>;
    case 'del': return <del>{spans(token.tokens, context)}</del>;
    case 'codespan': return <code>{token.text}</code>;
    case 'br': return <br />;
    case 'link':
    case 'image': {
      const { href, text, tokens } = token as Tokens.Link;
      if (!leadsSomewhere(href)) return token.raw;
      return <a href={href} rel="noopener noreferrer nofollow" target="_blank">{token.type === 'link' ? spans(tokens, context) : text || href}</a>;
    }
    case 'escape': return token.text;
    case 'text': return token.tokens ? spans(token.tokens, context) : plain(token.raw, context);
    default: return token.raw;
  }
}

/** A whole address of a scheme that may be followed. */
function leadsSomewhere(href: string): boolean {
  try {
    return schemes.includes(new URL(href).protocol);
  } catch {
    return false;
  }
}

/** A text with the names of those that it mentions marked. Entities are what they stand for. */
function plain(raw: string, { mentions, me }: Context): ComponentChildren {
  const text = raw.includes('&') ? decoded(raw) : raw;
  const named = mentions.filter((one) => one.name && text.includes(`@${one.name}`));
  if (!named.length) return text;
  const out: ComponentChildren[] = [];
  for (let at = 0; at < text.length;) {
    const next = named.map((one) => ({ one, from: text.indexOf(`@${one.name}`, at) })).filter(({ from }) => from >= 0)
      .sort((a, b) => a.from - b.from || b.one.name.length - a.one.name.length)[0];
    if (!next) return [...out, text.slice(at)];
    const { one, from } = next;
    out.push(text.slice(at, from), <a class={one.id === me ? 'mention me' : 'mention'} href={`#/person/${one.id}`}>@{one.name}</a>);
    at = from + one.name.length + 1;
  }
  return out;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return entities[name] ?? whole;
    const code = decimal ? Number(decimal) : parseInt(hex ?? '', 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '\ufffd';
  });
}
