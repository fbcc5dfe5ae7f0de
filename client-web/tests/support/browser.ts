import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export type { Browser, CDPSession, Page } from 'playwright-core';

export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 800 };

export interface Look {
  size?: 'phone' | 'desktop';
  colorScheme?: 'light' | 'dark';
  locale?: string;
  reducedMotion?: 'reduce' | 'no-preference';
  timezone?: string;
  /** Pixels of the picture for each of the page; what is usual for the size if absent. */
  scale?: number;
  serviceWorkers?: 'allow' | 'block';
}

/** A browser without its own talk on the line. One is enough for a file: each visit is as a fresh one. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: process.env.HEADED === undefined,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync'],
  });
}

/** Somebody's browser with nothing in it, and all that went wrong in it. */
export class Visit {
  /** Errors of a page, errors in its console (what the content security policy refused, too) and failed requests. */
  private readonly wrong: string[] = [];

  private constructor(readonly context: BrowserContext, readonly page: Page) {}

  static async begin(browser: Browser, look: Look = {}): Promise<Visit> {
    const small = look.size === 'phone';
    const context = await browser.newContext({
      viewport: small ? phone : desktop,
      isMobile: small,
      hasTouch: small,
      deviceScaleFactor: look.scale ?? (small ? 2 : 1),
      colorScheme: look.colorScheme ?? 'light',
      locale: look.locale ?? 'en-GB',
      reducedMotion: look.reducedMotion ?? 'reduce',
      serviceWorkers: look.serviceWorkers ?? 'allow',
      ...(look.timezone ? { timezoneId: look.timezone } : {}),
    });
    context.setDefaultTimeout(10_000);
    const visit = new Visit(context, await context.newPage());
    visit.watch();
    return visit;
  }

  private watch(): void {
    this.context.on('weberror', (error) => this.wrong.push(`page error: ${error.error().stack ?? error.error().message}`));
    this.context.on('console', (message) => {
      if (message.type() === 'error') this.wrong.push(`console: ${message.text()} (${message.location().url})`);
    });
    this.context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // Somebody went to another page, or the client gave the request up.
      if (why !== 'net::ERR_ABORTED') this.wrong.push(`request: ${request.method()} ${request.url()} ${why}`);
    });
  }

  /** What went wrong since the last call, but for what matches one of these. */
  problems(...expected: RegExp[]): string[] {
    return this.wrong.splice(0).filter((text) => !expected.some((pattern) => pattern.test(text)));
  }

  /** Throws where anything went wrong since the last call, but for what matches one of these. */
  fine(...expected: RegExp[]): void {
    const problems = this.problems(...expected);
    if (problems.length) throw new Error(`In the browser:\n${problems.join('\n')}`);
  }

  /** Logs in without the page, by the cookie that it would get. */
  async logIn(url: string, email: string, password: string): Promise<void> {
    const reply = await this.context.request.post(`${url}/api/login`, {
      data: { email, password, device: 'browser', cookie: true },
      headers: { Origin: url },
    });
    if (!reply.ok()) throw new Error(`The log-in was refused: ${await reply.text()}`);
  }

  /** What axe-core finds on the page as it is now, one text for each rule that is broken. */
  async barriers(options: { page?: Page; within?: string; without?: string[]; rules?: string[] } = {}): Promise<string[]> {
    return barriers(options.page ?? this.page, options);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

interface Broken {
  id: string;
  impact: string | null;
  help: string;
  nodes: { target: unknown[]; html: string; failureSummary?: string }[];
}

const axeSource = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function barriers(page: Page, options: { within?: string; without?: string[]; rules?: string[] }): Promise<string[]> {
  // Not by a script element: the policy of the page lets none in.
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(`${axeSource()}; undefined`);
  const broken = await page.evaluate(async ({ within, without, rules }) => {
    const { axe } = window as unknown as {
      axe: { run(context: unknown, options: unknown): Promise<{ violations: Broken[] }> };
    };
    const context = { include: [within ?? 'html'], exclude: without ?? [] };
    // The size of what is to be touched is looked at as WCAG 2.2 wants it, which axe-core leaves out of itself.
    const options = rules ? { runOnly: { type: 'rule', values: rules } } : { rules: { 'target-size': { enabled: true } } };
    return (await axe.run(context, options)).violations;
  }, options) as Broken[];
  return broken.map(({ id, impact, help, nodes }) => {
    const where = nodes.map(({ target, html, failureSummary }) =>
      `  ${target.join(' ')}: ${html.slice(0, 200)}\n    ${(failureSummary ?? '').replace(/\s*\n\s*/g, '; ')}`);
    return [`${id} (${impact}): ${help}`, ...where].join('\n');
  });
}
