import { at, type Route } from '../../route';
import { parts } from '../../state';
import { base, desk } from '../../words/words';
import { Announcements } from './announcements';
import { Export } from './export';
import { AdminModerators } from './moderators';
import { AdminRooms, NewRoom } from './rooms';
import { ServerState } from './state';
import { UtilitiesScreen } from './utilities';
import { useAllRooms } from '../desk/desk';
import { Invitations } from '../desk/invitations';
import { RoomPage } from '../desk/room';
import { isShort } from '../desk/rooms';
import { Sections, type Section } from '../desk/shell';

const sectionOf: Readonly<Record<string, string>> = { room: 'rooms' };

/** What administrators look after: rooms, moderators, utilities, invitations, the server. */
export function AdminScreen({ route: { path } }: { readonly route: Route }) {
  useAllRooms();
  const words = desk();
  const name = path[1] ?? 'rooms';
  const id = Number(path[2] ?? 0);
  const short = [...parts.rooms.value.values()].filter(isShort).length;
  const sections: readonly Section[] = [
    { name: 'rooms', title: words.sections.rooms, icon: 'chat' },
    { name: 'moderators', title: words.sections.moderators, icon: 'desk', waits: short },
    { name: 'utilities', title: words.sections.utilities, icon: 'group' },
    { name: 'invitations', title: words.sections.invitations, icon: 'link' },
    { name: 'announcements', title: words.sections.announcements, icon: 'announcement' },
    { name: 'state', title: words.sections.state, icon: 'server' },
    { name: 'export', title: words.sections.export, icon: 'download' },
  ];
  const shown = () => {
    switch (name) {
      case 'room':
        return path[2] === 'new' ? <NewRoom /> : <RoomPage key={id} room={id} back={`${at.admin}/rooms`} />;
      case 'moderators':
        return <AdminModerators />;
      case 'utilities':
        return <UtilitiesScreen />;
      case 'invitations':
        return <Invitations />;
      case 'announcements':
        return <Announcements />;
      case 'state':
        return <ServerState />;
      case 'export':
        return <Export />;
      default:
        return <AdminRooms />;
    }
  };
  return (
    <Sections root={at.admin} title={base().admin} sections={sections} here={sectionOf[name] ?? name}>
      {shown()}
    </Sections>
  );
}
