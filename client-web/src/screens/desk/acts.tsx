import type { Message, Profile, Sanction } from '../../protocol/types';
import { act } from '../../session';
import { parts } from '../../state';
import { nameOf } from '../../ui/person';
import { tell, tellRefusal } from '../../ui/toast';
import { base, desk, say } from '../../words/words';
import { begin, type Act, type Answers } from './act';
import { isAdministrator, placeName } from './pickers';

type Places = readonly (readonly [room: number, name: string])[];

/** Whom an act is about, where it may be done, and what is asked again when it has been. */
export interface Aim {
  readonly member: number;
  readonly rooms: readonly number[];
  /** The one of them that it is about at first. */
  readonly room?: number | undefined;
  readonly after?: () => void;
}

const places = (rooms: readonly number[], everywhere = false): Places =>
  [...(everywhere && isAdministrator() ? [...rooms, 0] : rooms)].map((room) => [room, placeName(room)] as const);

/** What takes something back, offered for some seconds. */
export function tellWithUndo(text: string, undo: () => Promise<unknown>, after?: () => void): void {
  const run = () =>
    void undo().then(() => {
      tell(desk().undone);
      after?.();
    }, tellRefusal);
  tell(text, { name: base().undo, run });
}

function sanction(
  aim: Aim,
  words: { readonly title: string; readonly about: string; readonly confirm: string; readonly done: string },
  options: Partial<Act>,
  run: (answers: Answers) => Promise<{ readonly sanction: number }>,
  undo?: (answers: Answers) => Promise<unknown>,
): void {
  const name = nameOf(aim.member);
  begin({
    title: say(words.title, { name }),
    about: words.about,
    reason: { seen: desk().memberSees },
    confirm: words.confirm,
    danger: true,
    ...options,
    async run(answers) {
      const { sanction: id } = await run(answers);
      aim.after?.();
      const takeBack = async () => {
        await act('sanction.lift', { sanction: id, reason: desk().undoReason });
        await undo?.(answers);
      };
      tellWithUndo(say(words.done, { name }), takeBack, aim.after);
    },
  });
}

export const warn = (aim: Aim): void =>
  sanction(aim, desk().warn, { rooms: places(aim.rooms, true), room: aim.room, danger: false }, ({ room, reason }) =>
    act('member.warn', { member: aim.member, room, reason }),
  );

export const mute = (aim: Aim): void =>
  sanction(aim, desk().mute, { rooms: places(aim.rooms, true), room: aim.room, length: true }, ({ room, reason, minutes }) =>
    act('member.mute', { member: aim.member, room, reason, minutes }),
  );

export const ban = (aim: Aim): void => {
  const wasIn = new Set(aim.rooms);
  sanction(
    aim,
    desk().ban,
    { rooms: places(aim.rooms), length: true },
    ({ room, reason, minutes }) => act('member.ban', { member: aim.member, room, reason, minutes }),
    async ({ room }) => {
      if (wasIn.has(room)) await act('room.add_member', { room, member: aim.member });
    },
  );
};

export const suspend = (aim: Aim): void =>
  sanction(aim, desk().suspend, { length: true }, ({ reason, minutes }) =>
    act('member.suspend', { member: aim.member, reason, minutes }),
  );

export function lift(one: Sanction, after?: () => void): void {
  const words = desk();
  begin({
    title: say(words.lift.title, { kind: words.sanctionKinds[one.kind], name: nameOf(one.member) }),
    reason: { seen: words.memberSees },
    confirm: words.lift.confirm,
    async run({ reason }) {
      await act('sanction.lift', { sanction: one.id, reason });
      after?.();
      tell(words.lift.done);
    },
  });
}

export function removeMessage(message: Message, after?: () => void): void {
  const words = desk();
  begin({
    title: base().removeTitle,
    about: base().removeHint,
    reason: { seen: words.allSee },
    confirm: base().remove,
    danger: true,
    async run({ reason }) {
      await act('message.remove', { message: message.id, reason });
      after?.();
      tell(words.messageRemoved);
    },
  });
}

