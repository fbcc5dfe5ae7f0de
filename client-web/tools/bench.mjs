// Bundles and runs bench/web.
//   node tools/bench.mjs [minutes of the memory test; 30]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundle, client } from './bundle.mjs';

const out = join(client, '../build/web-bench');
const [program] = await bundle([join(client, '../bench/web/main.ts')], out);
process.exit(spawnSync(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], { cwd: out, stdio: 'inherit' }).status ?? 1);
