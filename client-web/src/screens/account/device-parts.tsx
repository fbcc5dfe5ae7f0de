import { useEffect, useState } from 'preact/hooks';
import type { Message } from '../../protocol/types';
import { ask, bytesMoved, keptIn } from '../../session';
import { currentModel, happen, parts, upToDate } from '../../state';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { moment } from '../../words/dates';
import { base, cached, count, locale, more, say } from '../../words/words';
import { Part } from '../frame';
import { roomName } from '../side';

const updateMs = 5_000;

/** 1,234 as 1.2 kB. */
export function bytes(n: number): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(steps.length - 1, Math.max(1, Math.floor(Math.log10(n || 1) / 3)));
  const options = { style: 'unit', unit: steps[step]!, maximumSignificantDigits: 3 } as const;
  const format = cached(`bytes ${locale()} ${step}`, () => new Intl.NumberFormat(locale(), options));
  return format.format(n / 1000 ** step);
}

/** What has gone over the line since the page was opened. */
export function MovedPart() {
  const { settings: texts } = more();
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((n) => n + 1), updateMs);
    return () => clearInterval(timer);
  }, []);
  const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, one) => sum + (one as PerformanceResourceTiming).transferSize, 0);
  return (
    <Part title={texts.moved} hint={texts.movedHint}>
      <dl class="sums">
        <div><dt>{texts.movedPage}</dt><dd>{bytes(loaded)}</dd></div>
        <div><dt>{texts.movedReceived}</dt><dd>{bytes(bytesMoved.received)}</dd></div>
        <div><dt>{texts.movedSent}</dt><dd>{bytes(bytesMoved.sent)}</dd></div>
      </dl>
    </Part>
  );
}

/** What this device keeps, so that it can be read without a line. */
export function KeptPart() {
  const { settings: texts } = more();
  const [usage, setUsage] = useState<number>();
  const [asks, setAsks] = useState(false);
  const look = () => void navigator.storage?.estimate?.().then((it) => setUsage(it.usage), () => undefined);
  useEffect(look, []);
  const remove = async () => {
    setAsks(false);
    try {
      happen(...[...currentModel().places.keys()].map((place) => ({ type: 'forget_place', place }) as const));
      const database = keptIn();
      await Promise.all([database?.clear('places'), database?.clear('model')]);
      tell(texts.keptRemoved);
    } catch {
      tell(base().errors.internal);
    }
    look();
  };
  return (
    <Part title={texts.kept} hint={texts.keptHint}>
      <div class="row wrap">
        <span class="grow">{usage === undefined ? texts.keptUnknown : say(texts.keptUsage, { size: bytes(usage) })}</span>
        <button type="button" class="button small" disabled={!keptIn()} onClick={() => setAsks(true)}>
          <Icon name="trash" small />{texts.keptRemove}
        </button>
      </div>
      {asks && (
        <Dialog title={texts.keptRemoveTitle} onClose={() => setAsks(false)}>
          <p>{texts.keptRemoveHint}</p>
          <div class="row wrap">
            <button type="button" class="button main" onClick={() => void remove()}>{texts.keptRemove}</button>
            <button type="button" class="button" onClick={() => setAsks(false)}>{base().cancel}</button>
          </div>
        </Dialog>
      )}
    </Part>
  );
}

/** One's own words, to take along. */
export function ExportPart() {
  const { settings: texts } = more();
  const [found, setFound] = useState(-1);
  const [wrong, setWrong] = useState('');
  const busy = found >= 0;
  const run = async (form: 'json' | 'md') => {
    setFound(0);
    setWrong('');
    try {
      const messages = await allOfMine(setFound);
      if (form === 'json') save('standpipe.json', 'application/json', JSON.stringify(messages, undefined, 1));
      else save('standpipe.md', 'text/markdown', asMarkdown(messages));
      tell(count(texts.exported, messages.length));
    } catch (refusal) {
      setWrong(refusalText(refusal));
    }
    setFound(-1);
  };
  return (
    <Part title={texts.export} hint={texts.exportHint}>
      <div class="row wrap">
        {([['md', 'Markdown'], ['json', 'JSON']] as const).map(([form, name]) => (
          <button type="button" class="button small" disabled={busy || !upToDate.value} onClick={() => void run(form)}>
            <Icon name="download" small />{name}
          </button>
        ))}
        <span role="status">{busy && count(texts.exporting, found)}</span>
      </div>
      {wrong && <p class="note bad" role="alert">{wrong}</p>}
    </Part>
  );
}

async function allOfMine(onFound: (n: number) => void): Promise<readonly Message[]> {
  const all: Message[] = [];
  for (;;) {
    const after = all[all.length - 1]?.id ?? 0;
    const page = await ask('message.mine', { limit: 200, ...(after && { after }) });
    all.push(...page.messages);
    onFound(all.length);
    if (!page.more_after || !page.messages.length) return all;
  }
}

function asMarkdown(messages: readonly Message[]): string {
  const placeOf = (one: Message) => {
    const room = parts.rooms.value.get(one.room);
    const thread = parts.threads.value.get(one.thread)?.title;
    return [room ? roomName(room) : say(base().unknownRoom, { id: String(one.room) }), thread].filter(Boolean).join(' – ');
  };
  return messages.filter((one) => !one.removed).map((one) => `## ${placeOf(one)}\n\n*${moment(one.at)}*\n\n${one.text}\n`).join('\n');
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
