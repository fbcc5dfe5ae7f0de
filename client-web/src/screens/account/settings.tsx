import { useState } from 'preact/hooks';
import type { NotifyLevel } from '../../protocol/types';
import { at } from '../../route';
import { act, logOut, unsent } from '../../session';
import { change, isLite, settings, type Lite, type Theme } from '../../settings';
import { parts, upToDate } from '../../state';
import { Dialog } from '../../ui/dialog';
import { Check, SelectField } from '../../ui/field';
import { Icon } from '../../ui/icon';
import { languageName } from '../../ui/person';
import { refusalText } from '../../ui/refusal-text';
import { tellRefusal } from '../../ui/toast';
import { base, count, languages, locale, more, setLanguage, type Language } from '../../words/words';
import { ExportPart, KeptPart, MovedPart } from './device-parts';
import { Frame, Part } from '../frame';
import { commonLanguages } from './language-checks';
import { roomName } from '../side';

/** What is chosen on this device and in each room, what this device keeps, and the way out. */
export function SettingsScreen() {
  const words = base();
  const { settings: texts } = more();
  return (
    <Frame title={words.settings}>
      <nav class="row wrap" aria-label={words.settings}>
        <a class="button" href={at.profile}><Icon name="person" small />{words.profile}</a>
        <a class="button" href={at.sessions}><Icon name="lock" small />{texts.sessions}</a>
        <LogOut />
      </nav>
      <DevicePart />
      <NotifyPart />
      <ShortcutsPart />
      <MovedPart />
      <KeptPart />
      <ExportPart />
      <p class="soft small">{texts.server} <bdi>{parts.server.value}</bdi> · <a href="/about">{words.aboutServer}</a></p>
    </Frame>
  );
}

function DevicePart() {
  const { settings: texts } = more();
  const { theme, lite, writeIn, enterSends, lang } = settings.value;
  const chooseLanguage = (next: string) => { change({ lang: next }); void setLanguage(next as Language); };
  const tags = [...new Set([...(parts.me.value?.languages ?? []), ...(writeIn ? [writeIn] : []), ...commonLanguages])];
  return (
    <Part title={texts.thisDevice}>
      <div class="pairs">
        <SelectField
          label={texts.language} value={lang || document.documentElement.lang} onValue={chooseLanguage}
          options={Object.entries(languages)}
        />
        <SelectField
          label={texts.theme} value={theme} onValue={(next) => change({ theme: next as Theme })}
          options={(['auto', 'light', 'dark'] as const).map((one) => [one, texts.themes[one]] as const)}
        />
        <SelectField
          label={texts.writeIn} value={writeIn} onValue={(next) => change({ writeIn: next })} hint={texts.writeInHint}
          options={[['', texts.writeInAuto], ...tags.map((tag) => [tag, languageName(tag, locale())] as const)]}
        />
        <SelectField
          label={texts.lite} value={lite} onValue={(next) => change({ lite: next as Lite })}
          hint={`${isLite() ? texts.liteIsOn : texts.liteIsOff} ${texts.liteHint}`}
          options={(['auto', 'on', 'off'] as const).map((one) => [one, texts.lites[one]] as const)}
        />
      </div>
      <Check label={texts.enterSends} checked={enterSends} onValue={(on) => change({ enterSends: on })} />
    </Part>
  );
}

function NotifyPart() {
  const words = base();
  const { settings: texts } = more();
  const memberships = parts.memberships.value;
  const rooms = [...parts.rooms.value.values()].filter((room) => memberships.get(room.id)?.in)
    .sort((a, b) => roomName(a).localeCompare(roomName(b), locale()));
  const set = (room: number, level: NotifyLevel) => void act('room.notify', { room, level }).catch(tellRefusal);
  return (
    <Part title={texts.notify} hint={texts.notifyHint}>
      {!rooms.length && <p>{words.noRooms}</p>}
      <ul class="settings-rooms">
        {rooms.map((room) => {
          const level = memberships.get(room.id)?.notify ?? 'all';
          return (
            <li key={room.id} class="row wrap">
              <label class="grow" for={`notify-${room.id}`}><bdi>{roomName(room)}</bdi></label>
              <select
                class="input" id={`notify-${room.id}`} value={level} disabled={!upToDate.value}
                onChange={(event) => set(room.id, event.currentTarget.value as NotifyLevel)}
              >
                {(['all', 'mentions', 'none'] as const).map((one) => <option value={one} selected={one === level}>{words.notifyLevels[one]}</option>)}
              </select>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function ShortcutsPart() {
  const { settings: texts } = more();
  const all: readonly (readonly [readonly string[], string])[] = [
    [['/', 'Ctrl K'], texts.keys.search],
    [['n'], texts.keys.next],
    [['Enter', 'm'], texts.keys.menu],
    [['r'], texts.keys.reply],
    [['e'], texts.keys.edit],
    [['Esc'], texts.keys.close],
  ];
  return (
    <Part title={texts.shortcuts}>
      <dl class="shortcuts">
        {all.map(([keys, what]) => <div><dt>{keys.map((key) => <kbd>{key}</kbd>)}</dt><dd>{what}</dd></div>)}
      </dl>
    </Part>
  );
}

function LogOut() {
  const { settings: texts } = more();
  const [asks, setAsks] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const waiting = unsent();
  const out = () => {
    setBusy(true);
    setWrong('');
    logOut().catch((refusal: unknown) => { setWrong(refusalText(refusal)); setBusy(false); });
  };
  return (
    <>
      <button type="button" class="button" onClick={() => setAsks(true)}><Icon name="log_out" small />{texts.logOut}</button>
      {asks && (
        <Dialog title={texts.logOutTitle} onClose={() => setAsks(false)}>
          {waiting > 0 && <p class="note warn" role="alert">{count(texts.logOutUnsent, waiting)}</p>}
          <p>{texts.logOutHint}</p>
          {wrong && <p class="note bad" role="alert">{wrong}</p>}
          <div class="row wrap">
            <button type="button" class={`button main${waiting ? ' danger' : ''}`} disabled={busy} onClick={out}>
              {waiting ? texts.logOutAnyway : texts.logOut}
            </button>
            <button type="button" class="button" onClick={() => setAsks(false)}>{base().cancel}</button>
          </div>
        </Dialog>
      )}
    </>
  );
}
