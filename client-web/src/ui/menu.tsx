import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon';

export interface MenuItem {
  readonly name: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly run: () => void;
}

/** A button that opens a menu. Arrow keys, Home, End, Escape, as the ARIA authoring practices say of a menu button. */
export function MenuButton({ label, icon = 'more', items, small, children }: {
  readonly label: string; readonly icon?: IconName; readonly items: () => readonly MenuItem[]; readonly small?: boolean; readonly children?: ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const [up, setUp] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const outside = (event: Event) => !box.current?.contains(event.target as Node) && setOpen(false);
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);

  const close = () => { setOpen(false); button.current?.focus(); };
  const onKey = (event: KeyboardEvent) => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const now = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else if (to !== undefined) all[to % all.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const toggle = () => {
    setUp((button.current?.getBoundingClientRect().bottom ?? 0) > innerHeight * 0.6);
    setOpen(!open);
  };
  return (
    <span ref={box} class="menu-box">
      <button ref={button} type="button" class={`icon-button${small ? ' small' : ''}`} aria-label={label} title={label} aria-haspopup="menu" aria-expanded={open} onClick={toggle}>
        {children ?? <Icon name={icon} />}
      </button>
      {open && (
        <div class={`menu${up ? ' up' : ''}`} role="menu" aria-label={label} onKeyDown={onKey}>
          {items().map((item) => (
            <button type="button" role="menuitem" tabIndex={-1} class={item.danger ? 'danger' : ''} onClick={() => { close(); item.run(); }}>
              {item.icon && <Icon name={item.icon} small />}{item.name}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}
