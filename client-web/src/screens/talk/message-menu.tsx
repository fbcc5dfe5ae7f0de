import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../protocol/types';
import { Icon, type IconName } from '../../ui/icon';
import { base } from '../../words/words';
import type { Acts } from './message-acts';

const quickEmoji = ['👍', '👏', '🙏', '💡', '💧', '❤️'];

/** What can be done with a message: a menu, with the arrow keys. */
export function MessageMenu({ message, acts, onClose }: { readonly message: Message; readonly acts: Acts; readonly onClose: () => void }) {
  const words = base();
  const box = useRef<HTMLDivElement>(null);
  const [up, setUp] = useState(false);
  const items = (): HTMLElement[] => [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const back = () => {
    const row = box.current?.closest<HTMLElement>('[data-id]');
    onClose();
    row?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    const bounds = box.current!.getBoundingClientRect();
    const list = box.current!.closest('.messages')!.getBoundingClientRect();
    setUp(bounds.bottom > list.bottom && bounds.height < bounds.top - list.top);
    items()[0]?.focus({ preventScroll: true });
    const button = box.current!.previousElementSibling;
    const outside = ({ target }: Event) => target !== button && !box.current?.contains(target as Node) && onClose();
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, []);
  const onKey = (event: KeyboardEvent) => {
    const all = items();
    const now = all.indexOf(document.activeElement as HTMLElement);
    const to = {
      ArrowDown: now + 1, ArrowRight: now + 1, ArrowUp: now - 1 + all.length, ArrowLeft: now - 1 + all.length, Home: 0, End: all.length - 1,
    }[event.key];
    event.stopPropagation();
    if (event.key === 'Escape') back();
    else if (event.key === 'Tab') return onClose();
    else if (to !== undefined) all[to % all.length]?.focus();
    else return;
    event.preventDefault();
  };
  const item = (name: string, icon: IconName, run: (message: Message) => void, danger = false) => (
    <button type="button" role="menuitem" tabIndex={-1} class={danger ? 'danger' : ''} onClick={() => { back(); run(message); }}>
      <Icon name={icon} small />{name}
    </button>
  );
  return (
    <div class={`menu message-menu${up ? ' up' : ''}`} role="menu" aria-label={words.actions} ref={box} onKeyDown={onKey}>
      {acts.mayWrite && (
        <div class="quick" role="none">
          {quickEmoji.map((emoji) => (
            <button type="button" role="menuitem" tabIndex={-1} key={emoji} aria-label={`${words.react} ${emoji}`} onClick={() => { back(); acts.react(message, emoji, true); }}>{emoji}</button>
          ))}
          <button type="button" role="menuitem" tabIndex={-1} aria-label={words.otherEmoji} title={words.otherEmoji} onClick={() => { back(); acts.otherEmoji(message); }}>
            <Icon name="smile" small />
          </button>
        </div>
      )}
      {acts.mayWrite && item(words.reply, 'reply', acts.reply)}
      {acts.mayAnswer(message) && item(acts.isAnswer(message) ? words.unmarkAnswer : words.markAnswer, 'check', acts.markAnswer)}
      {acts.mayEdit(message) && item(words.edit, 'edit', acts.edit)}
      {acts.isModerator && item(message.pinned ? words.unpin : words.pin, 'pin', acts.pin)}
      {item(words.copyLink, 'link', acts.copyLink)}
      {!acts.mayEdit(message) && item(words.report, 'flag', acts.report)}
      {acts.mayRemove(message) && item(words.remove, 'trash', acts.remove, true)}
    </div>
  );
}
