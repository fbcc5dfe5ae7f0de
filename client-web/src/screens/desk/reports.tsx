import type { Message, Report } from '../../protocol/types';
import { at } from '../../route';
import { act, ask } from '../../session';
import { happen, parts } from '../../state';
import { Markdown } from '../../ui/markdown';
import { tell } from '../../ui/toast';
import { desk } from '../../words/words';
import { begin } from './act';
import { mute, removeMessage, warn } from './acts';
import { Listed, meet, usePaged, type Page, type Paged } from './lists';
import { deskRooms, placeName } from './pickers';
import { Choice, DeskName, Phrase, Said, useFilter, When } from './shell';

type Status = Report['status'];

/** A report with the message that it is about, where one may see it. */
export interface Reported {
  readonly report: Report;
  readonly message: Message | undefined;
}

async function load(status: Status, last: Reported | undefined, limit: number): Promise<Page<Reported>> {
  const page = await ask('report.list', { room: 0, status, limit, ...(last && { after: last.report.id }) });
  happen({ type: 'people', people: page.people });
  void meet(page.reports.map((one) => one.resolved_by));
  return {
    items: page.reports.map((report) => ({ report, message: page.messages.find((one) => one.id === report.message) })),
    more: page.more,
  };
}

export const useOpenReports = (): Paged<Reported> =>
  usePaged((last, limit) => load('open', last, limit), [], parts.desk.value.reports);

export function Reports({ open }: { readonly open: Paged<Reported> }) {
  const words = desk();
  const [status, setStatus] = useFilter('status');
  const shown = (status || 'open') as Status;
  return (
    <>
      <div class="row wrap section-head">
        <h2 class="grow">{words.sections.reports}</h2>
        <Choice
          label={words.show}
          value={shown}
          onValue={(value) => setStatus(value === 'open' ? '' : value)}
          options={[
            ['open', words.openReports],
            ['upheld', words.upheld],
            ['dismissed', words.dismissed],
          ]}
        />
      </div>
      {shown === 'open' ? (
        <Listed list={open} label={words.sections.reports} empty={words.noReports}>
          {(one) => <Item key={one.report.id} one={one} again={open.again} />}
        </Listed>
      ) : (
        <Resolved key={shown} status={shown} />
      )}
    </>
  );
}

function Resolved({ status }: { readonly status: Status }) {
  const words = desk();
  const list = usePaged<Reported>((last, limit) => load(status, last, limit), [status], parts.desk.value.reports);
  const items = list.items && [...list.items].sort((a, b) => b.report.resolved_at - a.report.resolved_at);
  return (
    <Listed list={{ ...list, items }} label={words.sections.reports} empty={words.noResolved}>
      {(one) => <Item key={one.report.id} one={one} again={list.again} />}
    </Listed>
  );
}

function Item({ one: { report, message }, again }: { readonly one: Reported; readonly again: () => void }) {
  const words = desk();
  return (
    <li class="stack-tight">
      <div class="row wrap desk-who">
        <span>
          <Phrase text={words.reportedBy} values={{ name: <DeskName member={report.by} /> }} />
        </span>
        <span class="tag">{report.room ? placeName(report.room) : words.aboutModerator}</span>
        <span class="grow" />
        <When at={report.at} />
      </div>
      <Said label={words.reasonIs} text={report.reason} />
      {message ? <ReportedMessage message={message} /> : <p class="note">{words.messageElsewhere}</p>}
      {report.status === 'open' ? (
        <Acts report={report} message={message} again={again} />
      ) : (
        <>
          <p class="small">
            <Phrase
              text={report.status === 'upheld' ? words.upheldBy : words.dismissedBy}
              values={{ name: <DeskName member={report.resolved_by} /> }}
            />{' '}
            <When at={report.resolved_at} />
          </p>
          {report.note && <Said label={words.noteIs} text={report.note} />}
        </>
      )}
    </li>
  );
}

function ReportedMessage({ message }: { readonly message: Message }) {
  const words = desk();
  return (
    <blockquote class="desk-quote">
      <div class="row wrap desk-who">
        <DeskName member={message.by} />
        <When at={message.at} />
        <span class="grow" />
        <a class="small" href={at.message(message.id)}>
          {words.inPlace}
        </a>
      </div>
      {message.removed ? (
        <p class="soft">
          {words.removedAlready}
          {message.removed.reason && (
            <>
              {' '}
              <span dir="auto">{message.removed.reason}</span>
            </>
          )}
        </p>
      ) : (
        <Markdown text={message.text} lang={message.lang} />
      )}
    </blockquote>
  );
}

function Acts({
  report,
  message,
  again,
}: {
  readonly report: Report;
  readonly message: Message | undefined;
  readonly again: () => void;
}) {
  const words = desk();
  const me = parts.me.value?.id;
  if (message?.by === me && message) return <p class="note">{words.reportOfOwn}</p>;
  const rooms = message && deskRooms().some((room) => room.id === message.room) ? [message.room] : [];
  const aim = message && { member: message.by, rooms, room: rooms[0], after: again };
  return (
    <div class="row wrap desk-acts">
      <button type="button" class="button main small" onClick={() => resolve(report, true, again)}>
        {words.uphold}
      </button>
      <button type="button" class="button small" onClick={() => resolve(report, false, again)}>
        {words.dismissReport}
      </button>
      {message && aim && (
        <>
          <span class="desk-apart" />
          {!message.removed && (
            <button type="button" class="button quiet small" onClick={() => removeMessage(message, again)}>
              {words.removeMessage}
            </button>
          )}
          <button type="button" class="button quiet small" onClick={() => warn(aim)}>
            {words.warn.act}
          </button>
          <button type="button" class="button quiet small" onClick={() => mute(aim)}>
            {words.mute.act}
          </button>
        </>
      )}
    </div>
  );
}

function resolve(report: Report, upheld: boolean, again: () => void): void {
  const words = desk();
  begin({
    title: upheld ? words.upholdTitle : words.dismissTitle,
    about: upheld ? words.upholdAbout : words.dismissAbout,
    reason: { seen: words.reporterSees, label: words.note, optional: true },
    confirm: upheld ? words.uphold : words.dismissReport,
    onDecided: () => {
      again();
      return parts.desk.value.reports.get(report.id)?.resolved_by;
    },
    async run({ reason }) {
      await act('report.resolve', { report: report.id, upheld, note: reason });
      tell(words.reportResolved);
      again();
    },
  });
}
