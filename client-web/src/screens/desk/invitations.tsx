import { useState } from 'preact/hooks';
import type { Invitation } from '../../protocol/types';
import { act, ask } from '../../session';
import { AreaField, Check, TextField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { refusalText } from '../../ui/refusal-text';
import { tell } from '../../ui/toast';
import { longDay } from '../../words/dates';
import { base, count, desk, say } from '../../words/words';
import { begin } from './act';
import { Listed, meet, usePaged } from './lists';
import { deskRooms, placeName } from './pickers';
import { DeskName, Phrase, When } from './shell';

/** Invitations: whoever has the code of one is a member at once. */
export function Invitations() {
  const words = desk();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Invitation>();
  const list = usePaged<Invitation>(async (last, limit) => {
    const page = await ask('invitation.list', { limit, ...(last && { before: last.id }) });
    void meet(page.invitations.map((one) => one.by));
    return { items: page.invitations, more: page.more };
  });
  const onMade = (invitation: Invitation) => {
    setMade(invitation);
    setMaking(false);
    list.again();
  };
  return (
    <>
      <div class="row wrap section-head">
        <h2 class="grow">{words.sections.invitations}</h2>
        {!making && (
          <button type="button" class="button main small" onClick={() => setMaking(true)}>
            <Icon name="plus" small />
            {words.makeInvitation}
          </button>
        )}
      </div>
      <p class="soft">{words.invitationsIntro}</p>
      {made && <Code key={made.id} invitation={made} />}
      {making && <Make onMade={onMade} onCancel={() => setMaking(false)} />}
      <Listed list={list} label={words.sections.invitations} empty={words.noInvitations}>
        {(one) => <Item key={one.id} one={one} again={list.again} />}
      </Listed>
    </>
  );
}

function Code({ invitation }: { readonly invitation: Invitation }) {
  const words = desk();
  const link = `${location.origin}/#/apply?invitation=${encodeURIComponent(invitation.code)}`;
  const copy = (text: string) => () =>
    void navigator.clipboard.writeText(text).then(
      () => tell(words.copied),
      () => tell(words.copyByHand),
    );
  if (!invitation.code)
    return (
      <p class="note warn" role="alert">
        {words.codeLost}
      </p>
    );
  return (
    <div class="card stack-tight desk-made" role="status">
      <p class="strong">{words.codeOnce}</p>
      <p class="row wrap">
        <code class="grow desk-code" dir="ltr">
          {invitation.code}
        </code>
        <button type="button" class="button small" onClick={copy(invitation.code)}>
          {words.copyCode}
        </button>
      </p>
      <p class="row wrap">
        <code class="grow desk-code" dir="ltr">
          {link}
        </code>
        <button type="button" class="button small" onClick={copy(link)}>
          {words.copyLink}
        </button>
      </p>
    </div>
  );
}

function Make({ onMade, onCancel }: { readonly onMade: (invitation: Invitation) => void; readonly onCancel: () => void }) {
  const words = desk();
  const [uses, setUses] = useState('1');
  const [days, setDays] = useState('14');
  const [note, setNote] = useState('');
  const [rooms, setRooms] = useState<readonly number[]>([]);
  const [failed, setFailed] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const isBad = (text: string, most: number) => !/^\d+$/.test(text.trim()) || Number(text) < 1 || Number(text) > most;
  const [tried, setTried] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (isBad(uses, 1000) || isBad(days, 90)) return;
    setBusy(true);
    setFailed(undefined);
    try {
      const { invitation } = await act('invitation.create', {
        uses: Number(uses),
        days: Number(days),
        ...(note.trim() && { note: note.trim() }),
        ...(rooms.length && { rooms }),
      });
      onMade(invitation);
    } catch (refusal) {
      setFailed(refusal);
      setBusy(false);
    }
  };
  return (
    <form class="card stack" onSubmit={submit} noValidate>
      <div class="row desk-fields">
        <TextField
          label={words.uses}
          type="number"
          inputMode="numeric"
          value={uses}
          onValue={setUses}
          wrong={tried && isBad(uses, 1000) ? words.usesWrong : undefined}
        />
        <TextField
          label={words.days}
          type="number"
          inputMode="numeric"
          value={days}
          onValue={setDays}
          wrong={tried && isBad(days, 90) ? words.daysWrong : undefined}
        />
      </div>
      <AreaField label={words.invitationNote} hint={words.invitationNoteHint} value={note} onValue={setNote} rows={2} />
      <fieldset class="stack-tight">
        <legend class="label">{words.invitationRooms}</legend>
        <div class="desk-checks">
          {deskRooms()
            .filter((room) => !room.archived)
            .map((room) => (
              <Check
                key={room.id}
                label={<bdi>{room.name}</bdi>}
                checked={rooms.includes(room.id)}
                onValue={(on) => setRooms(on ? [...rooms, room.id] : rooms.filter((one) => one !== room.id))}
              />
            ))}
        </div>
      </fieldset>
      {Boolean(failed) && (
        <div class="note bad" role="alert">
          {refusalText(failed)}
        </div>
      )}
      <div class="row wrap">
        <button type="submit" class="button main" disabled={busy}>
          {words.makeInvitation}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {base().cancel}
        </button>
      </div>
    </form>
  );
}

function Item({ one, again }: { readonly one: Invitation; readonly again: () => void }) {
  const words = desk();
  const isOver = one.expires_at <= Date.now();
  const holds = !one.revoked && !isOver && one.uses_left > 0;
  const state = one.revoked
    ? words.revoked
    : isOver
      ? words.expired
      : one.uses_left > 0
        ? count(words.usesLeft, one.uses_left)
        : words.usedUp;
  return (
    <li class="stack-tight">
      <div class="row wrap desk-who">
        <span class={`tag${holds ? ' good' : ''}`}>{state}</span>
        <span class="soft small">{say(words.until, { when: longDay(one.expires_at) })}</span>
        <span class="grow" />
        {holds && (
          <button type="button" class="button quiet small" onClick={() => revoke(one, again)}>
            {words.revoke}
          </button>
        )}
      </div>
      {one.note && <p dir="auto">{one.note}</p>}
      <p class="row wrap small">
        <span>
          <Phrase text={words.madeBy} values={{ name: <DeskName member={one.by} /> }} />
        </span>{' '}
        <When at={one.at} />
        {one.rooms.map((room) => (
          <span key={room} class="tag">
            {placeName(room)}
          </span>
        ))}
      </p>
    </li>
  );
}

function revoke(one: Invitation, again: () => void): void {
  const words = desk();
  begin({
    title: words.revokeTitle,
    about: words.revokeAbout,
    confirm: words.revoke,
    danger: true,
    async run() {
      await act('invitation.revoke', { invitation: one.id });
      tell(words.isRevoked);
      again();
    },
  });
}
