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

/** How the unread places follow each other: room by room, in each the chat first, then the thread that has been waiting longest. */
export class UnreadPlaces {
  /** What was gone through here, before the server says so. */
  private readonly done = new Map<PlaceKey, number>();
  private readonly skipped = new Set<number>();
  /** Threads of which the server said that something in them is unread, by room. */
  private readonly threads = new Map<number, ReadonlySet<number>>();

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
    return [...model.memberships.keys()].filter((id) => model.rooms.has(id) && !this.skipped.has(id) && unreadIn(model, id) > 0)
      .sort((a, b) => Number(b === first) - Number(a === first) || Number(isQuiet(a)) - Number(isQuiet(b))
        || name(a).localeCompare(name(b), locale()));
  }

  private async inRoom(room: number): Promise<Stop | undefined> {
    const inChat = this.inChat(room);
    if (inChat) return inChat;
    if (unreadIn(currentModel(), room) > unreadInChat(currentModel(), room) && upToDate.value && !this.threads.has(room)) await this.ask(room);
    const model = currentModel();
    const listed = this.threads.get(room);
    const waiting = [...model.threads.values()].filter((one) => one.room === room && (!listed || listed.has(one.id)))
      .sort((a, b) => a.last_number - b.last_number);
    for (const one of waiting) {
      const from = this.fromOf(model, one);
      if (from < one.last_index) return { room, thread: one.id, from };
    }
    return undefined;
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
