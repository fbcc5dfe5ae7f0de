import type { Wire } from './fill';

/** An event of a message as it comes where hello has asked for `compact`: the room's stream, its revision, the message without the two. */
type CompactEvent = readonly [stream: string, rev: number, message: Wire];

/** What has come, as JSON-RPC has it: nothing behind this knows that events may be compact. */
export function expand(frame: Wire | CompactEvent): Wire {
  if (!Array.isArray(frame) || typeof frame[0] !== 'string') return frame as Wire;
  const [stream, rev, message] = frame as CompactEvent;
  return { method: 'event', params: { stream, rev, message: { ...message, room: Number(stream.slice('room:'.length)), rev } } };
}
