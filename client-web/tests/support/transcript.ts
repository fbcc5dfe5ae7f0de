import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What happens on somebody's connection; the lines of HTTP are left out. */
export type Step = { readonly person: string; readonly line: number } & (
  | { readonly kind: 'connects' }
  /** Without `frame` where it is no JSON on purpose. */
  | { readonly kind: 'sends'; readonly text: string; readonly frame: Json | undefined }
  | { readonly kind: 'gets'; readonly frame: Json }
  | { readonly kind: 'leaves' }
  | { readonly kind: 'closed'; readonly code: number });

/** One connection of the story, from its beginning to its end, or to the story's. */
export interface Connection {
  readonly person: string;
  readonly steps: Step[];
}

export function protocolDocument(): string {
  return readFileSync(join(root, 'PROTOCOL.md'), 'utf8');
}

/** The story that the transcripts of a document tell, as tests/support/transcript.hpp describes them. */
export function stepsOf(document: string): Step[] {
  const values = new Values();
  const steps: Step[] = [];
  for (const { line, text } of linesOf(document)) {
    const found = /^([a-z]+)(>|<| connects\b| leaves\b| closed\b)(.*)$/.exec(text);
    if (!found) continue;
    const [, person, what, rest] = found as unknown as [string, string, string, string];
    switch (what) {
      case '>': steps.push({ person, line, kind: 'sends', text: rest.trim(), frame: values.of(rest) }); break;
      case '<': {
        const frame = values.of(rest);
        if (frame === undefined) throw new Error(`PROTOCOL.md:${line}: no JSON: ${rest}`);
        steps.push({ person, line, kind: 'gets', frame });
        break;
      }
      case ' connects': steps.push({ person, line, kind: 'connects' }); break;
      case ' leaves': steps.push({ person, line, kind: 'leaves' }); break;
      default: steps.push({ person, line, kind: 'closed', code: Number(rest) });
    }
  }
  return steps;
}

export function connectionsOf(steps: readonly Step[]): Connection[] {
  const all: Connection[] = [];
  const open = new Map<string, Connection>();
  for (const step of steps) {
    if (step.kind === 'connects') {
      const connection = { person: step.person, steps: [] };
      open.set(step.person, connection);
      all.push(connection);
    }
    open.get(step.person)?.steps.push(step);
    if (step.kind === 'leaves' || step.kind === 'closed') open.delete(step.person);
  }
  return all;
}

interface Line {
  readonly line: number;
  text: string;
}

function linesOf(document: string): Line[] {
  const lines: Line[] = [];
  let inside = false;
  document.split('\n').forEach((text, at) => {
    if (text.startsWith('```')) {
      inside = !inside && text === '```transcript';
    } else if (inside && text.startsWith(' ') && lines.length) {
      lines[lines.length - 1]!.text += ` ${text.trim()}`;
    } else if (inside && text.trim() && !text.startsWith('#')) {
      lines.push({ line: at + 1, text: text.trim() });
    }
  });
  return lines;
}

/**
 * Makes values of the patterns: each name stands for a number of its own (where it is a text, for one), "…" for some value or
 * for nothing more.
 */
class Values {
  private readonly numbers = new Map<string, number>();

  of(pattern: string): Json | undefined {
    let out = '';
    let quoted = false;
    for (let i = 0; i < pattern.length;) {
      const name = pattern[i] === '$' ? /^[a-z0-9_]*/.exec(pattern.slice(i + 1))![0] : undefined;
      if (quoted && pattern[i] === '\\') {
        out += pattern.slice(i, i + 2);
        i += 2;
      } else if (name !== undefined) {
        out += this.named(name);
        i += 1 + name.length;
      } else if (!quoted && pattern[i] === '…') {
        ++i;
        out = out.trimEnd();
        if (out.endsWith(':')) out += /"(server|message|reason)":$/.test(out) ? '"some text"' : '1795528800000';
        else if (pattern[i] === ',') ++i;
        else if (out.endsWith(',')) out = out.slice(0, -1);
      } else {
        if (pattern[i] === '"') quoted = !quoted;
        out += pattern[i++];
      }
    }
    try {
      return JSON.parse(out) as Json;
    } catch {
      return undefined;
    }
  }

  private named(name: string): string {
    if (name === 'epoch' || name === 'invitation' || /(token|code)$/.test(name)) return `"${name}"`;
    if (!this.numbers.has(name)) this.numbers.set(name, this.numbers.size + 101);
    return `${this.numbers.get(name)}`;
  }
}
