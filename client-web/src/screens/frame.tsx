import type { ComponentChildren } from 'preact';
import { at } from '../route';
import { Icon } from '../ui/icon';
import { base } from '../words/words';

/** What the screens beside the rooms have in common: a bar with the way back and the title, and what scrolls below it. */
export function Frame({ title, back, tools, children }: {
  readonly title: string;
  /** Where it belongs, for a screen that is reached from another one; otherwise the way back is there on narrow screens only. */
  readonly back?: string;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <>
      <header class="bar">
        <a class={`icon-button${back ? '' : ' back'}`} href={back ?? at.home} aria-label={base().back}><Icon name="back" /></a>
        <h1 class="grow clip" dir="auto">{title}</h1>
        {tools}
      </header>
      <div class="page"><div class="body stack-wide">{children}</div></div>
    </>
  );
}

/** A part of a screen with its heading. */
export function Part({ title, hint, children }: {
  readonly title: string; readonly hint?: string | undefined; readonly children: ComponentChildren;
}) {
  return (
    <section class="card stack" aria-label={title}>
      <h2>{title}</h2>
      {hint && <p class="soft small">{hint}</p>}
      {children}
    </section>
  );
}
