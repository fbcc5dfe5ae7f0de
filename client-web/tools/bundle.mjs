import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const client = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/// Bundles programs in TypeScript for Node into an empty folder, and tells the names of what was made.
export async function bundle(sources, out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  symlinkSync(join(client, 'node_modules'), join(out, 'node_modules'));
  const { metafile } = await build({
    entryPoints: sources,
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    sourcemap: 'inline',
    // Found by where they lie: a bundle would lose that.
    external: ['playwright-core', 'axe-core', 'esbuild'],
    // What a package of the older kind asks for at run time.
    banner: { js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);" },
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.outputs).map((path) => resolve(path));
}
