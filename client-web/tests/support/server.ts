import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtWeb, root, standpiped } from './paths';

export interface ServerOptions {
  /** Filled with the fictional community of config/demo, whose members log in with `demoPassword`. */
  demo?: boolean;
  /** 0, if absent: the system chooses. */
  port?: number;
  /** The folder with the web client; build/web if absent. '' is none. */
  web?: string;
  /** On top of the test's own. Rates are off unless STANDPIPE_LIMITS_RATES says otherwise. */
  environment?: Record<string, string>;
  /** Further arguments of standpiped. */
  arguments?: string[];
}

export const demoPassword = 'demo-water-2026';

const startsWithin = 30_000;
const stopsWithin = 15_000;

/** The real standpiped as a process with a data folder of its own. Whatever happens, both are gone when the tests are. */
export class Server {
  readonly data: string;
  /** What it printed until it listened. */
  greeting = '';
  private port_: number;
  private child: ChildProcess | undefined;

  private constructor(private readonly folder: string, private readonly options: ServerOptions) {
    this.data = join(folder, 'data');
    this.port_ = options.port ?? 0;
  }

  /** Starts one and waits until it listens; throws with what it printed where it does not. */
  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = new Server(mkdtempSync(join(tmpdir(), 'standpipe-web-test-')), options);
    open.add(server);
    mkdirSync(server.data, { mode: 0o700 });
    try {
      await server.run();
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  get port(): number {
    return this.port_;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port_}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** The code for the first administrator, as an empty server prints it. */
  get setUpCode(): string {
    const code = /^set-up code: (\S+)$/m.exec(this.greeting)?.[1];
    if (!code) throw new Error(`The server printed no set-up code, but: ${this.greeting}`);
    return code;
  }

  /** All that it logged so far, over all its starts. */
  get log(): string {
    return readFileSync(join(this.folder, 'log'), 'utf8');
  }

  /** SIGTERM; its exit code, or -1 where it had to be killed. */
  async stop(): Promise<number> {
    return this.end('SIGTERM');
  }

  /** SIGKILL, and waits until it is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Starts it again on the same data and port; what still runs is killed. */
  async restart(): Promise<void> {
    await this.kill();
    await this.run();
  }

  /** Kills it and removes its data. */
  async close(): Promise<void> {
    await this.kill();
    this.remove();
  }

  /** close(), for the end of the process. */
  closeNow(): void {
    this.child?.kill('SIGKILL');
    this.remove();
  }

  private remove(): void {
    open.delete(this);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? -1;
    const gone = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
    child.ref();
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stopsWithin);
    const code = await gone;
    clearTimeout(timer);
    return code;
  }

  private async run(): Promise<void> {
    const words = ['--data', this.data, '--port', `${this.port_}`, ...(this.options.demo ? ['--demo'] : []),
      ...(this.options.arguments ?? [])];
    const log = openSync(join(this.folder, 'log'), 'a');
    const child = spawn(standpiped, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', log],
      env: {
        ...process.env,
        STANDPIPE_LIMITS_RATES: 'false',
        STANDPIPE_SERVER_WEB: this.options.web ?? builtWeb,
        ...this.options.environment,
      },
    });
    closeSync(log);
    this.child = child;
    this.greeting = '';
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => {
        clearTimeout(timer);
        reject(new Error(`${standpiped} ${why}. It printed: ${this.greeting} and logged: ${this.log}`));
      };
      const timer = setTimeout(() => fail('did not start in time'), startsWithin);
      child.once('error', (error) => fail(`cannot be run (${error.message})`));
      child.once('exit', (code) => fail(`ended with ${code}`));
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        this.greeting += text;
        const port = /^listening on https?:\/\/\S*:(\d+)\n/m.exec(this.greeting)?.[1];
        if (!port) return;
        clearTimeout(timer);
        this.port_ = Number(port);
        resolve();
      });
    }).finally(() => child.removeAllListeners('exit'));
    // A server that a test forgot keeps no process alive.
    child.unref();
    (child.stdout as unknown as { unref(): void }).unref();
  }
}

const open = new Set<Server>();
process.once('exit', () => open.forEach((server) => server.closeNow()));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
