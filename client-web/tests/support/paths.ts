import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function rootAbove(folder: string): string {
  while (!existsSync(join(folder, 'PROTOCOL.md'))) {
    if (folder === dirname(folder)) throw new Error('The tests lie outside of the repository: set STANDPIPE_ROOT to it.');
    folder = dirname(folder);
  }
  return folder;
}

/** The repository. */
export const root = process.env.STANDPIPE_ROOT ?? rootAbove(dirname(fileURLToPath(import.meta.url)));

/** The server's program. */
export const standpiped = process.env.STANDPIPED ?? join(root, 'build/dev/bin/standpiped');

/** The built web client. */
export const builtWeb = process.env.STANDPIPE_WEB ?? join(root, 'build/web');
