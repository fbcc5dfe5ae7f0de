import { SelectField } from '../../ui/field';
import { countryName } from '../../ui/person';
import { cached, language, locale } from '../../words/words';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Regions with a name that are no country: unions, islands that belong to one, codes for tests. */
const others = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));

/** Every country with its name, by that; codes of the past stand for those of today and are left out. */
function countries(): readonly (readonly [code: string, name: string])[] {
  return cached(`countries ${language.value}`, () =>
    letters
      .flatMap((a) => letters.map((b) => a + b))
      .filter((code) => !others.has(code) && new Intl.Locale(`und-${code}`).region === code)
      .map((code) => [code, countryName(code, locale())] as const)
      .filter(([code, name]) => name !== code)
      .sort((one, two) => one[1].localeCompare(two[1], locale())),
  );
}

export function CountryField({
  label,
  value,
  onValue,
  wrong,
}: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (code: string) => void;
  readonly wrong?: string | undefined;
}) {
  return <SelectField label={label} value={value} onValue={onValue} wrong={wrong} options={[['', '–'], ...countries()]} />;
}
