import { Component, createRef, type ComponentChildren } from 'preact';
import type { Message } from '../../protocol/types';
import type { Place } from '../../model/model';
import { handsMoved } from '../../ui/hands';
import { longDay, dayName, isSameDay } from '../../words/dates';
import { base } from '../../words/words';
import { MessageRow, type RowContext, type RowProps } from './message-row';

/** Messages whose rows are compared together, and drawn together when they come into view: by this part of their index. */
export const chunkOf = ({ index }: Message): number => Math.floor(index / 5);
/** So near to an end, further messages are asked for. */
const nearPixels = 800;
const bottomPixels = 48;
/** Whether the browser itself keeps in place what is read while something above it grows; with it go chunks that are not drawn. */
const anchors = typeof CSS !== 'undefined' && CSS.supports('overflow-anchor', 'auto');

export interface MessageListProps {
  readonly label: string;
  readonly place: Place;
  /** The last message that was read when the place was opened; what is newer stands below a line. */
  readonly readBefore: number;
  /** A message to be shown first, marked; 0 for where reading goes on. */
  readonly focus: number;
  readonly context: RowContext;
  /** Own texts that wait to be sent. */
  readonly below: ComponentChildren;
  readonly above: ComponentChildren;
  readonly onOlder: () => void;
  readonly onNewer: () => void;
  /** The newest message that is in view. */
  readonly onSeen: (index: number) => void;
  readonly onFollow: (follows: boolean) => void;
}

type Anchor = 'bottom' | { readonly id: string; readonly top: number } | undefined;

/**
 * The messages of a place in a box that scrolls: it stays at the newest while it is there, and what is read does not move when
 * messages come above it or go. The arrow keys go from message to message.
 */
export class MessageList extends Component<MessageListProps> {
  private readonly box = createRef<HTMLDivElement>();
  private follows: boolean | undefined;
  private observer: ResizeObserver | undefined;
  private frame = 0;
  /** Where it was scrolled to when it was last put to its end. */
  private bottom = 0;

  override componentDidMount(): void {
    this.begin();
    // Who has chosen the place by keyboard goes on in it.
    if (document.activeElement?.closest('.side')) this.box.current!.focus({ preventScroll: true });
    this.observer = new ResizeObserver(() => this.follows && this.toBottom());
    this.observer.observe(this.box.current!);
    addEventListener('visibilitychange', this.onScrolled);
  }

  override componentWillUnmount(): void {
    this.observer?.disconnect();
    cancelAnimationFrame(this.frame);
    removeEventListener('visibilitychange', this.onScrolled);
  }

  override getSnapshotBeforeUpdate(): Anchor {
    // Who has just scrolled away is not pulled back, although the browser has not told of it yet.
    const follows = this.follows && this.box.current!.scrollTop >= this.bottom - bottomPixels;
    return follows ? 'bottom' : anchors ? undefined : this.anchor();
  }

  override componentDidUpdate(before: MessageListProps, _: unknown, anchor: Anchor): void {
    const { place, focus } = this.props;
    const isOther = before.place.room !== place.room || before.place.thread !== place.thread || before.focus !== focus;
    if (isOther || (!before.place.items.length && place.items.length)) return this.begin();
    if (anchor === 'bottom') this.toBottom();
    else if (anchor) this.hold(anchor);
    this.lookSoon();
  }

  /** Scrolls to the newest message, and stays there. */
  toBottom(): void {
    const box = this.box.current!;
    this.follow(true);
    box.scrollTop = box.scrollHeight;
    this.bottom = box.scrollTop;
  }

  focusRow(id: number): void {
    const row = this.row(String(id));
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  }

  /** Where one goes on: the message asked for, the first unread, or the newest. */
  private begin(): void {
    const box = this.box.current!;
    const wanted = this.props.focus ? this.row(String(this.props.focus)) : undefined;
    const divider = box.querySelector<HTMLElement>('.divider-new');
    if (wanted) {
      this.follow(false);
      wanted.scrollIntoView({ block: 'center' });
      wanted.focus({ preventScroll: true });
    } else if (divider) {
      this.follow(false);
      divider.scrollIntoView({ block: 'start' });
      box.scrollTop -= box.clientHeight / 4;
    } else {
      this.toBottom();
    }
    this.lookSoon();
  }

  private row(id: string): HTMLElement | null {
    return this.box.current!.querySelector<HTMLElement>(`[data-id="${id}"]`);
  }

  private rows(): HTMLElement[] {
    return [...this.box.current!.querySelectorAll<HTMLElement>('[data-id]')];
  }

  /** The chunk across a height of the window, and the first row there whose end is below it. */
  private across(y: number): { readonly chunks: readonly Element[]; readonly chunk: number; readonly rows: readonly HTMLElement[]; readonly row: number } {
    const chunks = [...this.box.current!.getElementsByClassName('chunk')];
    const chunk = firstBelow(chunks, y);
    const rows = rowsIn(chunks[chunk]);
    return { chunks, chunk, rows, row: firstBelow(rows, y) };
  }

  private anchor(): Anchor {
    const box = this.box.current;
    if (!box) return undefined;
    const top = box.getBoundingClientRect().top;
    const { rows, row } = this.across(top);
    const first = rows[row];
    return first && { id: first.dataset.id!, top: first.getBoundingClientRect().top - top };
  }

  private hold({ id, top }: { readonly id: string; readonly top: number }): void {
    const box = this.box.current!;
    const row = this.row(id);
    if (row) box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - top;
  }

