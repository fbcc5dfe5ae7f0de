import { computed } from '@preact/signals';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Message, Room, Thread } from '../../protocol/types';
import type { Queued } from '../../kept/database';
import { loadDraft, saveDraft } from '../../kept/drafts';
import { placeKey } from '../../model/model';
import { discard, markRead, queue, resend } from '../../session';
import { clockAhead, currentModel, happen, outbox, parts, upToDate } from '../../state';
import { Icon } from '../../ui/icon';
import { tellRefusal } from '../../ui/toast';
import { base, count } from '../../words/words';
import { Composer } from './composer';
import { actsIn } from './message-acts';
import { EmojiDialog, RemoveDialog, ReportDialog } from './message-dialogs';
import { namesOf } from './mentions';
import { MessageList } from './message-list';
import { Typing, type RowContext } from './message-row';
import { PendingRow, WaitingRow } from './waiting-row';
import { lastIndex, readUpTo, usePlace } from './place-loading';

type Open = { readonly what: 'reply' | 'edit' | 'remove' | 'report' | 'emoji'; readonly message: Message };

interface PlaceViewProps {
  readonly room: Room;
  readonly thread?: Thread | undefined;
  /** A message to be shown first. */
  readonly focus: number;
  readonly label: string;
  /** Why nothing can be written here; "" where it can. */
  readonly closed: string;
}

