import type { MemberId, MessageId, Methods, RoomId, ThreadId } from '../../src/protocol/types';
import { logIn, post, rpc, type Person } from './api';
import { demoPassword, Server } from './server';

/** Who is in the demo, by the part of the address before the first dot or @. */
const addresses = {
  ingrid: 'ingrid.solheim@secretariat.example',
  wanjiru: 'wanjiru.kamotho@maji-kaskazini.example',
  aurelio: 'aurelio.mamani@cerro-quillay.example',
  kwabena: 'kwabena.asare@kwansima-water.example',
  peter: 'peter.omondi@maji-kaskazini.example',
  fatou: 'fatou.sarr@eaux-tanobe.example',
} as const;

type Known = keyof typeof addresses;

/** The demo community, with what it lacks for each screen to have something to show. */
export class Demo {
  readonly rooms = new Map<string, RoomId>();
  readonly threads = new Map<string, ThreadId>();
  readonly people = new Map<Known, Person>();
  newcomer!: Person;
  /** A message in the chat of water distribution that others have reacted to. */
  message: MessageId = 0;
  /** The conversation of Wanjiru and Peter. */
  direct: RoomId = 0;

  private constructor(readonly server: Server) {}

  static async start(): Promise<Demo> {
    const demo = new Demo(await Server.start({ demo: true }));
    await demo.fill();
    return demo;
  }

  get url(): string {
    return this.server.url;
  }

  as<M extends keyof Methods>(person: Person, method: M, params: Methods[M]['params']) {
    return rpc(this.url, person.token, method, params);
  }

  who(name: Known): Person {
    return this.people.get(name)!;
  }

  room(slug: string): RoomId {
    return this.rooms.get(slug)!;
  }

  /** The thread of water distribution with this in its title. */
  thread(title: string): ThreadId {
    return [...this.threads].find(([one]) => one.includes(title))![1];
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  private async fill(): Promise<void> {
    for (const [name, email] of Object.entries(addresses)) {
      const token = await logIn(this.url, email, demoPassword);
      const { members } = await rpc(this.url, token, 'member.search', { query: email.split('.')[0]! });
      const found = members.find((one) => one.name.toLowerCase().startsWith(name))!;
      this.people.set(name as Known, { id: found.id, name: found.name, email, token });
    }
    const [ingrid, wanjiru, aurelio] = [this.who('ingrid'), this.who('wanjiru'), this.who('aurelio')];
    const [peter, fatou, kwabena] = [this.who('peter'), this.who('fatou'), this.who('kwabena')];
    await this.learn(wanjiru);
    const water = this.room('water-distribution');

    const { messages } = await this.as(wanjiru, 'message.history', { room: water, limit: 30 });
    this.message = messages.filter((one) => one.text.includes('boundary valve')).at(-1)!.id;
    const roofs = messages.find((one) => one.text.includes('roof tanks'))!.id;
    await this.as(wanjiru, 'message.pin', { message: this.message, on: true });
    await this.as(wanjiru, 'message.pin', { message: roofs, on: true });
    await this.as(aurelio, 'message.react', { message: this.message, emoji: '💡', on: true });

    // What concerns Wanjiru and Peter: replies, a mention, a message that goes, an answer.
    const valve = await this.say(kwabena, water, `@${wanjiru.name} do you paint the valves of a *step test* too, or only those of the zone?`,
      { reply_to: this.message, mentions: [wanjiru.id] });
    await this.say(peter, water, 'Ours are **blue** for step tests:\n\n- blue: shut at night, for one test\n- red: stays shut\n\n'
      + '| Zone | Valves | Open by mistake |\n|---|---|---|\n| Tell East | 14 | 2 |\n| Market | 9 | 0 |', { reply_to: valve, mentions: [kwabena.id] });
    const advert = await this.say(peter, water, 'Cheap paint, write to me.');
    await this.as(wanjiru, 'message.remove', { message: advert, reason: 'An advertisement. Please read the rules of the room.' });
    await this.say(fatou, water, 'Chez nous, un simple collier de couleur suffit, et il tient mieux que la peinture.', { lang: 'fr' });

    // A private group, announcements, a conversation.
    await this.as(ingrid, 'room.create', { kind: 'announcement', slug: 'news', name: 'News of the community', description: 'What concerns everybody.',
      moderators: [ingrid.id] });
    const { room: group } = await this.as(ingrid, 'room.create', { kind: 'group', slug: 'twinning-2026', name: 'Twinning Maji Kaskazini – Harmaajoki',
      description: 'Eighteen months, two utilities, one pressure zone.' });
    for (const one of [wanjiru, peter]) await this.as(ingrid, 'room.add_member', { room: group, member: one.id });
    await this.learn(ingrid);
    for (const one of [wanjiru, peter]) await this.as(one, 'room.join', { room: this.room('news') }).catch(() => undefined);
    await this.say(ingrid, this.room('news'), 'The exchange week begins on **Monday**. Who wants to host a visit, please say so here.');
    this.direct = (await this.as(peter, 'direct.open', { member: wanjiru.id })).room;
    await this.say(peter, this.direct, 'May I use your form for the night readings?');
    await this.say(wanjiru, this.direct, 'Of course. Take the new one, it has a column for the pressure.');
    await this.say(peter, this.direct, 'Thank you!');

    await this.moderate(water);
  }

  /** What waits for moderators, and what they have done. */
  private async moderate(water: RoomId): Promise<void> {
    const [ingrid, wanjiru, peter, fatou] = [this.who('ingrid'), this.who('wanjiru'), this.who('peter'), this.who('fatou')];
    await this.as(wanjiru, 'room.update', { room: water, approve_first_post: true, slow_mode_s: 5 });
    const { invitation } = await this.as(ingrid, 'invitation.create', { uses: 5, days: 30, note: 'Twinning partners', rooms: [water] });
    await this.as(ingrid, 'invitation.create', { uses: 40, days: 60, note: 'Exchange week' });
    const email = 'chipo.banda@mutale-water.example';
    const made = await post(this.url, '/api/apply', {
      name: 'Chipo Banda', email, password: demoPassword, utility: 'Mutale Water', country: 'ZM', job: 'Network technician', languages: ['en'],
      rooms: ['water-distribution'], why: 'We begin with zones.', invitation: invitation.code,
    });
    this.newcomer = { id: made['member'] as MemberId, name: 'Chipo Banda', email, token: await logIn(this.url, email, demoPassword) };
    await this.as(this.newcomer, 'message.post', { room: water, text: 'Hello from Mutale. We have four zones and no logger yet: where would you begin?' });
    await this.as(fatou, 'message.report', { message: this.message, reason: 'The colour is not that of the national standard.' });
    await this.as(wanjiru, 'member.warn', { member: peter.id, room: water, reason: 'No advertisements, please.' });
    await this.as(wanjiru, 'member.mute', { member: peter.id, room: water, reason: 'Advertising, a second time.', minutes: 1440 });
    await this.as(ingrid, 'room.appoint', { room: this.room('twinning-2026'), member: wanjiru.id });
  }

  private async learn(person: Person): Promise<void> {
    for (const room of (await this.as(person, 'room.list', {})).rooms) this.rooms.set(room.slug, room.id);
    const { threads } = await this.as(person, 'thread.list', { room: this.room('water-distribution') });
    for (const thread of threads) this.threads.set(thread.title, thread.id);
  }

  private async say(person: Person, room: RoomId, text: string, more: Partial<Methods['message.post']['params']> = {}): Promise<MessageId> {
    return (await this.as(person, 'message.post', { room, text, lang: 'en', ...more })).message;
  }
}
