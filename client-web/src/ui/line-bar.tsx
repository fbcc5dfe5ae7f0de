import { useEffect, useState } from 'preact/hooks';
import type { Queued } from '../kept/database';
import { at, route } from '../route';
import { lineState, offlineSince, outbox, upToDate, who } from '../state';
import { clock } from '../words/dates';
import { base, count, say } from '../words/words';
import { Icon } from './icon';

/** A line that is made within this time is not worth a word. */
const patienceMs = 2_000;

function useLate(): boolean {
  const [late, setLate] = useState(false);
  const done = upToDate.value;
  useEffect(() => {
    if (done) return setLate(false);
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, [done]);
  return late && !done;
}

/** Where the author of a refused text finds it. */
function placeOf({ params }: Queued): string {
  const [room, thread, message] = [params.room, params.thread, params.message].map((id) => Number(id ?? 0));
  return message ? at.message(message!) : thread ? at.thread(room!, thread) : params.title ? at.threads(room!) : at.room(room!);
}

/** Says plainly when the line is not there, and what waits for it. */
export function LineBar() {
  const words = base();
  const late = useLate() && who.value !== 'nobody';
  const written = outbox.value.filter((one) => one.method !== 'read.mark');
  const refused = written.filter((one) => one.refused);
  const waiting = written.length - refused.length;
  const unkept = written.some((one) => one.order === undefined);
  const ended = lineState.value === 'ended' && who.value === 'member';
  const offline = offlineSince.value > 0;
  if (!ended && !offline && !late && !unkept && !refused.length) return null;
  return (
    <div class={`line-bar${ended ? ' ended' : ''}`} role="status">
      <Icon name={offline ? 'offline' : 'warning'} small />
      <span>
        {[
          ended ? words.logInEnded : offline ? say(words.offline, { time: clock(offlineSince.value) }) : late && words.connecting,
          (ended || offline) && waiting > 0 && count(words.waiting, waiting),
          unkept && words.notKept,
        ].filter(Boolean).join(' ')}
        {ended && route.value.path[0] !== 'log-in' && <> <a href={at.logIn}>{words.logIn}</a></>}
        {!ended && refused.length > 0 && <> <a href={placeOf(refused[0]!)}>{count(words.refusedWaiting, refused.length)}</a></>}
      </span>
    </div>
  );
}