export function removeFromRoom(member: number, room: number, after?: () => void): void {
  const words = desk();
  const values = { name: nameOf(member), room: placeName(room) };
  begin({
    title: say(words.removeFrom.title, values),
    about: parts.rooms.value.get(room)?.kind === 'group' ? words.removeFrom.aboutGroup : words.removeFrom.about,
    reason: { seen: words.memberSees },
    confirm: base().remove,
    danger: true,
    async run({ reason }) {
      await act('room.remove_member', { room, member, reason });
      after?.();
      tellWithUndo(say(words.removeFrom.done, values), () => act('room.add_member', { room, member }), after);
    },
  });
}

export function addToRoom(member: number, rooms: readonly number[], after?: () => void): void {
  const words = desk();
  begin({
    title: say(words.addTo.title, { name: nameOf(member) }),
    about: words.addTo.about,
    rooms: places(rooms),
    confirm: words.addTo.confirm,
    async run({ room }) {
      await act('room.add_member', { room, member });
      after?.();
      tell(say(words.addTo.done, { name: nameOf(member), room: placeName(room) }));
    },
  });
}

export function appoint(member: number, room: number, after?: () => void): void {
  const words = desk();
  const values = { name: nameOf(member), room: placeName(room) };
  begin({
    title: say(words.appoint.title, values),
    about: words.appoint.about,
    confirm: words.appoint.confirm,
    async run() {
      await act('room.appoint', { room, member });
      after?.();
      tellWithUndo(say(words.appoint.done, values), () => act('room.dismiss', { room, member }), after);
    },
  });
}

export function dismiss(member: number, room: number, after?: () => void): void {
  const words = desk();
  const values = { name: nameOf(member), room: placeName(room) };
  begin({
    title: say(words.dismiss.title, values),
    about: words.dismiss.about,
    reason: { seen: words.memberSees, optional: true },
    confirm: words.dismiss.confirm,
    danger: true,
    async run({ reason }) {
      await act('room.dismiss', { room, member, ...(reason && { reason }) });
      after?.();
      tellWithUndo(say(words.dismiss.done, values), () => act('room.appoint', { room, member }), after);
    },
  });
}

export function setRole(member: number, administrator: boolean, after?: () => void): void {
  const words = desk();
  const which = administrator ? words.promote : words.demote;
  const name = nameOf(member);
  const set = (on: boolean, reason = '') =>
    act('member.set_role', { member, role: on ? 'administrator' : 'member', ...(reason && { reason }) });
  begin({
    title: say(which.title, { name }),
    about: which.about,
    reason: { seen: words.memberSees, optional: true },
    confirm: which.confirm,
    danger: !administrator,
    async run({ reason }) {
      await set(administrator, reason);
      after?.();
      tellWithUndo(say(which.done, { name }), () => set(!administrator), after);
    },
  });
}

export function setActive(member: Profile, active: boolean, after?: () => void): void {
  const words = desk();
  const which = active ? words.activate : words.deactivate;
  begin({
    title: say(which.title, { name: member.name }),
    about: which.about,
    reason: { seen: words.auditSees },
    confirm: which.confirm,
    danger: !active,
    async run({ reason }) {
      await act('member.deactivate', { member: member.id, on: !active, reason });
      after?.();
      tellWithUndo(
        say(which.done, { name: member.name }),
        () => act('member.deactivate', { member: member.id, on: active, reason: words.undoReason }),
        after,
      );
    },
  });
}

/** Erases a person, for good: the name has to be typed. */
export function erase(member: Profile, texts: boolean, after?: () => void): void {
  const words = desk();
  begin({
    title: say(texts ? words.erase.titleTexts : words.erase.title, { name: member.name }),
    about: texts ? words.erase.aboutTexts : words.erase.about,
    reason: { seen: words.auditSees },
    typed: member.name,
    confirm: words.erase.confirm,
    danger: true,
    async run({ reason }) {
      await act('member.erase', { member: member.id, texts, reason });
      after?.();
      tell(words.erase.done);
    },
  });
}
