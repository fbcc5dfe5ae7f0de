// Bundles the tests into build/web-tests and runs them with Node's own runner; the report is TAP.
//   node tools/test.mjs [unit|e2e] [word]     only files with the word in their name, or else only tests with it in theirs
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, client } from './bundle.mjs';

const bundles = join(client, '../build/web-tests');
const words = process.argv.slice(2);
const kinds = ['unit', 'e2e'].filter((kind) => words[0] === kind || !['unit', 'e2e'].includes(words[0]));
const word = words.filter((each) => each !== 'unit' && each !== 'e2e').join(' ');

function filesOf(kind) {
  const folder = join(client, 'tests', kind);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.filter((name) => name.endsWith('.test.ts')).map((name) => name.slice(0, -3));
}

/// How many passed and failed.
function run(files, options) {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--enable-source-maps', '--test', '--test-reporter=tap', ...options, ...files],
      { cwd: bundles, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      process.stdout.write(part);
      text += part;
    });
    const count = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
    child.on('close', (code) => done({ passed: count('pass'), failed: count('fail') + count('cancelled'), code }));
  });
}

let passed = 0;
let failed = 0;
const named = Object.fromEntries(kinds.map((kind) => [kind, filesOf(kind).filter((name) => name.includes(word))]));
const isFile = Object.values(named).some((names) => names.length > 0);
for (const kind of kinds) {
  const names = isFile ? named[kind] : filesOf(kind);
  if (names.length === 0) continue;
  const options = isFile ? [] : [`--test-name-pattern=${word}`];
  // Each of the others has a server and a browser: one at a time.
  if (kind === 'e2e') options.push('--test-concurrency=1');
  const files = await bundle(names.map((name) => join(client, 'tests', kind, `${name}.ts`)), join(bundles, kind)).catch(() => process.exit(1)); // esbuild has said why
  const result = await run(files, options);
  passed += result.passed;
  failed += result.failed || (result.code === 0 ? 0 : 1);
}
if (passed + failed === 0) console.error(`No test ran${word ? `: none has "${word}" in its name` : ''}.`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
