import { useState } from 'preact/hooks';
import { Field } from '../../ui/field';
import { more } from '../../words/words';

const least = 10;

/** A new password, which one may look at while one types. */
export function PasswordField({ label, value, onValue, wrong }: {
  readonly label: string; readonly value: string; readonly onValue: (value: string) => void; readonly wrong?: string | undefined;
}) {
  const { password: texts } = more();
  const [shown, setShown] = useState(false);
  const isShort = value !== '' && [...value].length < least;
  return (
    <Field label={label} hint={isShort ? texts.tooShort : texts.hint} wrong={wrong}>
      {(described) => (
        <div class="row tight">
          <input
            class="input grow" type={shown ? 'text' : 'password'} name="new" autocomplete="new-password" required minLength={least} spellcheck={false}
            dir="ltr" {...described} value={value} onInput={(input) => onValue(input.currentTarget.value)}
          />
          <button type="button" class="button small" aria-pressed={shown} onClick={() => setShown(!shown)}>{shown ? texts.hide : texts.show}</button>
        </div>
      )}
    </Field>
  );
}
