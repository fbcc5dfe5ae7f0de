import { shapes, type Objects } from './types';

/** What comes over the wire: whatever has its default is left out. */
export type Wire = { readonly [name: string]: unknown };

type Shape = Readonly<Record<string, unknown>>;
type Nested = { readonly list?: keyof Objects; readonly one?: keyof Objects; readonly maybe?: keyof Objects };

/**
 * The object that `raw` stands for, with every field that PROTOCOL.md names: what is absent has its default, what is unknown
 * is dropped. All objects of a type come out with the same fields in the same order.
 */
export function fill<T extends keyof Objects>(type: T, raw: Wire): Objects[T] {
  const shape = shapes[type] as Shape;
  const out: Record<string, unknown> = {};
  for (const name in shape) out[name] = value(shape[name], raw[name]);
  return out as unknown as Objects[T];
}

function value(shape: unknown, raw: unknown): unknown {
  if (typeof shape !== 'object') return raw === undefined ? shape : raw;
  const { list, one, maybe } = shape as Nested;
  if (list) return raw ? (raw as Wire[]).map((item) => fill(list, item)) : [];
  if (one) return fill(one, (raw ?? {}) as Wire);
  if (maybe) return raw ? fill(maybe, raw as Wire) : undefined;
  return raw ?? shape;
}
