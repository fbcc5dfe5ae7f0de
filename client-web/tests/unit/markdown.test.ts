import './page';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isValidElement, type VNode } from 'preact';
import { Markdown, type Mention } from '../../src/ui/markdown';
import { isPlain, tokensOf } from '../../src/ui/markdown-tokens';
import { markup, textBytes, texts } from '../support/hostile';

const allowed = new Set([
  'div', 'p', 'h3', 'h4', 'pre', 'code', 'blockquote', 'ul', 'ol', 'li', 'input', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'hr', 'strong',
  'em', 'del', 'br', 'a',
]);
/** Attributes that an element may have, by its name. */
const attributes: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'rel', 'target', 'class'], input: ['type', 'disabled', 'checked', 'aria-label'], ol: ['start'], pre: ['tabIndex'], table: ['tabIndex'],
  div: ['class', 'lang', 'dir'], p: ['class', 'lang', 'dir'],
};

interface Shown {
  readonly elements: readonly VNode<Record<string, unknown>>[];
  readonly text: string;
}

/** What a tree of elements shows, without a page. */
function shown(node: unknown): Shown {
  const elements: VNode<Record<string, unknown>>[] = [];
  const text: string[] = [];
  const walk = (one: unknown): void => {
    if (Array.isArray(one)) return one.forEach(walk);
    if (typeof one === 'string' || typeof one === 'number') return void text.push(String(one));
    if (!isValidElement(one)) return;
    const { type, props } = one as VNode<Record<string, unknown>>;
    if (typeof type === 'string') elements.push(one as VNode<Record<string, unknown>>);
    if (typeof type === 'function' && type.name === 'Markdown') return walk((type as (props: unknown) => unknown)(props));
    walk(props['children']);
  };
  walk(node);
  return { elements, text: text.join('') };
}

const of = (text: string, mentions: readonly Mention[] = [], me = 0): Shown => shown(Markdown({ text, mentions, me }));
const links = (text: string): unknown[] => of(text).elements.filter((one) => one.type === 'a').map((one) => one.props['href']);

/** Shown, and the milliseconds of processor time that it took; the compiler's and the collector's threads are in it. */
function timed(text: string): { elements: Shown['elements']; took: number } {
  const began = process.cpuUsage();
  const { elements } = of(text);
  const { user, system } = process.cpuUsage(began);
  return { elements, took: (user + system) / 1000 };
}

/** As tangled as it is still taken apart, as often as it fits. */
const bounded = ['[a]('.repeat(40), '![a]('.repeat(40), '*a '.repeat(115), '*a **b '.repeat(20) + 'c** d*'.repeat(20), '_~~a '.repeat(40), '[<a '.repeat(40), '`'.repeat(115), '&#'.repeat(115)]
  .flatMap((one) => [`${one}\n\n`, `- ${one}\n`, `> ${one}\n>\n`, `|${one}|b|\n|-|-|\n|${one}|b|\n\n`].map((piece) => ({ what: piece.slice(0, 12), text: piece.repeat(Math.floor(textBytes / piece.length)) })));

for (const { what, text } of [...texts, ...bounded]) {
  test(`${what}: nothing but what is allowed, and soon`, () => {
    let { elements, took } = timed(text);
    for (let again = 0; again < 2 && took >= 200; again++) ({ elements, took } = timed(text));
    for (const { type, props } of elements) {
      assert.ok(allowed.has(type as string), `<${String(type)}>`);
      for (const name of Object.keys(props)) assert.ok(name === 'children' || attributes[type as string]?.includes(name), `<${String(type)} ${name}>`);
      if (type === 'a') assert.match(String(props['href']), /^(https?:|mailto:)/i);
    }
    assert.ok(took < 200, `it took ${Math.round(took)} ms`);
  });
}

test('a plain line is one paragraph of one text, whichever signs there are', () => {
  const signs = ['a', 'Ω', '1', ' ', '.', ')', '(', '-', '+', '=', '#', ':', '/', '"', "'", '%', '*', '_', '~', '`', '<', '>', '[', ']', '|', '&', '\\', '!', '@', '\n', '\t', 'www.', 'http://'];
  let plain = 0;
  for (let seed = 1; seed <= 20_000; seed++) {
    let next = seed * 2_654_435_761 % 4_294_967_296;
    const text = Array.from({ length: 2 + seed % 9 }, () => signs[(next = (next * 1_664_525 + 1_013_904_223) % 4_294_967_296) % (seed % 2 ? 16 : signs.length)]).join('');
    if (!isPlain(text)) continue;
    plain++;
    const tokens = tokensOf(text);
    assert.deepEqual(tokens?.map((one) => [one.type, 'tokens' in one && one.tokens?.map(({ type }) => type)]), [['paragraph', ['text']]], JSON.stringify(text));
  }
  assert.ok(plain > 500, `${plain} plain lines`);
});

test('markup is text', () => {
  for (const { text } of markup.slice(0, 12)) {
    const letters = (all: string) => all.replace(/[^a-z]/gi, '');
    assert.equal(letters(of(text).text), letters(text).replace(/&(lt|gt);/g, ''));
  }
});

test('a text as people write it', () => {
  const { elements, text } = of('# Night flow\n\nIn **two** zones, *read by hand*:\n\n- [x] 11 m³/h\n- [ ] 14 m³/h\n\n> See <https://water.example/a_b>\n\n`code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n');
  assert.deepEqual(elements.map((one) => one.type).filter((type) => type !== 'p'), [
    'div', 'h3', 'strong', 'em', 'ul', 'li', 'input', 'li', 'input', 'blockquote', 'a', 'code', 'table', 'thead', 'tr', 'th', 'th', 'tbody', 'tr', 'td', 'td',
  ]);
  assert.match(text, /^Night flowIn two zones, read by hand: *11 m³\/h *14 m³\/hSee https:\/\/water\.example\/a_bcodeab12$/);
});

test('a link leads to http, https and mailto only, and a picture is a link', () => {
  assert.deepEqual(links('[a](https://a.example) [b](http://b.example) [c](mailto:c@d.example) [d](javascript:alert(1)) [e](/api/logout) ![f](https://f.example/f.png)'), [
    'https://a.example', 'http://b.example', 'mailto:c@d.example', 'https://f.example/f.png',
  ]);
  assert.deepEqual(links('https://a.example/x?y=1&z=2 and www.b.example and c@d.example'), ['https://a.example/x?y=1&z=2', 'http://www.b.example', 'mailto:c@d.example']);
  for (const { props } of of('[a](https://a.example "t")').elements.filter((one) => one.type === 'a')) {
    assert.deepEqual([props['rel'], props['target']], ['noopener noreferrer nofollow', '_blank']);
  }
});

test('entities are what they stand for, and markup of entities is text', () => {
  assert.equal(of('a &amp; b &lt;i&gt; &#65; &#x42; &nosuch; &#0; &#xd800;').text, 'a & b <i> A B &nosuch; \ufffd \ufffd');
  assert.equal(of('`&lt;`').text, '&lt;');
  assert.equal(of('\\&lt; \\*a\\*').text, '&lt; *a*');
});
