import type { Message } from '../../protocol/types';
import type { Queued } from '../../kept/database';
import { at } from '../../route';
import { discard, resend } from '../../session';
import type { PlaceKey } from '../../model/model';
import { parts, typing } from '../../state';
import { Icon } from '../../ui/icon';
import { Markdown } from '../../ui/markdown';
import { Avatar, Name, named, nameOf, personSignal } from '../../ui/person';
import { clock, moment } from '../../words/dates';
import { base, count, listed, number, plainWords, say } from '../../words/words';
import { MessageMenu } from './message-menu';
import type { Acts } from './message-acts';
import { RefusedNote } from './waiting-row';

/** What the rows of a place have in common. `version` changes with whatever changes rows that are there. */
export interface RowContext {
  readonly version: string;
  readonly me: number;
  readonly acts: Acts;
  /** The message whose menu is open; 0 for none. */
  readonly open: number;
  readonly onOpen: (message: number) => void;
  /** The thread's answer, to be marked. */
  readonly answer: number;
  readonly find: (message: number) => Message | undefined;
  /** What was changed here and is on its way: texts and reactions, by message. */
  readonly edits: ReadonlyMap<number, string>;
  readonly reactions: ReadonlyMap<number, ReadonlyMap<string, boolean>>;
  /** New texts that were refused, by message. */
  readonly refused: ReadonlyMap<number, Queued>;
  readonly onWrite: (queued: Queued, message: Message) => void;
}

export interface RowProps {
  readonly message: Message;
  readonly joined: boolean;
  readonly focused: boolean;
  readonly open: boolean;
  readonly context: RowContext;
}

export function MessageRow({ message, joined, focused, open, context }: RowProps) {
  const words = base();
  const { acts, onOpen } = context;
  const isAnswer = context.answer === message.id;
  const edit = context.edits.get(message.id);
  const onKey = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).dataset.id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === 'm') onOpen(message.id);
    else if (event.key === 'r') acts.reply(message);
    else if (event.key === 'e' && acts.mayEdit(message)) acts.edit(message);
    else return;
    event.preventDefault();
  };
  return (
    <article
      class={`message${joined ? ' joined' : ''}${focused ? ' focused' : ''}${isAnswer ? ' answer' : ''}${open ? ' open' : ''}`}
      data-id={message.id} data-index={message.index} data-time={joined ? clock(message.at) : undefined} tabIndex={-1} onKeyDown={onKey}
      aria-label={say(words.messageFrom, { name: nameOf(message.by), when: moment(message.at) })}
    >
      {!joined && <Avatar member={message.by} />}
      <div class="message-body">
        {!joined && <RowHead message={message} />}
        {message.reply_to > 0 && <Quoted id={message.reply_to} message={context.find(message.reply_to)} />}
        {isAnswer && <span class="tag good"><Icon name="check" small />{words.answer}</span>}
        {message.removed ? <Removed message={message} /> : (
          <Markdown
            text={edit ?? message.text} lang={message.lang} me={context.me}
            mentions={named(message.mentions)}
          />
        )}
        {edit !== undefined && <span class="soft small">{words.waitsToBeSent}</span>}
        {context.refused.has(message.id) && <RefusedEdit message={message} queued={context.refused.get(message.id)!} onWrite={context.onWrite} />}
        <Reactions message={message} context={context} />
      </div>
      {!message.removed && (
        <button
          type="button" class="icon-button small message-actions" aria-label={words.actions} title={words.actions} aria-haspopup="menu" aria-expanded={open}
          onClick={() => onOpen(open ? 0 : message.id)}
        />
      )}
      {open && <MessageMenu message={message} acts={acts} onClose={() => onOpen(0)} />}
    </article>
  );
}

/** A new text of one's own that was refused; the message above says what it says now. */
function RefusedEdit({ message, queued, onWrite }: { readonly message: Message; readonly queued: Queued } & Pick<RowContext, 'onWrite'>) {
  const words = base();
  return (
    <section class="card stack" aria-label={words.newTextTitle}>
      <p class="small soft">{words.newTextHint}</p>
      <Markdown text={String(queued.params.text)} />
      <RefusedNote queued={queued} onAgain={() => void resend(queued)} onWrite={() => onWrite(queued, message)} onDiscard={() => void discard(queued)} />
    </section>
  );
}

function RowHead({ message }: { readonly message: Message }) {
  const words = base();
  const utility = personSignal(message.by).value?.utility_name;
  return (
    <div class="message-head">
      <strong><Name member={message.by} /></strong>
      {utility && <bdi class="soft small clip">{utility}</bdi>}
      <a class="soft small nowrap" href={at.message(message.id)} title={moment(message.at)}><time>{clock(message.at)}</time></a>
      {message.edited_at > 0 && <span class="soft small" title={moment(message.edited_at)}>{words.edited}</span>}
      {message.pinned && <span class="soft small row"><Icon name="pin" small />{words.pinned}</span>}
    </div>
  );
}

function Quoted({ id, message }: { readonly id: number; readonly message: Message | undefined }) {
  const words = base();
  return (
    <a class="quoted" href={at.message(id)}>
      <Icon name="reply" small />
      {message ? <><strong><Name member={message.by} plain /></strong> <span class="clip" dir="auto">{plainWords(message.text.slice(0, 300)).slice(0, 120)}</span></> : words.originalNotHere}
    </a>
  );
}

function Removed({ message }: { readonly message: Message }) {
  const words = base();
  const removed = message.removed!;
  const text = removed.by === message.by ? words.removedByAuthor : removed.reason ? say(words.removedFor, { reason: removed.reason }) : words.removedByModerator;
  return <p class="soft removed">{text}</p>;
}

function Reactions({ message, context }: { readonly message: Message; readonly context: RowContext }) {
  const mine = context.reactions.get(message.id);
  if (!message.reactions.length && !mine) return null;
  const all = message.reactions.map((one) => ({ emoji: one.emoji, by: one.by as readonly number[] }));
  for (const [emoji, on] of mine ?? []) {
    const found = all.find((one) => one.emoji === emoji);
    const others = (found?.by ?? []).filter((one) => one !== context.me);
    const by = on ? [...others, context.me] : others;
    if (found) found.by = by;
    else all.push({ emoji, by });
  }
  const words = base();
  return (
    <ul class="reactions">
      {all.filter((one) => one.by.length).map(({ emoji, by }) => {
        const on = by.includes(context.me);
        const names = by.slice(0, 12).map(nameOf).join(', ') + (by.length > 12 ? ` +${number(by.length - 12)}` : '');
        return (
          <li key={emoji}>
            <button
              type="button" class="reaction" aria-pressed={on} aria-label={say(on ? words.reactionOn : words.reactionOff, { emoji, n: by.length })}
              title={say(words.reactedWith, { emoji, names })} onClick={() => context.acts.react(message, emoji, !on)}
            >
              <span aria-hidden="true">{emoji} {number(by.length)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Who is writing in a place now. */
export function Typing({ place }: { readonly place: PlaceKey }) {
  const members = [...(typing.value.get(place)?.keys() ?? [])];
  const names = members.filter((one) => one !== parts.me.value?.id).map(nameOf);
  if (!names.length) return <p class="typing" />;
  const list = names.length > 2 ? `${listed(names.slice(0, 2))}…` : listed(names);
  return <p class="typing soft small"><bdi>{count(base().isTyping, names.length, { names: list })}</bdi></p>;
}
