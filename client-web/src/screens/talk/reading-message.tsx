import type { Message } from '../../protocol/types';
import { at } from '../../route';
import { parts } from '../../state';
import { Markdown } from '../../ui/markdown';
import { Avatar, Name, named } from '../../ui/person';
import { brief, moment } from '../../words/dates';
import { base, say } from '../../words/words';

/** A message to be read, without what one can do with it. */
export function ReadingMessage({ message }: { readonly message: Message }) {
  const words = base();
  const { removed } = message;
  const byModerator = removed?.reason ? say(words.removedFor, { reason: removed.reason }) : words.removedByModerator;
  return (
    <article class="stack-tight">
      <p class="row tight">
        <Avatar member={message.by} size="small" />
        <strong class="grow"><Name member={message.by} /></strong>
        <a class="soft small nowrap" href={at.message(message.id)}><time title={moment(message.at)}>{brief(message.at)}</time></a>
      </p>
      {removed
        ? <p class="soft">{removed.by === message.by ? words.removedByAuthor : byModerator}</p>
        : (
          <Markdown
            text={message.text} lang={message.lang} me={parts.me.value?.id ?? 0}
            mentions={named(message.mentions)}
          />
        )}
    </article>
  );
}