/** The messages of a chat or thread, and where one writes. To be made anew for another place (by its key). */
export function PlaceView({ room, thread, focus, label, closed }: PlaceViewProps) {
  const words = base();
  const threadId = thread?.id ?? 0;
  const key = placeKey(room.id, threadId);
  const { place, failed, older, newer, newest } = usePlace(room.id, threadId, focus);
  const [open, setOpen] = useState<Open>();
  const [menu, setMenu] = useState(0);
  const [reload, setReload] = useState(0);
  const readBefore = useMemo(() => readUpTo(room.id, threadId), [key]);
  const list = useRef<MessageList>(null);
  const waiting = useMemo(() => computed(() => outbox.value.filter((one) => isPostIn(one, room.id, threadId))), [key]).value;
  const changes = useMemo(() => computed(() => pendingChanges(outbox.value)), []).value;

  const opens = (what: Open['what']) => (message: Message) => setOpen({ what, message });
  const acts = actsIn(room, thread, { reply: opens('reply'), edit: opens('edit'), remove: opens('remove'), report: opens('report'), otherEmoji: opens('emoji') });
  const me = parts.me.value?.id ?? 0;
  /** A refused text becomes the draft again, before what has been begun meanwhile. */
  const writeAgain = async (queued: Queued, edited?: Message) => {
    const { text, mentions = [], reply_to: repliedTo } = queued.params as { readonly text: string; readonly mentions?: readonly number[]; readonly reply_to?: number };
    const draft = edited ? `${key}#${edited.id}` : key;
    const begun = edited ? { text: '' } : await loadDraft(draft);
    saveDraft(draft, begun.text ? `${text}\n\n${begun.text}` : text, new Map([...begun.mentions ?? [], ...namesOf(mentions)]));
    await discard(queued);
    const original = edited ?? currentModel().places.get(key)?.items.find((one) => one.id === repliedTo);
    setOpen(original && { what: edited ? 'edit' : 'reply', message: original });
    setReload((n) => n + 1);
  };
  const context: RowContext = {
    version: `${me} ${thread?.answer ?? 0} ${acts.mayWrite} ${changes.version}`,
    me, acts, open: menu, onOpen: setMenu, answer: thread?.answer ?? 0,
    find: (id) => place?.items.find((one) => one.id === id),
    edits: changes.edits, reactions: changes.reactions, refused: changes.refused,
    onWrite: (queued, message) => void writeAgain(queued, message),
  };
  const onEditLast = () => {
    const last = currentModel().places.get(key)?.items.slice().reverse().find((one) => one.by === me && !one.removed);
    if (last) setOpen({ what: 'edit', message: last });
  };
  const pending = [...parts.pending.value.values()].filter((one) => one.room === room.id && one.thread === threadId && !one.title);
  const shown = new Set(waiting.length ? place?.items.slice(-50).map((one) => one.key) : []);
  const isHeld = room.slow_mode_s > 0 && !acts.isModerator && Boolean(place?.items.some((one) => one.by === me && one.at > Date.now() + clockAhead.value - room.slow_mode_s * 1000));
  const below = (
    <>
      {waiting.filter((one) => !shown.has(one.key)).map((one) => (
        <WaitingRow key={one.key} queued={one} onAgain={() => void resend(one)} isHeld={isHeld} onWrite={closed ? undefined : () => void writeAgain(one)} onDiscard={() => void discard(one)} />
      ))}
      {pending.map((post) => <PendingRow key={post.id} post={post} />)}
    </>
  );
  const unreadBelow = place && !place.toEnd ? Math.max(0, lastIndex(room.id, threadId) - (place.items.at(-1)?.index ?? 0)) : 0;
  // Not drawn again for each message that comes: who types is not to wait for it.
  const composer = useMemo(() => (
    <Composer
      room={room.id} thread={threadId} reload={reload} onEditLast={onEditLast}
      replyTo={open?.what === 'reply' ? open.message : undefined} editing={open?.what === 'edit' ? open.message : undefined}
      onDone={() => { setOpen(undefined); if (currentModel().places.get(key)?.toEnd) list.current?.toBottom(); }}
    />
  ), [key, reload, open]);
  const toNewest = async () => {
    if (place && !place.toEnd) await newest();
    list.current?.toBottom();
  };
  return (
    <>
      <div class="place">
        {!place?.items.length && !waiting.length && !pending.length ? (
          <div class="empty" role="status">
            {place?.fromStart && place.toEnd ? <p>{words.emptyChat}</p> : failed || !upToDate.value ? <p>{words.loadFailed} {!upToDate.value && words.olderOffline}</p> : <p>{words.loading}</p>}
          </div>
        ) : (
          <MessageList
            ref={list} label={label} place={place ?? { room: room.id, thread: threadId, items: [], fromStart: true, toEnd: true, followed: true }}
            readBefore={readBefore} focus={focus} context={context} below={below}
            above={<p class="soft small beginning">{place?.fromStart ? words.beginning : upToDate.value ? words.loading : words.olderOffline}</p>}
            onOlder={older} onNewer={newer}
            onSeen={(index) => acts.mayWrite && markRead(room.id, threadId, index)}
            onFollow={(on) => happen({ type: 'follow', place: key, on })}
          />
        )}
        {place && (!place.followed || !place.toEnd) && place.items.length > 0 && (
          <button type="button" class="button small to-newest" onClick={() => void toNewest()}>
            <Icon name="down" small />{unreadBelow ? count(words.newBelow, unreadBelow) : words.toNewest}
          </button>
        )}
      </div>
      <Typing place={key} />
      {closed ? <p class="composer-closed soft">{closed}</p> : composer}
      {open?.what === 'remove' && <RemoveDialog message={open.message} onClose={() => setOpen(undefined)} />}
      {open?.what === 'report' && <ReportDialog message={open.message} onClose={() => setOpen(undefined)} />}
      {open?.what === 'emoji' && <EmojiDialog message={open.message} react={acts.react} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function isPostIn({ method, params }: Queued, room: number, thread: number): boolean {
  return method === 'message.post' && params.room === room && (params.thread ?? 0) === thread;
}

/** What waits to be done to messages that are there: new texts, and reactions; and the new texts that were refused. */
function pendingChanges(waiting: readonly Queued[]) {
  const edits = new Map<number, string>();
  const reactions = new Map<number, Map<string, boolean>>();
  const refused = new Map<number, Queued>();
  for (const queued of waiting) {
    const { method, params } = queued;
    const message = Number(params.message);
    if (queued.refused) {
      if (method === 'message.edit') refused.set(message, queued);
      continue;
    }
    if (method === 'message.edit') edits.set(message, String(params.text));
    if (method === 'message.react') {
      const of = reactions.get(message) ?? new Map<string, boolean>();
      reactions.set(message, of.set(String(params.emoji), Boolean(params.on)));
    }
  }
  const version = JSON.stringify([[...edits], [...reactions].map(([id, all]) => [id, [...all]]), [...refused.values()].map((one) => one.key)]);
  return { edits, reactions, refused, version };
}

/** Joins a room from where it is read. */
export const joinRoom = (room: number): Promise<unknown> => queue('room.join', { room }).catch(tellRefusal);
