import type { Queued } from '../kept/database';
import { Refusal } from '../line/refusal';
import { parts, upToDate } from '../state';
import { Icon } from '../ui/icon';
import { Markdown } from '../ui/markdown';
import { Avatar, Name } from '../ui/person';
import { refusalText } from '../ui/refusal-text';
import { moment } from '../words/dates';
import { base } from '../words/words';

interface WaitingRowProps {
  readonly queued: Queued;
  readonly onAgain: () => void;
  readonly onWrite: () => void;
  readonly onDiscard: () => void;
}

/** An own text that is on its way, or was refused: why, and what to do about it. */
export function WaitingRow({ queued, onAgain, onWrite, onDiscard }: WaitingRowProps) {
  const words = base();
  const me = parts.me.value?.id ?? 0;
  const { refused } = queued;
  return (
    <article class={`message waiting${refused ? ' refused' : ''}`}>
      <div class="message-side"><Avatar member={me} /></div>
      <div class="message-body">
        <div class="message-head">
          <strong><Name member={me} plain /></strong>
          <span class="soft small row" title={moment(queued.at)}>
            <Icon name={refused ? 'warning' : 'clock'} small />{refused ? words.wasRefused : upToDate.value ? words.sending : words.waitsToBeSent}
          </span>
        </div>
        <div dir="auto"><Markdown text={String(queued.params.text ?? '')} /></div>
        {refused && (
          <div class="stack">
            <p class="note bad" role="alert">{refusalText(new Refusal(refused.code as Refusal['code'], refused.message, refused))}</p>
            <div class="row wrap">
              <button type="button" class="button small" onClick={onAgain}>{words.retry}</button>
              <button type="button" class="button small" onClick={onWrite}>{words.edit}</button>
              <button type="button" class="button small danger" onClick={onDiscard}>{words.discard}</button>
            </div>
          </div>
        )}
      </div>
    </article>
  );
}
