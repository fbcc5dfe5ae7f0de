import { useEffect, useState } from 'preact/hooks';
import type { SessionInfo } from '../../protocol/types';
import { at } from '../../route';
import { act, ask } from '../../session';
import { upToDate } from '../../state';
import { Icon } from '../../ui/icon';
import { refusalText } from '../../ui/refusal-text';
import { tell, tellRefusal } from '../../ui/toast';
import { distance, moment } from '../../words/dates';
import { base, more, say } from '../../words/words';
import { Frame } from '../frame';
import { browserOf } from './device-name';

/** Where one is logged in, and how to end that. */
export function SessionsScreen() {
  const words = base();
  const { sessions: texts } = more();
  const [sessions, setSessions] = useState<readonly SessionInfo[]>();
  const [wrong, setWrong] = useState('');
  const [sure, setSure] = useState(0); // the session that one more click ends; -1 for all others
  const [busy, setBusy] = useState(false);
  const load = () => ask('session.list', {}).then(
    (page) => { setWrong(''); setSessions([...page.sessions].sort((a, b) => Number(b.current) - Number(a.current) || b.at - a.at)); },
    (refusal: unknown) => setWrong(refusalText(refusal)),
  );
  const nameOf = (device: string) => {
    const known = browserOf(device);
    return known ? say(texts.browserOn, known) : device || texts.unknownDevice;
  };
  useEffect(() => { if (upToDate.value) void load(); }, [upToDate.value]);
  const others = sessions?.filter((one) => !one.current) ?? [];
  const end = async (ended: readonly SessionInfo[]) => {
    setBusy(true);
    try {
      for (const one of ended) await act('session.revoke', { session: one.id });
      tell(texts.ended);
    } catch (refusal) {
      tellRefusal(refusal);
    }
    setBusy(false);
    setSure(0);
    void load();
  };
  const button = (id: number, label: string, ended: readonly SessionInfo[]) => (
    <button
      type="button" class={`button small danger${sure === id ? ' main' : ''}`} disabled={busy || !upToDate.value}
      onClick={() => (sure === id ? void end(ended) : setSure(id))} onBlur={() => sure === id && !busy && setSure(0)}
    >
      {sure === id ? texts.sure : label}
    </button>
  );
  return (
    <Frame title={more().settings.sessions} back={at.settings}>
      <p class="soft">{texts.hint}</p>
      {wrong && <p class="note bad" role="alert">{wrong}</p>}
      {!sessions && !wrong && <p class="empty" role="status">{upToDate.value ? words.loading : texts.offline}</p>}
      {sessions && (
        <ul class="list">
          {sessions.map((one) => (
            <li key={one.id} class="row wrap">
              <Icon name="lock" />
              <div class="grow">
                <strong dir="auto" title={one.device}>{nameOf(one.device)}</strong>
                <p class="soft small">{say(texts.since, { when: moment(one.at) })} · {say(texts.until, { when: distance(one.expires_at) })}</p>
              </div>
              {one.current ? <span class="tag good">{texts.current}</span> : button(one.id, texts.end, [one])}
            </li>
          ))}
        </ul>
      )}
      {others.length > 1 && <p>{button(-1, texts.endOthers, others)}</p>}
    </Frame>
  );
}