  private follow(follows: boolean): void {
    if (this.follows === follows) return;
    this.follows = follows;
    this.props.onFollow(follows);
  }

  private readonly onScrolled = (): void => {
    const box = this.box.current;
    if (!box) return; // the event came when the list had gone
    // At once: who has scrolled away is not pulled back by what comes next.
    if (this.follows && box.scrollTop < this.bottom - bottomPixels) this.follow(false);
    if (!this.follows) handsMoved(); // otherwise it may be the list itself that goes to its end
    this.lookSoon();
  };

  private lookSoon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.look());
  }

  private look(): void {
    const box = this.box.current;
    const { place, onOlder, onNewer, onSeen } = this.props;
    if (!box) return;
    const fromBottom = box.scrollHeight - box.scrollTop - box.clientHeight;
    this.follow(place.toEnd && fromBottom < bottomPixels);
    if (box.scrollTop < nearPixels && !place.fromStart) onOlder();
    if (fromBottom < nearPixels && !place.toEnd) onNewer();
    if (document.visibilityState !== 'visible') return;
    const { chunks, chunk, rows, row } = this.across(box.getBoundingClientRect().bottom);
    const last = fromBottom < bottomPixels ? rowsIn(chunks[chunks.length - 1]).pop() : rows[row - 1] ?? rowsIn(chunks[chunk - 1]).pop();
    const index = Number(last?.dataset.index ?? 0);
    if (index) onSeen(index);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (target !== this.box.current && !target.dataset.id) return;
    const rows = this.rows();
    const now = rows.indexOf(target);
    const to = {
      ArrowUp: now < 0 ? rows.length - 1 : now - 1, ArrowDown: now + 1, Home: 0, End: rows.length - 1,
      k: now < 0 ? rows.length - 1 : now - 1, j: now + 1,
    }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(to, rows.length - 1))]?.focus();
  };

  override render() {
    const { place, readBefore, label, context, below, above, focus } = this.props;
    const me = context.me;
    const firstNew = readBefore ? place.items.find((one) => one.index > readBefore && one.by !== me)?.index ?? 0 : 0;
    const chunks: Message[][] = [];
    for (const message of place.items) {
      const last = chunks[chunks.length - 1];
      if (last && chunkOf(last[0]!) === chunkOf(message)) last.push(message);
      else chunks.push([message]);
    }
    return (
      <div class="messages" ref={this.box} tabIndex={0} role="log" aria-live="off" aria-label={label} onScroll={this.onScrolled} onKeyDown={this.onKey}>
        {above}
        {chunks.map((items, i) => (
          <Chunk
            key={chunkOf(items[0]!)} items={items} before={chunks[i - 1]?.at(-1)} firstNew={firstNew} context={context}
            focus={items.some((one) => one.id === focus) ? focus : 0}
            open={items.some((one) => one.id === context.open) ? context.open : 0}
          />
        ))}
        {below}
      </div>
    );
  }
}

interface ChunkProps {
  readonly items: readonly Message[];
  readonly before: Message | undefined;
  readonly firstNew: number;
  readonly focus: number;
  readonly open: number;
  readonly context: RowContext;
}

class Chunk extends Component<ChunkProps> {
  override shouldComponentUpdate(next: ChunkProps): boolean {
    const { items, before, firstNew, focus, open, context } = this.props;
    const isNewHere = (at: number, all: readonly Message[]) => all.some((one) => one.index === at);
    return items.length !== next.items.length || items.some((one, i) => one !== next.items[i]) || before !== next.before
      || focus !== next.focus || open !== next.open || context.version !== next.context.version
      || (firstNew !== next.firstNew && (isNewHere(firstNew, items) || isNewHere(next.firstNew, next.items)));
  }

  override render() {
    const { items, before, firstNew, focus, open, context } = this.props;
    return <div class={`chunk${open ? ' open' : ''}`}>{items.map((message, i) => {
      const previous = i ? items[i - 1] : before;
      const newDay = !previous || !isSameDay(previous.at, message.at);
      const isNew = message.index === firstNew;
      return (
        <>
          {newDay && <h2 class="divider" title={longDay(message.at)}><span>{dayName(message.at)}</span></h2>}
          {isNew && <div class="divider divider-new" role="separator"><span>{base().newSince}</span></div>}
          <Row
            key={message.id} message={message} context={context} focused={focus === message.id} open={open === message.id}
            joined={!newDay && !isNew && !!previous && belongsTo(previous, message)}
          />
        </>
      );
    })}</div>;
  }
}

/** A row that is as it was is not drawn again; what it shows of people and settings it draws of itself. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate({ message, joined, focused, open, context }: RowProps): boolean {
    const is = this.props;
    return is.message !== message || is.joined !== joined || is.focused !== focused || is.open !== open || is.context.version !== context.version;
  }

  override render() {
    return <MessageRow {...this.props} />;
  }
}

/** The first whose end is below a height of the window; they stand below each other. */
function firstBelow(elements: readonly Element[], y: number): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle]!.getBoundingClientRect().bottom <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

const rowsIn = (chunk: Element | undefined): HTMLElement[] => [...(chunk?.querySelectorAll<HTMLElement>('[data-id]') ?? [])];

/** Of the same author, within five minutes, and nothing is to be said about it: no name again. */
function belongsTo(previous: Message, message: Message): boolean {
  return previous.by === message.by && message.at - previous.at < 300_000 && !previous.removed
    && !message.reply_to && !message.removed && !message.edited_at && !message.pinned;
}
