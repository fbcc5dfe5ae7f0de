import { useEffect, useLayoutEffect, useId, useRef, useState } from 'preact/hooks';
import type { Message, Person } from '../../protocol/types';
import { placeKey } from '../../model/model';
import type { Mentions } from '../../kept/database';
import { loadDraft, saveDraft } from '../../kept/drafts';
import { queue, sayTyping } from '../../session';
import { change, settings } from '../../settings';
import { parts, upToDate } from '../../state';
import { handsMoved } from '../../ui/hands';
import { Icon } from '../../ui/icon';
import { Markdown } from '../../ui/markdown';
import { Name, named } from '../../ui/person';
import { tellRefusal } from '../../ui/toast';
import { base, count, plainWords, say } from '../../words/words';
import { LanguageSelect, usualLanguage } from './language-select';
import { mentionsOf, namesIn, namesOf, startedMention, useMentions, type Started } from './mentions';

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

interface ComposerProps {
  readonly room: number;
  readonly thread: number;
  readonly replyTo: Message | undefined;
  readonly editing: Message | undefined;
  /** Counts up when the draft has been changed elsewhere. */
  readonly reload: number;
  readonly onDone: () => void;
  /** Up in an empty field: to the last message of one's own. */
  readonly onEditLast: () => void;
}

const noMentions: Mentions = new Map();
const typingEveryMs = 2_500;
/** Where the browser makes a field as high as its text by the style sheet, without a measurement at each key. */
const growsItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

