import { useEffect, useRef, useState } from 'preact/hooks';
import type { Room, Thread, ThreadKind } from '../../protocol/types';
import { at, go, goInstead } from '../../route';
import { act, ask } from '../../session';
import { happen, parts, upToDate } from '../../state';
import { Dialog } from '../../ui/dialog';
import { AreaField, SelectField, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { MenuButton, type MenuItem } from '../../ui/menu';
import { Name } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { tell, tellRefusal } from '../../ui/toast';
import { base } from '../../words/words';
import { copy, moderates } from './message-acts';
import { PlaceView } from './place-view';
import { closedFor } from './room';
import { roomName } from '../side';

/** A thread: what it is, its messages, and where one replies. */
export function ThreadView({ room, id, focus }: { readonly room: Room; readonly id: number; readonly focus: number }) {
  const words = base();
  const thread = parts.threads.value.get(id);
  const [wrong, setWrong] = useState('');
  const [open, setOpen] = useState<'edit' | 'move' | ''>('');
  const wasHere = useRef(false);
  wasHere.current ||= Boolean(thread);
  const isGone = wasHere.current && !thread; // with a copy of its room that could not be mended
  useEffect(() => {
    if (!upToDate.value) return;
    // Also when it is known: how much of it is unread only the server can say.
    ask('thread.get', { thread: id }).then((page) => happen({ type: 'threads', page }), (refusal: unknown) => setWrong(refusalText(refusal)));
  }, [id, upToDate.value, isGone]);
  useEffect(() => { if (thread && thread.room !== room.id) goInstead(at.thread(thread.room, id)); }, [thread?.room]);
  if (!thread) {
    return <div class="empty" role="status"><h1>{wrong || (upToDate.value ? words.loading : words.olderOffline)}</h1><a class="button" href={at.threads(room.id)}>{words.threads}</a></div>;
  }
  return (
    <>
      <header class="room-bar">
        <div class="bar">
          <a class="icon-button" href={at.threads(room.id)} aria-label={words.back}><Icon name="back" /></a>
          <Icon name={thread.kind} />
          <div class="grow">
            <h1 class="clamp" dir="auto" lang={thread.lang || undefined} title={thread.title}>{thread.title}</h1>
            <p class="soft small clip thread-about">
              {thread.status !== 'open' && <><span class={`tag${thread.status === 'answered' ? ' good' : ''}`}>{words.statuses[thread.status]}</span> </>}
              {thread.locked && <><span class="tag warn"><Icon name="lock" small />{words.locked}</span> </>}
              <span>{words.kinds[thread.kind]}</span> · <a class="name" href={at.room(room.id)}><bdi>{roomName(room)}</bdi></a> · <Name member={thread.by} />
            </p>
          </div>
          <MenuButton label={words.threadActions} items={() => actsOn(thread, setOpen)} />
        </div>
        {(thread.answer > 0 || thread.outcome) && (
          <div class="thread-facts row wrap small">
            {thread.answer > 0 && <a class="row" href={at.message(thread.answer)}><Icon name="check" small />{words.toAnswer}</a>}
            {thread.outcome && (
              <span dir="auto">
                <strong>{words.rungs[thread.outcome.rung]}</strong>
                {thread.outcome.indicator && <> · <bdi>{thread.outcome.indicator}: {thread.outcome.before} → {thread.outcome.after}</bdi></>}
              </span>
            )}
          </div>
        )}
      </header>
      <PlaceView key={id} room={room} thread={thread} focus={focus} label={thread.title} closed={closedIn(room, thread)} />
      {open === 'edit' && <EditThread thread={thread} onClose={() => setOpen('')} />}
      {open === 'move' && <MoveThread thread={thread} onClose={() => setOpen('')} />}
    </>
  );
}

function closedIn(room: Room, thread: Thread): string {
  const words = base();
  if (thread.status === 'closed' || thread.status === 'archived') return words.threadClosed;
  if (thread.locked && !moderates(room.id)) return words.threadLocked;
  const closed = closedFor(room);
  return room.kind === 'announcement' && closed === words.errors.room_read_only ? '' : closed;
}

function actsOn(thread: Thread, open: (what: 'edit' | 'move') => void): MenuItem[] {
  const words = base();
  const isModerator = moderates(thread.room);
  const isOwn = thread.by === parts.me.value?.id;
  const now = (doing: Promise<unknown>) => void doing.catch(tellRefusal);
  const status = (to: Thread['status']) => () => now(act('thread.update', { thread: thread.id, status: to }));
  const items: (MenuItem | false)[] = [
    { name: words.copyLink, icon: 'link', run: () => now(copy(location.origin + '/' + at.thread(thread.room, thread.id)).then(() => tell(words.linkCopied))) },
    (isOwn || isModerator) && { name: words.editThread, icon: 'edit', run: () => open('edit') },
    (isOwn || isModerator) && (thread.status === 'open' || thread.status === 'answered') && { name: words.closeThread, icon: 'check', run: status('closed') },
    (isModerator || (isOwn && thread.status === 'closed')) && (thread.status === 'closed' || thread.status === 'archived') && { name: words.reopenThread, icon: 'thread', run: status('open') },
    isModerator && thread.status !== 'archived' && { name: words.archiveThread, icon: 'desk', run: status('archived') },
    isModerator && { name: thread.locked ? words.unlockThread : words.lockThread, icon: 'lock', run: () => now(act('thread.lock', { thread: thread.id, on: !thread.locked })) },
    isModerator && { name: thread.pinned ? words.unpinThread : words.pinThread, icon: 'pin', run: () => now(act('thread.pin', { thread: thread.id, on: !thread.pinned })) },
    isModerator && { name: words.moveThread, icon: 'next', run: () => open('move') },
  ];
  return items.filter((item): item is MenuItem => Boolean(item));
}

const kinds: readonly ThreadKind[] = ['discussion', 'question', 'best_practice', 'opportunity', 'event'];

function EditThread({ thread, onClose }: { readonly thread: Thread; readonly onClose: () => void }) {
  const words = base();
  const [title, setTitle] = useState(thread.title);
  const [kind, setKind] = useState<string>(thread.kind);
  const [wrong, setWrong] = useState('');
  const onSubmit = (submit: Event) => {
    submit.preventDefault();
    act('thread.update', { thread: thread.id, title: title.trim(), kind: kind as ThreadKind }).then(onClose, (refusal: unknown) => setWrong(refusalText(refusal)));
  };
  return (
    <Dialog title={words.editThread} onClose={onClose}>
      <form class="stack" onSubmit={onSubmit}>
        <TextField label={words.title} value={title} onValue={setTitle} required dir="auto" />
        <SelectField label={words.kind} value={kind} onValue={setKind} options={kinds.map((one) => [one, words.kinds[one]] as const)} />
        {wrong && <p class="note bad" role="alert">{wrong}</p>}
        <div class="row wrap"><button class="button main">{words.save}</button><button type="button" class="button" onClick={onClose}>{words.cancel}</button></div>
      </form>
    </Dialog>
  );
}

function MoveThread({ thread, onClose }: { readonly thread: Thread; readonly onClose: () => void }) {
  const words = base();
  const rooms = [...parts.rooms.value.values()].filter((one) => one.id !== thread.room && one.kind !== 'direct' && !one.archived && moderates(one.id));
  const [to, setTo] = useState(String(rooms[0]?.id ?? ''));
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState('');
  const onSubmit = (submit: Event) => {
    submit.preventDefault();
    act('thread.move', { thread: thread.id, room: Number(to), reason }).then(
      () => { onClose(); go(at.thread(Number(to), thread.id)); }, (refusal: unknown) => setWrong(refusalText(refusal)),
    );
  };
  return (
    <Dialog title={words.moveThread} onClose={onClose}>
      <form class="stack" onSubmit={onSubmit}>
        <SelectField label={words.moveTo} value={to} onValue={setTo} options={rooms.map((one) => [String(one.id), roomName(one)] as const)} required />
        <AreaField label={words.reasonSeen} value={reason} onValue={setReason} required />
        {wrong && <p class="note bad" role="alert">{wrong}</p>}
        <div class="row wrap"><button class="button main">{words.moveThread}</button><button type="button" class="button" onClick={onClose}>{words.cancel}</button></div>
      </form>
    </Dialog>
  );
}
