/** The screens beside the rooms, in one piece with one set of texts: a further piece would cost a further round trip. */
export { MissedScreen } from './missed';
export { NoticesScreen } from './notices';
export { PeopleScreen } from './people';
export { PersonScreen } from './person';
export { ProfileScreen } from './account/profile';
export { SearchScreen } from './search';
export { SessionsScreen } from './account/sessions';
export { SettingsScreen } from './account/settings';