/** Where one writes. What is written is kept as a draft until it has been put into the outbox. */
export function Composer({ room, thread, replyTo, editing, reload, onDone, onEditLast }: ComposerProps) {
  const words = base();
  const place = placeKey(room, thread);
  const [text, setText] = useState('');
  const [preview, setPreview] = useState(false);
  const [started, setStarted] = useState<Started>();
  const [choice, setChoice] = useState(0);
  const [chosen, setChosen] = useState<Mentions>(noMentions);
  const area = useRef<HTMLTextAreaElement>(null);
  const saidTyping = useRef(0);
  const id = useId();
  const found = useMentions(started);
  const draftName = editing ? `${place}#${editing.id}` : place;
  const lang = usualLanguage();

  useEffect(() => {
    let gone = false;
    void loadDraft(draftName).then((draft) => {
      if (gone) return;
      setText(draft.text || editing?.text || '');
      setChosen(draft.mentions ?? noMentions);
    });
    if (editing || reload || replyTo) area.current?.focus();
    return () => { gone = true; };
  }, [draftName, reload]);
  // Before the next key: it belongs here.
  useLayoutEffect(() => { if (replyTo || editing) area.current?.focus(); }, [replyTo, editing]);
  useEffect(() => {
    const element = area.current;
    if (!element || growsItself) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight + 2, innerHeight * 0.4)}px`;
  }, [text, preview]);

  const over = bytesOf(text) - (parts.limits.value?.text_bytes || 16384);
  const onText = (next: string, cursor: number) => {
    handsMoved();
    setText(next);
    saveDraft(draftName, next, chosen);
    setStarted(startedMention(next, cursor));
    setChoice(0);
    if (next && !editing && Date.now() - saidTyping.current > typingEveryMs) {
      saidTyping.current = Date.now();
      sayTyping(room, thread);
    }
  };
  const mention = (person: Person) => {
    const end = started!.from + started!.text.length + 1;
    const next = `${text.slice(0, started!.from)}@${person.name} ${text.slice(end)}`;
    const mentions = new Map(chosen).set(person.id, person.name);
    setChosen(mentions);
    setStarted(undefined);
    setText(next);
    saveDraft(draftName, next, mentions);
    const cursor = started!.from + person.name.length + 2;
    // At once: who types on must not type into what was there before.
    if (!area.current) return;
    area.current.value = next;
    area.current.focus();
    area.current.setSelectionRange(cursor, cursor);
  };
  /** Who can be meant by a name in the text. */
  const meant = () => new Map([...namesIn(room), ...namesOf(editing?.mentions ?? []), ...chosen]);
  const send = async () => {
    const written = text.trim();
    if (!written || over > 0) return area.current?.focus();
    const mentions = mentionsOf(written, meant());
    try {
      if (editing) await queue('message.edit', { message: editing.id, base_rev: editing.rev, text: written, lang: editing.lang || lang, mentions });
      else {
        await queue('message.post', {
          room, text: written, ...(thread && { thread }), ...(lang && { lang }), ...(replyTo && { reply_to: replyTo.id }), ...(mentions.length && { mentions }),
        });
      }
      saveDraft(draftName, '');
      setText('');
      setChosen(noMentions);
      setPreview(false);
      onDone();
      area.current?.focus();
    } catch (refusal) {
      tellRefusal(refusal);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (started && found.length) {
      const to = { ArrowDown: choice + 1, ArrowUp: choice - 1 + found.length }[event.key];
      if (to !== undefined) setChoice(to % found.length);
      else if (event.key === 'Enter' || event.key === 'Tab') mention(found[choice] ?? found[0]!);
      else if (event.key === 'Escape') setStarted(undefined);
      else return;
      event.preventDefault();
      return;
    }
    const sends = event.ctrlKey || event.metaKey || (settings.value.enterSends && !event.shiftKey && !matchMedia('(pointer: coarse)').matches);
    if (event.key === 'Enter' && sends) {
      event.preventDefault();
      void send();
    } else if (event.key === 'ArrowUp' && !text && !editing) {
      event.preventDefault();
      onEditLast();
    } else if (event.key === 'Escape' && (editing || replyTo)) {
      if (editing) saveDraft(draftName, '');
      onDone();
    }
  };
  const label = thread ? words.writeReply : words.write;
  return (
    <form class="composer" onSubmit={(submit) => { submit.preventDefault(); void send(); }}>
      {(replyTo || editing) && (
        <div class="composer-about row small">
          <Icon name={editing ? 'edit' : 'reply'} small />
          <span class="grow clip">
            {editing ? words.editing : <>{say(words.replyingTo, { name: '' })}<strong><Name member={replyTo!.by} plain /></strong> <span class="soft" dir="auto">{plainWords(replyTo!.text.slice(0, 200)).slice(0, 80)}</span></>}
          </span>
          <button type="button" class="icon-button small" aria-label={editing ? words.cancelEdit : words.cancelReply} onClick={() => { if (editing) saveDraft(draftName, ''); onDone(); }}>
            <Icon name="close" small />
          </button>
        </div>
      )}
      {started && found.length > 0 && (
        <ul class="menu mention-list" role="listbox" id={`${id}-list`} aria-label={words.mentionList}>
          {found.map((person, i) => (
            <li key={person.id} id={`${id}-${i}`} role="option" aria-selected={i === choice} onMouseDown={(down) => { down.preventDefault(); mention(person); }}>
              <bdi class="strong">{person.name}</bdi> <span class="soft small clip"><bdi>{person.utility_name}</bdi></span>
            </li>
          ))}
        </ul>
      )}
      {preview && <div class="composer-preview" aria-label={words.preview} role="region"><Markdown text={text} mentions={named(mentionsOf(text, meant()))} /></div>}
      <textarea
        ref={area} class="input" rows={1} dir="auto" hidden={preview} value={text} placeholder={label} aria-label={label} aria-autocomplete="list"
        aria-controls={started && found.length ? `${id}-list` : undefined} aria-activedescendant={started && found.length ? `${id}-${choice}` : undefined}
        aria-describedby={over > 0 ? `${id}-over` : undefined} aria-invalid={over > 0}
        onInput={(input) => onText(input.currentTarget.value, input.currentTarget.selectionStart)} onKeyDown={onKey}
        onBlur={() => setStarted(undefined)}
      />
      {over > 0 && <p class="wrong small" id={`${id}-over`} role="alert">{count(words.tooLong, over)}</p>}
      <div class="composer-foot row">
        <LanguageSelect value={lang} onValue={(tag) => change({ writeIn: tag })} />
        <button type="button" class="icon-button small" aria-pressed={preview} aria-label={preview ? words.writeOn : words.preview} title={preview ? words.writeOn : words.preview} disabled={!text.trim()} onClick={() => setPreview(!preview)}>
          <Icon name={preview ? 'edit' : 'eye'} small />
        </button>
        <span class="soft small grow clip markdown-hint">{words.markdownHint}</span>
        <button class="button main small" disabled={!text.trim() || over > 0}>
          <Icon name="send" small />{editing ? words.save : upToDate.value ? words.send : words.sendLater}
        </button>
      </div>
    </form>
  );
}
