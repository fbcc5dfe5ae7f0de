import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useId } from 'preact/hooks';
import { base } from '../words/words';
import { Icon } from './icon';

/** A modal dialog: focus stays in it and goes back afterwards, Escape closes it. */
export function Dialog({ title, onClose, children }: { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    element.current?.showModal();
    return () => before?.focus?.();
  }, []);
  return (
    <dialog ref={element} aria-labelledby={heading} onClose={onClose} onClick={(click) => click.target === element.current && onClose()}>
      <div>
        <div class="row">
          <h2 id={heading} class="grow">{title}</h2>
          <button type="button" class="icon-button small" aria-label={base().close} onClick={onClose}><Icon name="close" /></button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
