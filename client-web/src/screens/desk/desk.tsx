import { useEffect } from 'preact/hooks';
import { at, type Route } from '../../route';
import { ask } from '../../session';
import { happen, upToDate } from '../../state';
import { base, desk } from '../../words/words';
import { Applications, useWaitingApplications } from './applications';
import { Audit } from './audit';
import { Invitations } from './invitations';
import { MemberPage } from './member';
import { Members } from './members';
import { Pending, useWaitingPosts } from './pending';
import { isAdministrator } from './pickers';
import { Reports, useOpenReports } from './reports';
import { DeskRooms } from './rooms';
import { RoomPage } from './room';
import { Sanctions } from './sanctions';
import { Sections, type Section } from './shell';

/** Administrators see the desks of rooms that no stream of theirs tells of, so they are asked for. */
export function useAllRooms(): void {
  useEffect(() => {
    if (upToDate.value && isAdministrator())
      ask('room.list', {}).then(
        (rooms) => happen({ type: 'rooms', rooms }),
        () => undefined,
      );
  }, [upToDate.value]);
}

const sectionOf: Readonly<Record<string, string>> = { member: 'members', room: 'rooms' };

/** The moderators' panel: all that waits for them, in one place. */
export function DeskScreen({ route: { path } }: { readonly route: Route }) {
  useAllRooms();
  const words = desk();
  const applications = useWaitingApplications();
  const reports = useOpenReports();
  const pending = useWaitingPosts();
  const name = path[1] ?? 'applications';
  const id = Number(path[2] ?? 0);
  const sections: readonly Section[] = [
    {
      name: 'applications',
      title: words.sections.applications,
      icon: 'person',
      waits: applications.items?.length,
      orMore: applications.more,
    },
    { name: 'reports', title: words.sections.reports, icon: 'flag', waits: reports.items?.length, orMore: reports.more },
    { name: 'pending', title: words.sections.pending, icon: 'clock', waits: pending.items?.length },
    { name: 'members', title: words.sections.members, icon: 'people' },
    { name: 'sanctions', title: words.sections.sanctions, icon: 'lock' },
    { name: 'rooms', title: words.sections.rooms, icon: 'chat' },
    { name: 'invitations', title: words.sections.invitations, icon: 'link' },
    { name: 'audit', title: words.sections.audit, icon: 'thread' },
  ];
  const shown = () => {
    switch (name) {
      case 'reports':
        return <Reports open={reports} />;
      case 'pending':
        return <Pending waiting={pending} />;
      case 'members':
        return <Members />;
      case 'member':
        return <MemberPage key={id} member={id} />;
      case 'sanctions':
        return <Sanctions />;
      case 'rooms':
        return <DeskRooms />;
      case 'room':
        return <RoomPage key={id} room={id} back={`${at.desk}/rooms`} />;
      case 'invitations':
        return <Invitations />;
      case 'audit':
        return <Audit />;
      default:
        return <Applications waiting={applications} />;
    }
  };
  return (
    <Sections root={at.desk} title={base().desk} sections={sections} here={sectionOf[name] ?? name}>
      {shown()}
    </Sections>
  );
}
