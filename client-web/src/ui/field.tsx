import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface Common {
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** What is wrong with the value, and what to do. */
  readonly wrong?: string | undefined;
}

interface Described {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** A label with its control, a hint and what is wrong; the control is told of both. */
export function Field({ label, hint, wrong, children }: Common & { readonly children: (attributes: Described) => ComponentChildren }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': Boolean(wrong) })}
      {hint && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      {wrong && <span class="wrong" id={`${id}-wrong`}>{wrong}</span>}
    </div>
  );
}

type InputProps = Common & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'label' | 'value' | 'type' | 'autocomplete' | 'required' | 'maxLength' | 'inputMode'> & {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly type?: string;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: string;
};

export function TextField({ label, hint, wrong, value, onValue, ...rest }: InputProps) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(described) => (
        <input class="input" {...(rest as object)} {...described} value={value} onInput={(input) => onValue(input.currentTarget.value)} />
      )}
    </Field>
  );
}

type AreaProps = Common & { readonly value: string; readonly onValue: (value: string) => void; readonly rows?: number; readonly required?: boolean };

export function AreaField({ label, hint, wrong, value, onValue, rows = 3, required }: AreaProps) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(described) => (
        <textarea class="input" dir="auto" rows={rows} required={required} {...described} value={value} onInput={(input) => onValue(input.currentTarget.value)} />
      )}
    </Field>
  );
}

type SelectProps = Common & {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly required?: boolean;
};

export function SelectField({ label, hint, wrong, value, onValue, options, required }: SelectProps) {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(described) => (
        <select class="input" required={required} {...described} value={value} onChange={(change) => onValue(change.currentTarget.value)}>
          {options.map(([one, name]) => <option value={one} selected={one === value}>{name}</option>)}
        </select>
      )}
    </Field>
  );
}

export function Check({ label, checked, onValue }: { readonly label: ComponentChildren; readonly checked: boolean; readonly onValue: (on: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(change) => onValue(change.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
