/** What was measured, the measured value, what it is held to, and what stands beside it. */
export type Row = readonly [what: string, measured: string, heldTo: string, beside: string];

export function median(all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

export function percentile(all: readonly number[], share: number): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
