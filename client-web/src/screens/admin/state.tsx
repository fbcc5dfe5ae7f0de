import { Fragment } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ServerInfo } from '../../protocol/types';
import { at } from '../../route';
import { ask } from '../../session';
import { parts, upToDate } from '../../state';
import { refusalText } from '../../ui/refusal-text';
import { distance, moment } from '../../words/dates';
import { base, count, desk, listed, locale, number } from '../../words/words';
import { placeName } from '../desk/pickers';

/** Bytes in the largest unit that is not below one. */
function bytesText(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const format = new Intl.NumberFormat(locale(), { style: 'unit', unit: units[step]!, maximumFractionDigits: 1 });
  return format.format(bytes / 1000 ** step);
}

/** How the server is doing. */
export function ServerState() {
  const words = desk();
  const [info, setInfo] = useState<ServerInfo>();
  const [failed, setFailed] = useState<unknown>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!upToDate.value) return;
    ask('server.state', {}).then((it) => {
      setInfo(it);
      setFailed(undefined);
    }, setFailed);
  }, [round, upToDate.value]);
  return (
    <>
      <div class="row wrap section-head">
        <h2 class="grow">{words.sections.state}</h2>
        <button type="button" class="button small" onClick={() => setRound(round + 1)}>
          {words.refresh}
        </button>
      </div>
      {Boolean(failed) && (
        <div class="note bad" role="alert">
          {refusalText(failed)}
        </div>
      )}
      {!info && !failed && (
        <p class="soft" role="status">
          {base().loading}
        </p>
      )}
      {info && <Numbers info={info} />}
      {Boolean(info?.short_of_moderators.length) && (
        <p class="note warn">
          <span class="grow">
            {count(words.shortTitle, info!.short_of_moderators.length, {
              rooms: listed(info!.short_of_moderators.map(placeName)),
            })}
          </span>
          <a href={`${at.admin}/moderators`}>{words.sections.moderators}</a>
        </p>
      )}
    </>
  );
}

function Numbers({ info }: { readonly info: ServerInfo }) {
  const words = desk();
  const rows: readonly (readonly [string, string, string?])[] = [
    [words.stateName, parts.community.value || 'Standpipe'],
    [words.version, info.version],
    [words.since, moment(info.started_at), distance(info.started_at)],
    [words.stateMembers, number(info.members)],
    [words.stateMessages, number(info.messages)],
    [words.connections, number(info.connections)],
    [words.databaseSize, bytesText(info.database_bytes)],
    [words.waiting, number(info.applications_waiting)],
    [words.reportsOpen, number(info.reports_open)],
  ];
  return (
    <dl class="card desk-facts">
      {rows.map(([name, value, title]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd title={title}>
            <bdi>{value}</bdi>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
