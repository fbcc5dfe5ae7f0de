import { useEffect, useState } from 'preact/hooks';
import type { Profile, Room, Utility } from '../../protocol/types';
import { ask } from '../../session';
import { happen, parts } from '../../state';
import { Field, SelectField } from '../../ui/field';
import { Avatar, countryName } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { base, desk, locale } from '../../words/words';

const waitMs = 300;

/** Whether one is an administrator. */
export const isAdministrator = (): boolean => parts.me.value?.role === 'administrator';

/** The rooms that one moderates, by name: all for administrators, but the conversations. */
export function deskRooms(): readonly Room[] {
  const memberships = parts.memberships.value;
  const moderates = (room: Room) => {
    const membership = memberships.get(room.id);
    return isAdministrator() || (membership?.in && membership.role !== 'member');
  };
  return [...parts.rooms.value.values()]
    .filter((room) => room.kind !== 'direct' && moderates(room))
    .sort((a, b) => Number(a.archived) - Number(b.archived) || a.name.localeCompare(b.name, locale()));
}

/** A room's name, or what stands for it: everywhere, a conversation of others. */
export function placeName(room: number): string {
  if (!room) return desk().everywhere;
  const known = parts.rooms.value.get(room);
  return known?.name || desk().privateRoom;
}

/** A choice of one of the rooms that one moderates; 0 is what `all` says. */
export function RoomPicker({
  room,
  onRoom,
  all,
  label,
}: {
  readonly room: number;
  readonly onRoom: (room: number) => void;
  readonly all?: string;
  readonly label?: string;
}) {
  const options = deskRooms().map(
    (one) => [String(one.id), one.archived ? `${one.name} (${base().archived})` : one.name] as const,
  );
  return (
    <SelectField
      label={label ?? desk().room}
      value={String(room)}
      onValue={(value) => onRoom(Number(value))}
      options={all === undefined ? options : [['0', all], ...options]}
    />
  );
}

/** Asks while one types, when one pauses; an older answer does not come over a newer one. */
function useFound<T>(
  query: string,
  find: (query: string) => Promise<readonly T[]>,
): { readonly found: readonly T[] | undefined; readonly failed: unknown } {
  const [state, setState] = useState<{ readonly found?: readonly T[]; readonly failed?: unknown }>({});
  useEffect(() => {
    let wanted = true;
    if (!query.trim()) return setState({});
    const timer = setTimeout(() => {
      find(query.trim()).then(
        (found) => wanted && setState({ found }),
        (failed) => wanted && setState({ failed }),
      );
    }, waitMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query]);
  return { found: state.found, failed: state.failed };
}

/** A search for a member, with a button for each that is found. */
export function MemberPicker({
  label,
  onMember,
  not = [],
}: {
  readonly label: string;
  readonly onMember: (member: Profile) => void;
  readonly not?: readonly number[];
}) {
  const [query, setQuery] = useState('');
  const { found, failed } = useFound(query, async (text) => {
    const page = await ask('member.search', { query: text, limit: 8 });
    happen({ type: 'profiles', profiles: page.members });
    return page.members;
  });
  const shown = found?.filter((one) => !not.includes(one.id));
  return (
    <div class="stack desk-picker">
      <Field label={label}>
        {(described) => (
          <input
            class="input"
            type="search"
            dir="auto"
            autocomplete="off"
            {...described}
            value={query}
            onInput={(input) => setQuery(input.currentTarget.value)}
          />
        )}
      </Field>
      <div role="status">
        {Boolean(failed) && <span class="wrong">{refusalText(failed)}</span>}
        {shown?.length === 0 && <span class="soft small">{desk().nobodyFound}</span>}
      </div>
      {Boolean(shown?.length) && (
        <ul class="list desk-picks">
          {shown!.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                onClick={() => {
                  setQuery('');
                  onMember(one);
                }}
              >
                <Avatar member={one.id} size="small" />
                <span class="grow">
                  <bdi class="strong">{one.name}</bdi>{' '}
                  <span class="soft small">
                    <bdi>{one.utility_name}</bdi>
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A choice of a utility from the server's list; 0 is none of it. */
export function UtilityPicker({
  utility,
  onUtility,
  label,
  hint,
  none,
}: {
  readonly utility: number;
  readonly onUtility: (utility: number) => void;
  readonly label: string;
  readonly hint?: string;
  readonly none: string;
}) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<Utility | undefined>(() => parts.utilities.value.get(utility));
  const { found } = useFound(query, async (text) => (await ask('utility.list', { query: text, limit: 20 })).utilities);
  const options = new Map<number, Utility>();
  if (chosen) options.set(chosen.id, chosen);
  for (const one of found ?? []) options.set(one.id, one);
  const choose = (id: number) => {
    setChosen(options.get(id));
    onUtility(id);
  };
  const nameOf = (one: Utility) => `${one.name} · ${countryName(one.country, locale())}`;
  return (
    <>
      <Field label={desk().findUtility}>
        {(described) => (
          <input
            class="input"
            type="search"
            dir="auto"
            autocomplete="off"
            {...described}
            value={query}
            onInput={(input) => setQuery(input.currentTarget.value)}
          />
        )}
      </Field>
      <SelectField
        label={label}
        hint={found?.length === 0 ? desk().noUtilityFound : hint}
        value={String(utility)}
        onValue={(value) => choose(Number(value))}
        options={[['0', none], ...[...options.values()].map((one) => [String(one.id), nameOf(one)] as const)]}
      />
    </>
  );
}
