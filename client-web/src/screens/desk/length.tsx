import { useState } from 'preact/hooks';
import { SelectField, TextField } from '../../ui/field';
import { cached, desk, language, locale } from '../../words/words';

const choices = [60, 1440, 10_080, 43_200, 0] as const;
const units = { minute: 1, hour: 60, day: 1440, week: 10_080 } as const;
type Unit = keyof typeof units;
/** Five years: a sanction with an end lasts no longer. */
const most = 2_628_000;

/** So many minutes in words: 1 hour, 3 days; 0 is for good. */
export function lengthText(minutes: number): string {
  if (!minutes) return desk().forGood;
  const unit = (['week', 'day', 'hour'] as const).find((one) => minutes % units[one] === 0) ?? 'minute';
  const inUnit = minutes / units[unit];
  const format = cached(
    `length ${language.value} ${unit}`,
    () => new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }),
  );
  return format.format(inUnit);
}

function unitName(unit: Unit): string {
  const parts = new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).formatToParts(5);
  return (
    parts
      .filter((part) => part.type === 'unit')
      .map((part) => part.value)
      .join('')
      .trim() || unit
  );
}

/** How long something lasts: some that are usual, for good, or one's own. Undefined while that makes no sense. */
export function LengthField({
  minutes,
  onMinutes,
  wrong,
}: {
  readonly minutes: number | undefined;
  readonly onMinutes: (minutes: number | undefined) => void;
  readonly wrong?: string | undefined;
}) {
  const words = desk();
  const [own, setOwn] = useState(false);
  const [amount, setAmount] = useState('3');
  const [unit, setUnit] = useState<Unit>('day');
  const change = (nextAmount: string, nextUnit: Unit) => {
    setAmount(nextAmount);
    setUnit(nextUnit);
    const total = Math.round(Number(nextAmount) * units[nextUnit]);
    onMinutes(total >= 1 && total <= most ? total : undefined);
  };
  const choose = (value: string) => {
    setOwn(value === 'own');
    if (value === 'own') change(amount, unit);
    else onMinutes(Number(value));
  };
  return (
    <>
      <SelectField
        label={words.howLong}
        value={own ? 'own' : String(minutes ?? '')}
        onValue={choose}
        options={[
          ...choices.map((one) => [String(one), one === 43_200 ? words.aMonth : lengthText(one)] as const),
          ['own', words.ownLength],
        ]}
      />
      {own && (
        <div class="row desk-fields">
          <TextField
            label={words.amount}
            type="number"
            inputMode="numeric"
            value={amount}
            onValue={(value) => change(value, unit)}
            wrong={wrong}
          />
          <SelectField
            label={words.unit}
            value={unit}
            onValue={(value) => change(amount, value as Unit)}
            options={(Object.keys(units) as Unit[]).map((one) => [one, unitName(one)])}
          />
        </div>
      )}
    </>
  );
}
