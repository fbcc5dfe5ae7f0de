import { placeKey, unreadIn, unreadInChat, unreadInThread, type Model, type PlaceKey } from '../model/model';
import type { Thread } from '../protocol/types';
import { ask } from '../session';
import { currentModel, happen, upToDate } from '../state';
import { locale } from '../words/words';
import { roomName } from './side';

/** A place in which something is unread: what comes after `from`. */
export interface Stop {
  readonly room: number;
  readonly thread: number;
  readonly from: number;
}

/** So many rooms are asked since when they wait; those after them go by their names. */
const askedAtMost = 24;
const never = Number.MAX_SAFE_INTEGER;

/**
 * How the unread places follow each other: room by room, the one first in which something has been waiting longest; in each the
 * chat first, then the threads, the longest waiting first.
 */
export class UnreadPlaces {
  /** What was gone through here, before the server says so. */
  private readonly done = new Map<PlaceKey, number>();
  private readonly skipped = new Set<number>();
  /** Threads of which the server said that something in them is unread, by room. */
  private readonly threads = new Map<number, ReadonlySet<number>>();
  /** Since when something has been unread, by room. */
  private readonly since = new Map<number, number>();

  /** One has gone through a place up to there. */
  pass(room: number, thread: number, index: number): void {
    this.done.set(placeKey(room, thread), index);
  }

  /** Everything in a room has been marked as read. */
  passRoom(room: number): void {
    this.skipped.add(room);
  }

  /** The next place, the given room's first; undefined where everything is read. */
  async next(room: number): Promise<Stop | undefined> {
    await Promise.all(this.rooms(room).filter((one) => !this.since.has(one)).slice(0, askedAtMost).map((one) => this.findSince(one)));
    for (const one of this.rooms(room)) {
      const stop = await this.inRoom(one);
      if (stop) return stop;
    }
    return undefined;
  }

  private rooms(first: number): readonly number[] {
    const model = currentModel();
    const isQuiet = (id: number) => model.memberships.get(id)?.notify === 'none';
    const name = (id: number) => roomName(model.rooms.get(id));
    const since = (id: number) => this.since.get(id) ?? never;
    return [...model.memberships.keys()].filter((id) => model.rooms.has(id) && !this.skipped.has(id) && unreadIn(model, id) > 0)
      .sort((a, b) => Number(b === first) - Number(a === first) || Number(isQuiet(a)) - Number(isQuiet(b))
        || since(a) - since(b) || name(a).localeCompare(name(b), locale()));
  }

  private async inRoom(room: number): Promise<Stop | undefined> {
    const inChat = this.inChat(room);
    if (inChat) return inChat;
    const [thread] = await this.threadsIn(room);
    return thread && { room, thread: thread.id, from: this.fromOf(currentModel(), thread) };
  }

  /** The threads of a room in which something is unread, the longest waiting first. */
  private async threadsIn(room: number): Promise<readonly Thread[]> {
    if (unreadIn(currentModel(), room) > unreadInChat(currentModel(), room) && upToDate.value && !this.threads.has(room)) await this.ask(room);
    const model = currentModel();
    const listed = this.threads.get(room);
    return [...model.threads.values()]
      .filter((one) => one.room === room && (!listed || listed.has(one.id)) && this.fromOf(model, one) < one.last_index)
      .sort((a, b) => a.last_number - b.last_number);
  }

  private async findSince(room: number): Promise<void> {
    const chat = this.inChat(room);
    const held = chat && currentModel().places.get(placeKey(room))?.items.find((one) => one.index > chat.from);
    const [asked, [thread]] = await Promise.all([
      chat && !held && upToDate.value ? ask('message.history', { room, after: chat.from, limit: 1 }) : undefined,
      this.threadsIn(room),
    ]);
    const first = held ?? asked?.messages[0];
    this.since.set(room, Math.min(first?.at ?? never, thread?.last_at ?? never));
  }

  private inChat(room: number): Stop | undefined {
    const model = currentModel();
    const from = Math.max(model.memberships.get(room)?.chat_read ?? 0, this.done.get(placeKey(room)) ?? 0);
    return from < (model.heads.get(room)?.chat_last ?? 0) ? { room, thread: 0, from } : undefined;
  }

  /** What is below the room's baseline counts as read without a mark: the number of unread messages says where they begin. */
  private fromOf(model: Model, thread: Thread): number {
    return Math.max(thread.last_index - unreadInThread(model, thread), this.done.get(placeKey(thread.room, thread.id)) ?? 0);
  }

  private async ask(room: number): Promise<void> {
    const ids = new Set<number>();
    for (let before = 0; ;) {
      const page = await ask('thread.list', { room, unread: true, limit: 100, ...(before && { before }) });
      happen({ type: 'threads', page });
      for (const one of page.threads) ids.add(one.id);
      before = page.threads[page.threads.length - 1]?.last_number ?? 0;
      if (!page.more || !before) break;
    }
    this.threads.set(room, ids);
  }
}
