// Bundles and runs bench/web.
//   node tools/bench.mjs [minutes of the memory test; 30]
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const client = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(client, '../build/web-bench');
mkdirSync(out, { recursive: true });
rmSync(join(out, 'node_modules'), { force: true });
symlinkSync(join(client, 'node_modules'), join(out, 'node_modules'));
await build({
  entryPoints: [join(client, '../bench/web/main.ts')],
  outfile: join(out, 'main.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node18',
  external: ['playwright-core', 'axe-core', 'esbuild'],
  banner: { js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);" },
  logLevel: 'warning',
});
process.exit(spawnSync(process.execPath, [join(out, 'main.mjs'), ...process.argv.slice(2)], { cwd: out, stdio: 'inherit' }).status ?? 1);
