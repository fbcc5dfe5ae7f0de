import { signal } from '@preact/signals';
import { refusalText } from './refusal-text';

export interface Toast {
  readonly id: number;
  readonly text: string;
  /** What can be done about it: taken back, say. */
  readonly action?: { readonly name: string; readonly run: () => void } | undefined;
}

const shown = signal<readonly Toast[]>([]);
let nextId = 1;

/** Tells what has happened, for some seconds. */
export function tell(text: string, action?: Toast['action'], ms = action ? 10_000 : 5_000): void {
  const toast = { id: nextId++, text, action };
  shown.value = [...shown.value.slice(-2), toast];
  setTimeout(() => dismiss(toast.id), ms);
}

/** Tells why something was not done, and what to do next. */
export const tellRefusal = (error: unknown): void => tell(refusalText(error), undefined, 9_000);

const dismiss = (id: number): void => { shown.value = shown.value.filter((one) => one.id !== id); };

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.value.map((toast) => (
        <div class="toast" key={toast.id} onClick={() => dismiss(toast.id)}>
          <span>{toast.text}</span>
          {toast.action && <button type="button" onClick={() => toast.action!.run()}>{toast.action.name}</button>}
        </div>
      ))}
    </div>
  );
}
