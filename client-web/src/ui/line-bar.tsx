import { lineState, offlineSince, outbox } from '../state';
import { clock } from '../words/dates';
import { base, count, say } from '../words/words';
import { Icon } from './icon';

/** Says plainly when the line is not there, and what waits for it. */
export function LineBar() {
  const words = base();
  const waiting = outbox.value.filter((one) => !one.refused && one.method !== 'read.mark').length;
  const refused = outbox.value.filter((one) => one.refused).length;
  const offline = offlineSince.value > 0 && lineState.value !== 'open';
  if (!offline && !refused) return null;
  return (
    <div class="line-bar" role="status">
      <Icon name={offline ? 'offline' : 'warning'} small />
      <span>
        {[
          offline && say(words.offline, { time: clock(offlineSince.value) }),
          offline && waiting > 0 && count(words.waiting, waiting),
          refused > 0 && count(words.refusedWaiting, refused),
        ].filter(Boolean).join(' ')}
      </span>
    </div>
  );
}
