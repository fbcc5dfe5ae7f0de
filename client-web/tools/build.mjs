// Builds the client into build/web: names with the hash of their content, each file also compressed, and nothing beyond the budget.
//   node tools/build.mjs [--out FOLDER]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('..', import.meta.url));
const option = process.argv.indexOf('--out');
const out = option > 0 ? process.argv[option + 1] : join(here, '../build/web');
const fresh = `${out}.new`;

/// Bytes over the wire, compressed, with the headers of their answers: what a first load may take until the list of rooms can be
/// used; what the whole client may take in one language.
const budget = { firstLoad: 45_000, everything: 120_000, headersOfAnAnswer: 700 };

rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, 'assets'), { recursive: true });

/// Every screen reaches all that the first load consists of, which therefore stays in one piece: each further one costs headers.
const firstLoadInOne = {
  name: 'first-load-in-one',
  setup(builder) {
    builder.onLoad({ filter: /src[\\/]screens[\\/][\w\\/-]+\.tsx$/ }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\nimport ${JSON.stringify(join(here, 'src/app.tsx'))};`, loader: 'tsx',
    }));
  },
};

const result = await build({
  absWorkingDir: here,
  plugins: [firstLoadInOne],
  entryPoints: { app: 'src/app.tsx', style: 'src/style/index.css' },
  outdir: join(fresh, 'assets'),
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  // A year beside them would lower class fields with a helper that every part then loads.
  target: ['chrome94', 'firefox93', 'safari15'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
});

/// Names in build/web/assets by what they were made from.
const outputs = Object.entries(result.metafile.outputs).map(([path, made]) => ({ name: basename(path), ...made }));
const madeFrom = (source) => outputs.find((one) => one.entryPoint === source);
const inputOf = (path) => outputs.find((one) => basename(path) === one.name);
const style = madeFrom('src/style/index.css');
const app = madeFrom('src/app.tsx');

/// A chunk with all that it imports at once.
function graph(chunk, seen = new Set()) {
  if (!chunk || seen.has(chunk.name)) return seen;
  seen.add(chunk.name);
  for (const one of chunk.imports) if (one.kind === 'import-statement') graph(inputOf(one.path), seen);
  return seen;
}

const first = [...graph(app)];
const languageOf = (one) => one.entryPoint?.match(/^src\/words\/(\w+)\//)?.[1] ?? '';
const baseWords = outputs.filter((one) => /^src\/words\/\w+\/base\.ts$/.test(one.entryPoint ?? ''));

// The boot script knows the addresses of the rest; it comes first, and on the connection that has brought the page.
const booted = await build({
  absWorkingDir: here,
  entryPoints: { boot: 'src/boot.ts' },
  outdir: join(fresh, 'assets'),
  entryNames: '[name]-[hash]',
  bundle: true,
  format: 'esm',
  target: ['es2021', 'chrome94', 'firefox93', 'safari15'],
  minify: true,
  legalComments: 'none',
  external: ['/assets/*'],
  define: {
    PROGRAM: JSON.stringify(`/assets/${app.name}`),
    WORDS: JSON.stringify(Object.fromEntries(baseWords.map((one) => [languageOf(one), `/assets/${one.name}`]))),
  },
  metafile: true,
});
const boot = { name: basename(Object.keys(booted.metafile.outputs)[0]) };
const tags = [
  `<script type="module" async src="/assets/${boot.name}"></script>`,
  `<link rel="stylesheet" href="/assets/${style.name}">`,
  ...first.map((name) => `<link rel="modulepreload" href="/assets/${name}">`),
].join('\n');
outputs.push(boot);
first.push(boot.name);
const icon = readFileSync(join(here, 'static/icon.svg'));
const iconName = `icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8).toUpperCase()}.svg`;
writeFileSync(join(fresh, 'assets', iconName), icon);
const page = readFileSync(join(here, 'src/index.html'), 'utf8').replace('<!-- assets -->', tags).replace('/icon.svg', `/assets/${iconName}`);
writeFileSync(join(fresh, 'index.html'), page);
for (const name of readdirSync(join(here, 'static'))) writeFileSync(join(fresh, name), readFileSync(join(here, 'static', name)));

// The service worker keeps all of it: its own text changes with any of them, which is how a browser notices a new version.
const assets = outputs.map((one) => ({ path: `/assets/${one.name}`, lang: languageOf(one), first: one === style || first.includes(one.name) }));
const version = createHash('sha256').update(JSON.stringify(assets)).update(readFileSync(join(fresh, 'index.html'))).digest('hex').slice(0, 12);
await build({
  absWorkingDir: here,
  entryPoints: { sw: 'src/sw.ts' },
  outdir: fresh,
  bundle: true,
  format: 'iife',
  target: ['es2021'],
  minify: true,
  legalComments: 'none',
  define: { VERSION: JSON.stringify(version), ASSETS: JSON.stringify(assets) },
});

/// Compresses what gets smaller by it; returns the bytes that a browser of today receives, by path.
const sizes = new Map();
for (const folder of ['', 'assets']) {
  for (const name of readdirSync(join(fresh, folder), { withFileTypes: true })) {
    if (!name.isFile()) continue;
    const path = join(fresh, folder, name.name);
    const bytes = readFileSync(path);
    sizes.set(join(folder, name.name), bytes.length);
    if (!['.html', '.js', '.css', '.svg', '.webmanifest'].includes(extname(name.name))) continue;
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    const gzip = gzipSync(bytes, { level: 9 });
    if (brotli.length < bytes.length) writeFileSync(`${path}.br`, brotli);
    if (gzip.length < bytes.length) writeFileSync(`${path}.gz`, gzip);
    sizes.set(join(folder, name.name), Math.min(brotli.length, bytes.length));
  }
}

const sizeOf = (names) => names.reduce((sum, name) => sum + sizes.get(name) + budget.headersOfAnAnswer, 0);
const asset = (name) => join('assets', name);
const english = outputs.filter((one) => ['', 'en'].includes(languageOf(one))).map((one) => asset(one.name));
const words = madeFrom('src/words/en/base.ts');
const firstLoad = sizeOf(['index.html', asset(style.name), ...first.map(asset), ...graph(words)].map((name) => (sizes.has(name) ? name : asset(name))));
const everything = sizeOf(['index.html', 'sw.js', 'icon.svg', 'manifest.webmanifest', ...english]);
for (const [name, size] of [...sizes].sort((a, b) => b[1] - a[1]).slice(0, process.argv.includes('--list') ? 99 : 0)) console.log(`${String(size).padStart(7)} ${name}`);
console.log(`web client: ${firstLoad} bytes until the rooms are there, ${everything} in all (budget ${budget.firstLoad}, ${budget.everything})`);
if (firstLoad > budget.firstLoad || everything > budget.everything) {
  console.error('The web client is beyond its budget: make it smaller (node tools/build.mjs --list tells what is how large).');
  process.exit(1);
}
rmSync(out, { recursive: true, force: true });
renameSync(fresh, out);
