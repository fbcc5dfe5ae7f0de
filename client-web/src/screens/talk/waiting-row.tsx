import type { ComponentChildren } from 'preact';
import type { PendingPost } from '../../protocol/types';
import type { Queued } from '../../kept/database';
import { Refusal } from '../../line/refusal';
import { parts, upToDate } from '../../state';
import { Icon, type IconName } from '../../ui/icon';
import { Markdown } from '../../ui/markdown';
import { Avatar, Name } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { moment } from '../../words/dates';
import { base } from '../../words/words';

/** What can be done about a command that was refused. */
export interface RefusedActs {
  readonly onAgain: () => void;
  /** Where it can be written on. */
  readonly onWrite: (() => void) | undefined;
  readonly onDiscard: () => void;
}

/** An own text that is on its way, held by the room's slow mode, or was refused: why, and what to do about it. */
export function WaitingRow({ queued, isHeld, ...acts }: { readonly queued: Queued; readonly isHeld: boolean } & RefusedActs) {
  const words = base();
  const { refused } = queued;
  const state = refused ? words.wasRefused : !upToDate.value ? words.waitsToBeSent : isHeld ? words.errors.slow_mode : words.sending;
  return (
    <OwnRow text={String(queued.params.text ?? '')} at={queued.at} state={state} icon={refused ? 'warning' : 'clock'} isRefused={Boolean(refused)}>
      {refused && <RefusedNote queued={queued} {...acts} />}
    </OwnRow>
  );
}

/** An own first post, which a moderator looks at before the others see it. */
export function PendingRow({ post }: { readonly post: PendingPost }) {
  return <OwnRow text={post.text} at={post.at} state={base().waitsForModerator} icon="desk" />;
}

/** Why a command was refused; with buttons. */
export function RefusedNote({ queued, onAgain, onWrite, onDiscard }: { readonly queued: Queued } & RefusedActs) {
  const words = base();
  const refused = queued.refused!;
  return (
    <div class="stack">
      <p class="note bad" role="alert">{refusalText(new Refusal(refused.code as Refusal['code'], refused.message, refused))}</p>
      <div class="row wrap">
        {refused.code !== 'conflict' && <button type="button" class="button small" onClick={onAgain}>{words.retry}</button>}
        {onWrite && <button type="button" class="button small" onClick={onWrite}>{words.edit}</button>}
        <button type="button" class="button small danger" onClick={onDiscard}>{words.discard}</button>
      </div>
    </div>
  );
}

interface OwnRowProps {
  readonly text: string;
  readonly at: number;
  readonly state: string;
  readonly icon: IconName;
  readonly isRefused?: boolean;
  readonly children?: ComponentChildren;
}

function OwnRow({ text, at, state, icon, isRefused, children }: OwnRowProps) {
  const me = parts.me.value?.id ?? 0;
  return (
    <article class={`message waiting${isRefused ? ' refused' : ''}`}>
      <Avatar member={me} />
      <div class="message-body">
        <div class="message-head">
          <strong><Name member={me} plain /></strong>
          <span class="soft small row" title={moment(at)}><Icon name={icon} small />{state}</span>
        </div>
        <Markdown text={text} />
        {children}
      </div>
    </article>
  );
}
