import { useEffect, useState } from 'preact/hooks';
import type { Application } from '../../protocol/types';
import { act, ask } from '../../session';
import { parts } from '../../state';
import { countryName, languageName } from '../../ui/person';
import { tell } from '../../ui/toast';
import { desk, listed as listOf, locale, say } from '../../words/words';
import { begin } from './act';
import { Listed, meet, usePaged, type Page, type Paged } from './lists';
import { placeName, UtilityPicker } from './pickers';
import { Choice, DeskName, Phrase, Said, useFilter, When } from './shell';

type Status = Application['status'];

async function load(status: Status, last: Application | undefined, limit: number): Promise<Page<Application>> {
  const page = await ask('application.list', { status, limit, ...(last && { after: last.id }) });
  void meet(page.applications.flatMap((one) => [one.decided_by, one.former, one.member]));
  return { items: page.applications, more: page.more };
}

/** The applications that wait, as far as they are one's own to decide. */
export const useWaitingApplications = (): Paged<Application> =>
  usePaged((last, limit) => load('pending', last, limit), [], parts.desk.value.applications);

export function Applications({ waiting }: { readonly waiting: Paged<Application> }) {
  const words = desk();
  const [status, setStatus] = useFilter('status');
  const shown = (status || 'pending') as Status;
  return (
    <>
      <div class="row wrap section-head">
        <h2 class="grow">{words.sections.applications}</h2>
        <Choice
          label={words.show}
          value={shown}
          onValue={(value) => setStatus(value === 'pending' ? '' : value)}
          options={[
            ['pending', words.waits],
            ['approved', words.approved],
            ['declined', words.declined],
          ]}
        />
      </div>
      {shown === 'pending' ? (
        <Listed list={waiting} label={words.sections.applications} empty={words.noApplications}>
          {(one) => <Waiting key={one.id} one={one} again={waiting.again} />}
        </Listed>
      ) : (
        <Decided status={shown} />
      )}
    </>
  );
}

/** Newest first, as far as they have come. */
function Decided({ status }: { readonly status: Status }) {
  const words = desk();
  const list = usePaged<Application>(
    (last, limit) => load(status, last, Math.max(limit, 200)),
    [status],
    parts.desk.value.applications,
  );
  // A page goes on behind the last one that came, so the order of coming is kept for that.
  const items = list.items && [...list.items].sort((a, b) => b.decided_at - a.decided_at);
  return (
    <Listed list={{ ...list, items }} label={words.sections.applications} empty={words.noDecided}>
      {(one) => (
        <li key={one.id} class="stack-tight">
          <Who one={one} />
          <p class="small">
            <Phrase
              text={status === 'approved' ? words.approvedBy : words.declinedBy}
              values={{ name: <DeskName member={one.decided_by} /> }}
            />{' '}
            <When at={one.decided_at} />
          </p>
          {one.reason && <Said label={words.reasonIs} text={one.reason} />}
        </li>
      )}
    </Listed>
  );
}

function Who({ one }: { readonly one: Application }) {
  return (
    <div class="row wrap desk-who">
      {one.member ? <DeskName member={one.member} /> : <bdi class="strong">{one.name}</bdi>}
      <span class="soft small">
        <bdi>{one.job}</bdi>
      </span>
      <span class="grow" />
      <When at={one.at} />
    </div>
  );
}

function Waiting({ one, again }: { readonly one: Application; readonly again: () => void }) {
  const words = desk();
  const listed = parts.utilities.value.get(one.utility);
  return (
    <li class="stack-tight">
      <Who one={one} />
      <div class="row wrap">
        <bdi>{one.utility_name}</bdi>
        <span class="soft">{countryName(one.country, locale())}</span>
        <bdi class="soft desk-mono small">{one.email}</bdi>
      </div>
      <div class="row wrap">
        {one.utility ? (
          <span class={`tag ${one.domain_matches ? 'good' : 'warn'}`}>
            {one.domain_matches ? words.domainMatches : words.domainDiffers}
          </span>
        ) : (
          <span class="tag warn">{words.utilityUnknown}</span>
        )}
        {listed && listed.name !== one.utility_name && <bdi class="soft small">{listed.name}</bdi>}
        {one.former > 0 && (
          <span class="tag warn">
            <Phrase text={words.former} values={{ name: <DeskName member={one.former} /> }} />
          </span>
        )}
      </div>
      <dl class="desk-facts">
        <dt>{words.wantsTo}</dt>
        <dd>
          {one.rooms.map((room) => (
            <span key={room} class="tag">
              {placeName(room)}
            </span>
          ))}
        </dd>
        {one.languages.length > 0 && (
          <>
            <dt>{words.languages}</dt>
            <dd>{listOf(one.languages.map((tag) => languageName(tag, locale())))}</dd>
          </>
        )}
        {one.why && (
          <>
            <dt>{words.why}</dt>
            <dd dir="auto" class="desk-lines">
              {one.why}
            </dd>
          </>
        )}
      </dl>
      <div class="row wrap desk-acts">
        <button type="button" class="button main small" onClick={() => approve(one, again)}>
          {words.approve}
        </button>
        <button type="button" class="button small" onClick={() => decline(one, again)}>
          {words.decline}
        </button>
      </div>
    </li>
  );
}

function approve(one: Application, again: () => void): void {
  const words = desk();
  let utility = one.utility;
  begin({
    title: say(words.approveTitle, { name: one.name }),
    about: (
      <ApproveDetails
        one={one}
        onUtility={(id) => {
          utility = id;
        }}
      />
    ),
    confirm: words.approve,
    onDecided: () => {
      again();
      return parts.desk.value.applications.get(one.id)?.decided_by;
    },
    async run() {
      await act('application.approve', { application: one.id, ...(utility !== one.utility && { utility }) });
      tell(say(words.isMember, { name: one.name }));
      again();
    },
  });
}

function ApproveDetails({ one, onUtility }: { readonly one: Application; readonly onUtility: (utility: number) => void }) {
  const words = desk();
  const [utility, setUtility] = useState(one.utility);
  useEffect(() => onUtility(utility), [utility]);
  return (
    <div class="stack">
      <p>{say(words.approveAbout, { rooms: listOf(one.rooms.map(placeName)) })}</p>
      <UtilityPicker
        utility={utility}
        onUtility={setUtility}
        label={words.utility}
        hint={say(words.utilityHint, { name: one.utility_name })}
        none={words.noneOfList}
      />
    </div>
  );
}

function decline(one: Application, again: () => void): void {
  const words = desk();
  begin({
    title: say(words.declineTitle, { name: one.name }),
    about: words.declineAbout,
    reason: { seen: words.applicantSees },
    confirm: words.decline,
    danger: true,
    onDecided: () => {
      again();
      return parts.desk.value.applications.get(one.id)?.decided_by;
    },
    async run({ reason }) {
      await act('application.decline', { application: one.id, reason });
      tell(say(words.isDeclined, { name: one.name }));
      again();
    },
  });
}
