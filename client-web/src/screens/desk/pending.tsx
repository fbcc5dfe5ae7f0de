import { useEffect } from 'preact/hooks';
import type { PendingPost } from '../../protocol/types';
import { at } from '../../route';
import { act, ask } from '../../session';
import { happen, parts } from '../../state';
import { Markdown } from '../../ui/markdown';
import { nameOf } from '../../ui/person';
import { tell } from '../../ui/toast';
import { base, desk, say } from '../../words/words';
import { begin } from './act';
import { Listed, meetThread, usePaged, type Paged } from './lists';
import { placeName } from './pickers';
import { DeskName, When } from './shell';

export const useWaitingPosts = (): Paged<PendingPost> =>
  usePaged(
    async () => {
      const page = await ask('pending.list', { room: 0 });
      happen({ type: 'people', people: page.people });
      return { items: page.pending, more: false };
    },
    [],
    parts.desk.value.pending,
  );

export function Pending({ waiting }: { readonly waiting: Paged<PendingPost> }) {
  const words = desk();
  return (
    <>
      <div class="section-head">
        <h2>{words.sections.pending}</h2>
      </div>
      <p class="soft">{words.pendingIntro}</p>
      <Listed list={waiting} label={words.sections.pending} empty={words.noPending}>
        {(post) => <Post key={post.id} post={post} again={waiting.again} />}
      </Listed>
    </>
  );
}

function Post({ post, again }: { readonly post: PendingPost; readonly again: () => void }) {
  const words = desk();
  const thread = parts.threads.value.get(post.thread);
  useEffect(() => meetThread(post.thread), [post.thread]);
  return (
    <li class="stack-tight">
      <div class="row wrap desk-who">
        <DeskName member={post.by} />
        <span class="grow" />
        <When at={post.at} />
      </div>
      <div class="row wrap">
        <a class="tag" href={at.room(post.room)}>
          {placeName(post.room)}
        </a>
        {post.thread > 0 && (
          <a class="small" href={at.thread(post.room, post.thread)} dir="auto">
            {thread?.title ?? base().threads}
          </a>
        )}
        {post.title && (
          <>
            <span class="soft small">{words.newThread}</span>
            <span class="tag">{base().kinds[post.kind]}</span>
          </>
        )}
      </div>
      {post.title && (
        <h3 dir="auto" lang={post.lang || undefined}>
          {post.title}
        </h3>
      )}
      <blockquote class="desk-quote" dir="auto">
        <Markdown text={post.text} lang={post.lang} />
      </blockquote>
      {post.outcome && (
        <p class="small">
          <span class="soft">{base().rungs[post.outcome.rung]}: </span>
          <span dir="auto">{[post.outcome.indicator, post.outcome.before, post.outcome.after].filter(Boolean).join(' · ')}</span>
        </p>
      )}
      <div class="row wrap desk-acts">
        <button type="button" class="button main small" onClick={() => approve(post, again)}>
          {words.approve}
        </button>
        <button type="button" class="button small" onClick={() => reject(post, again)}>
          {words.reject}
        </button>
      </div>
    </li>
  );
}

function approve(post: PendingPost, again: () => void): void {
  const words = desk();
  begin({
    title: words.approvePostTitle,
    about: say(words.approvePostAbout, { name: nameOf(post.by), room: placeName(post.room) }),
    confirm: words.approve,
    onDecided: () => {
      again();
      return undefined;
    },
    async run() {
      await act('pending.approve', { pending: post.id });
      tell(words.postApproved);
      again();
    },
  });
}

function reject(post: PendingPost, again: () => void): void {
  const words = desk();
  begin({
    title: words.rejectTitle,
    reason: { seen: words.authorSees },
    confirm: words.reject,
    danger: true,
    onDecided: () => {
      again();
      return undefined;
    },
    async run({ reason }) {
      await act('pending.reject', { pending: post.id, reason });
      tell(words.postRejected);
      again();
    },
  });
}
