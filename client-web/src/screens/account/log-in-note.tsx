import { Refusal } from '../../line/refusal';
import { Icon } from '../../ui/icon';
import { refusalText } from '../../ui/refusal-text';

/** Why one was not let in. An application that waits is no mistake. */
export function LogInNote({ refusal }: { readonly refusal: unknown }) {
  const waits = refusal instanceof Refusal && refusal.code === 'application_pending';
  return <p class={`note ${waits ? 'warn' : 'bad'}`} role="alert">{waits && <Icon name="clock" />}<span>{refusalText(refusal)}</span></p>;
}
