import { useEffect, useState } from 'preact/hooks';
import type { Outcome, Room, Rung, ThreadKind } from '../../protocol/types';
import { loadDraft, saveDraft } from '../../kept/drafts';
import { at, go } from '../../route';
import { onSent, queue } from '../../session';
import { change } from '../../settings';
import { parts, upToDate } from '../../state';
import { Field, SelectField, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { Markdown } from '../../ui/markdown';
import { refusalText } from '../../ui/refusal-text';
import { base, count } from '../../words/words';
import { bytesOf } from './composer';
import { LanguageSelect, usualLanguage } from './language-select';
import { mentionsOf, namesIn } from './mentions';
import { roomName } from '../side';

const kinds: readonly ThreadKind[] = ['discussion', 'question', 'best_practice', 'opportunity', 'event'];
const rungs: readonly Rung[] = ['capacity_built', 'capacity_applied', 'routines_embedded', 'performance_improved', 'targets_achieved'];

interface Written {
  readonly title: string;
  readonly kind: ThreadKind;
  readonly text: string;
  readonly outcome: Outcome;
}

const nothing: Written = { title: '', kind: 'discussion', text: '', outcome: { rung: 'capacity_built', indicator: '', before: '', after: '' } };

/** Starts a thread. What has been filled in is kept until it is in the outbox. */
export function NewThread({ room }: { readonly room: Room }) {
  const words = base();
  const draft = `${room.id}/new`;
  const [written, setWritten] = useState<Written>(nothing);
  const [preview, setPreview] = useState(false);
  const [wrong, setWrong] = useState('');
  const lang = usualLanguage();
  useEffect(() => {
    void loadDraft(draft).then(({ text }) => text && setWritten({ ...nothing, ...(JSON.parse(text) as Partial<Written>) }));
  }, [draft]);
  const set = (some: Partial<Written>) => {
    const next = { ...written, ...some };
    setWritten(next);
    saveDraft(draft, JSON.stringify(next));
  };
  const setOutcome = (some: Partial<Outcome>) => set({ outcome: { ...written.outcome, ...some } });
  const limits = parts.limits.value;
  const overTitle = bytesOf(written.title) - (limits?.title_bytes || 200);
  const overText = bytesOf(written.text) - (limits?.text_bytes || 16384);
  const onSubmit = async (submit: Event) => {
    submit.preventDefault();
    if (overTitle > 0 || overText > 0) return;
    const { title, kind, text, outcome } = written;
    const mentions = mentionsOf(text, namesIn(room.id));
    const achieved = kind === 'best_practice' && (outcome.indicator || outcome.before || outcome.after);
    try {
      const queued = await queue('thread.create', {
        room: room.id, title: title.trim(), kind, text: text.trim(), ...(lang && { lang }), ...(achieved && { outcome }),
        ...(mentions.length && { mentions }),
      });
      saveDraft(draft, '');
      go(at.threads(room.id));
      const stop = onSent((one, refusal, result) => {
        if (one.key !== queued.key) return;
        stop();
        const thread = (result as { readonly thread?: number } | undefined)?.thread;
        // Only somebody who still waits for it is taken there.
        if (!refusal && thread && location.hash === at.threads(room.id)) go(at.thread(room.id, thread));
      });
    } catch (refusal) {
      setWrong(refusalText(refusal));
    }
  };
  return (
    <>
      <header class="bar">
        <a class="icon-button" href={at.threads(room.id)} aria-label={words.back}><Icon name="back" /></a>
        <div class="grow">
          <h1 class="clip">{words.newThread}</h1>
          <bdi class="clip soft small">{roomName(room)}</bdi>
        </div>
      </header>
      <div class="page">
        <form class="body stack-wide" onSubmit={(submit) => void onSubmit(submit)}>
          <fieldset class="kinds">
            <legend class="strong small">{words.kind}</legend>
            {kinds.map((kind) => (
              <label key={kind} class="kind">
                <input type="radio" name="kind" value={kind} checked={written.kind === kind} onChange={() => set({ kind })} />
                <Icon name={kind} />
                <span><span class="strong">{words.kinds[kind]}</span><span class="soft small">{words.kindHints[kind]}</span></span>
              </label>
            ))}
            <p class="kind-hint soft small">{words.kindHints[written.kind]}</p>
          </fieldset>
          <TextField
            label={words.title} value={written.title} onValue={(title) => set({ title })} required dir="auto"
            wrong={overTitle > 0 ? count(words.tooLong, overTitle) : undefined}
          />
          <Field label={words.text} hint={words.markdownHint} wrong={overText > 0 ? count(words.tooLong, overText) : undefined}>
            {(described) => (
              <>
                {preview && <div class="composer-preview"><Markdown text={written.text} /></div>}
                <textarea class="input" dir="auto" rows={10} required hidden={preview} {...described} value={written.text} onInput={(input) => set({ text: input.currentTarget.value })} />
              </>
            )}
          </Field>
          {written.kind === 'best_practice' && (
            <fieldset class="card stack">
              <legend class="strong small">{words.outcome}</legend>
              <SelectField label={words.rung} value={written.outcome.rung} onValue={(rung) => setOutcome({ rung: rung as Rung })} options={rungs.map((one) => [one, words.rungs[one]] as const)} />
              <TextField label={words.indicator} value={written.outcome.indicator} onValue={(indicator) => setOutcome({ indicator })} dir="auto" />
              <div class="pair">
                <TextField label={words.before} value={written.outcome.before} onValue={(before) => setOutcome({ before })} dir="auto" />
                <TextField label={words.after} value={written.outcome.after} onValue={(after) => setOutcome({ after })} dir="auto" />
              </div>
            </fieldset>
          )}
          {wrong && <p class="note bad" role="alert">{wrong}</p>}
          <div class="row wrap">
            <button class="button main" disabled={!written.title.trim() || !written.text.trim()}>{upToDate.value ? words.startThread : words.sendLater}</button>
            <button type="button" class="button" disabled={!written.text.trim()} aria-pressed={preview} onClick={() => setPreview(!preview)}>{preview ? words.writeOn : words.preview}</button>
            <LanguageSelect value={lang} onValue={(tag) => change({ writeIn: tag })} />
          </div>
        </form>
      </div>
    </>
  );
}
