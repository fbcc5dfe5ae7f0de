// Made from docs/openrpc.json by tools/types.mjs; do not edit.

export type ApplicationId = number;
export type ApplicationStatus = 'pending' | 'approved' | 'declined';
export type AuditId = number;
export type Index = number;
export type InvitationId = number;
export type LeftCode = 'left' | 'removed' | 'banned' | 'not_moderator' | 'not_administrator' | 'erased';
export type MemberId = number;
export type MemberState = 'active' | 'left' | 'deactivated' | 'erased';
export type MessageId = number;
export type Mode = 'full' | 'lite';
export type NotificationId = number;
export type NotificationKind = 'mention' | 'reply' | 'answer_marked' | 'sanction' | 'sanction_lifted' | 'post_approved' | 'post_rejected' | 'report_resolved' | 'message_removed' | 'role_changed' | 'added_to_room' | 'removed_from_room';
export type NotifyLevel = 'all' | 'mentions' | 'none';
export type Number = number;
export type PendingId = number;
export type ReportId = number;
export type ReportStatus = 'open' | 'upheld' | 'dismissed';
export type Rev = number;
export type Role = 'member' | 'moderator' | 'administrator';
export type RoomId = number;
export type RoomKind = 'cop' | 'group' | 'announcement' | 'direct';
export type Rung = 'capacity_built' | 'capacity_applied' | 'routines_embedded' | 'performance_improved' | 'targets_achieved';
export type SanctionId = number;
export type SanctionKind = 'warning' | 'mute' | 'ban' | 'suspension';
export type SessionId = number;
export type ThreadId = number;
export type ThreadKind = 'discussion' | 'question' | 'best_practice' | 'opportunity' | 'event';
export type ThreadStatus = 'open' | 'answered' | 'closed' | 'archived';
export type Time = number;
export type UtilityId = number;

export interface Application {
  readonly id: ApplicationId;
  readonly status: ApplicationStatus;
  readonly name: string;
  readonly email: string;
  readonly utility_name: string;
  readonly utility: UtilityId;
  readonly domain_matches: boolean;
  readonly country: string;
  readonly job: string;
  readonly languages: readonly string[];
  readonly rooms: readonly RoomId[];
  readonly why: string;
  readonly at: Time;
  readonly decided_by: MemberId;
  readonly decided_at: Time;
  readonly reason: string;
  readonly member: MemberId;
  readonly former: MemberId;
}

export interface Applications {
  readonly applications: readonly Application[];
  readonly more: boolean;
}

export interface ApplyResult {
  readonly application: ApplicationId;
  readonly status: ApplicationStatus;
  readonly member: MemberId;
}

export interface Approved {
  readonly member: MemberId;
}

export interface AuditEntry {
  readonly id: AuditId;
  readonly at: Time;
  readonly by: MemberId;
  readonly act: string;
  readonly member: MemberId;
  readonly room: RoomId;
  readonly thread: ThreadId;
  readonly message: MessageId;
  readonly reason: string;
  readonly detail: string;
}

export interface AuditLog {
  readonly entries: readonly AuditEntry[];
  readonly people: readonly Person[];
  readonly more: boolean;
}

export interface CatchUp {
  readonly stream: string;
  readonly rev: Rev;
  readonly gap: boolean;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly stream: string;
  readonly rev: Rev;
  readonly message?: Message | undefined;
  readonly thread?: Thread | undefined;
  readonly room?: Room | undefined;
  readonly utility?: Utility | undefined;
  readonly membership?: Membership | undefined;
  readonly mark?: ReadMark | undefined;
  readonly notification?: Notification | undefined;
  readonly sanction?: Sanction | undefined;
  readonly application?: Application | undefined;
  readonly report?: Report | undefined;
  readonly pending?: PendingPost | undefined;
  readonly profile?: Profile | undefined;
}

export interface CopCard {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
}

export interface CopList {
  readonly community: string;
  readonly rooms: readonly CopCard[];
}

export interface Done {
}

export interface ErrorData {
  readonly code: string;
  readonly field: string;
  readonly retry_after_ms: number;
  readonly until: Time;
  readonly reason: string;
  readonly current?: Message | undefined;
}

export interface HelloResult {
  readonly epoch: string;
  readonly server: string;
  readonly community: string;
  readonly now: Time;
  readonly limits: LimitsInfo;
  readonly me: Profile;
  readonly email: string;
  readonly heads: readonly RoomHead[];
  readonly streams: readonly CatchUp[];
  readonly people: readonly Person[];
  readonly unseen: number;
}

export interface HttpError {
  readonly code: string;
  readonly message: string;
  readonly field: string;
  readonly retry_after_ms: number;
  readonly until: Time;
  readonly reason: string;
}

export interface HttpErrorBody {
  readonly error: HttpError;
}

export interface Invitation {
  readonly id: InvitationId;
  readonly code: string;
  readonly note: string;
  readonly by: MemberId;
  readonly at: Time;
  readonly expires_at: Time;
  readonly uses_left: number;
  readonly revoked: boolean;
  readonly rooms: readonly RoomId[];
}

export interface Invitations {
  readonly invitations: readonly Invitation[];
  readonly more: boolean;
}

export interface Invited {
  readonly invitation: Invitation;
}

export interface Joined {
  readonly membership: Membership;
  readonly head: RoomHead;
}

export interface LimitsInfo {
  readonly text_bytes: number;
  readonly title_bytes: number;
  readonly frame_bytes: number;
  readonly batch: number;
  readonly gap: number;
}

export interface LoginResult {
  readonly token: string;
  readonly member: MemberId;
  readonly name: string;
  readonly session: SessionId;
  readonly expires_at: Time;
}

export interface MemberIds {
  readonly members: readonly MemberId[];
}

export interface MemberPage {
  readonly members: readonly Profile[];
  readonly moderators: readonly MemberId[];
  readonly total: number;
  readonly more: boolean;
}

export interface Membership {
  readonly room: RoomId;
  readonly role: Role;
  readonly in: boolean;
  readonly joined_at: Time;
  readonly baseline: Number;
  readonly chat_read: Index;
  readonly read: number;
  readonly notify: NotifyLevel;
}

export interface Message {
  readonly id: MessageId;
  readonly room: RoomId;
  readonly number: Number;
  readonly thread: ThreadId;
  readonly index: Index;
  readonly by: MemberId;
  readonly at: Time;
  readonly lang: string;
  readonly text: string;
  readonly reply_to: MessageId;
  readonly mentions: readonly MemberId[];
  readonly reactions: readonly Reaction[];
  readonly edited_at: Time;
  readonly pinned: boolean;
  readonly removed?: Removal | undefined;
  readonly gone: boolean;
  readonly rev: Rev;
  readonly key: string;
}

export interface MessagePage {
  readonly messages: readonly Message[];
  readonly people: readonly Person[];
  readonly more_before: boolean;
  readonly more_after: boolean;
}

export interface Notification {
  readonly id: NotificationId;
  readonly kind: NotificationKind;
  readonly at: Time;
  readonly by: MemberId;
  readonly room: RoomId;
  readonly thread: ThreadId;
  readonly message: MessageId;
  readonly sanction: SanctionId;
  readonly text: string;
  readonly seen: boolean;
}

export interface Notifications {
  readonly notifications: readonly Notification[];
  readonly people: readonly Person[];
  readonly unseen: number;
  readonly more: boolean;
}

export interface Outcome {
  readonly rung: Rung;
  readonly indicator: string;
  readonly before: string;
  readonly after: string;
}

export interface PendingPost {
  readonly id: PendingId;
  readonly room: RoomId;
  readonly thread: ThreadId;
  readonly title: string;
  readonly kind: ThreadKind;
  readonly outcome?: Outcome | undefined;
  readonly by: MemberId;
  readonly at: Time;
  readonly lang: string;
  readonly text: string;
  readonly reply_to: MessageId;
  readonly mentions: readonly MemberId[];
  readonly decided: boolean;
}

export interface PendingPosts {
  readonly pending: readonly PendingPost[];
  readonly people: readonly Person[];
  readonly more: boolean;
}

export interface Person {
  readonly id: MemberId;
  readonly name: string;
  readonly utility_name: string;
  readonly country: string;
}

export interface Posted {
  readonly message: MessageId;
  readonly room: RoomId;
  readonly thread: ThreadId;
  readonly number: Number;
  readonly index: Index;
  readonly rev: Rev;
  readonly pending: PendingId;
}

export interface Presence {
  readonly room: RoomId;
  readonly came: readonly MemberId[];
  readonly went: readonly MemberId[];
}

export interface Profile {
  readonly id: MemberId;
  readonly name: string;
  readonly role: Role;
  readonly state: MemberState;
  readonly job: string;
  readonly utility: UtilityId;
  readonly utility_name: string;
  readonly country: string;
  readonly languages: readonly string[];
  readonly expertise: readonly string[];
  readonly offers: string;
  readonly seeks: string;
  readonly joined_at: Time;
  readonly version: number;
}

export interface Reaction {
  readonly emoji: string;
  readonly by: readonly MemberId[];
}

export interface ReadMark {
  readonly room: RoomId;
  readonly thread: ThreadId;
  readonly index: Index;
}

export interface Removal {
  readonly by: MemberId;
  readonly at: Time;
  readonly reason: string;
}

export interface Report {
  readonly id: ReportId;
  readonly room: RoomId;
  readonly message: MessageId;
  readonly by: MemberId;
  readonly reason: string;
  readonly at: Time;
  readonly status: ReportStatus;
  readonly resolved_by: MemberId;
  readonly resolved_at: Time;
  readonly note: string;
}

export interface Reports {
  readonly reports: readonly Report[];
  readonly messages: readonly Message[];
  readonly people: readonly Person[];
  readonly more: boolean;
}

export interface Resync {
  readonly reason: string;
}

export interface Room {
  readonly id: RoomId;
  readonly kind: RoomKind;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly archived: boolean;
  readonly created_at: Time;
  readonly ends_at: Time;
  readonly slow_mode_s: number;
  readonly approve_first_post: boolean;
  readonly moderators: readonly MemberId[];
  readonly between: readonly MemberId[];
}

export interface RoomHead {
  readonly room: RoomId;
  readonly rev: Rev;
  readonly last_number: Number;
  readonly chat_last: Index;
  readonly threads: number;
  readonly members: number;
  readonly unread: number;
}

export interface RoomMade {
  readonly room: RoomId;
}

export interface Rooms {
  readonly rooms: readonly Room[];
  readonly heads: readonly RoomHead[];
  readonly memberships: readonly Membership[];
}

export interface Sanction {
  readonly id: SanctionId;
  readonly member: MemberId;
  readonly kind: SanctionKind;
  readonly room: RoomId;
  readonly reason: string;
  readonly by: MemberId;
  readonly at: Time;
  readonly until: Time;
  readonly lifted_at: Time;
  readonly lifted_by: MemberId;
  readonly lift_reason: string;
}

export interface Sanctioned {
  readonly sanction: SanctionId;
  readonly until: Time;
}

export interface Sanctions {
  readonly sanctions: readonly Sanction[];
  readonly people: readonly Person[];
  readonly more: boolean;
}

export interface ServerInfo {
  readonly version: string;
  readonly started_at: Time;
  readonly members: number;
  readonly messages: number;
  readonly connections: number;
  readonly database_bytes: number;
  readonly applications_waiting: number;
  readonly reports_open: number;
  readonly short_of_moderators: readonly RoomId[];
}

export interface SessionInfo {
  readonly id: SessionId;
  readonly device: string;
  readonly at: Time;
  readonly expires_at: Time;
  readonly current: boolean;
}

export interface Sessions {
  readonly sessions: readonly SessionInfo[];
}

export interface StreamClosed {
  readonly stream: string;
  readonly code: LeftCode;
  readonly reason: string;
}

export interface Thread {
  readonly id: ThreadId;
  readonly room: RoomId;
  readonly kind: ThreadKind;
  readonly status: ThreadStatus;
  readonly title: string;
  readonly lang: string;
  readonly by: MemberId;
  readonly at: Time;
  readonly last_index: Index;
  readonly last_number: Number;
  readonly last_at: Time;
  readonly pinned: boolean;
  readonly locked: boolean;
  readonly answer: MessageId;
  readonly outcome?: Outcome | undefined;
  readonly gone: boolean;
}

export interface ThreadPage {
  readonly threads: readonly Thread[];
  readonly marks: readonly ReadMark[];
  readonly unread: readonly number[];
  readonly people: readonly Person[];
  readonly more: boolean;
}

export interface Typing {
  readonly room: RoomId;
  readonly thread: ThreadId;
  readonly member: MemberId;
}

export interface Utilities {
  readonly utilities: readonly Utility[];
  readonly more: boolean;
}

export interface Utility {
  readonly id: UtilityId;
  readonly name: string;
  readonly country: string;
  readonly domains: readonly string[];
}

export interface UtilityMade {
  readonly utility: UtilityId;
}

/** All objects of the wire, by name. */
export interface Objects {
  Application: Application;
  Applications: Applications;
  ApplyResult: ApplyResult;
  Approved: Approved;
  AuditEntry: AuditEntry;
  AuditLog: AuditLog;
  CatchUp: CatchUp;
  Change: Change;
  CopCard: CopCard;
  CopList: CopList;
  Done: Done;
  ErrorData: ErrorData;
  HelloResult: HelloResult;
  HttpError: HttpError;
  HttpErrorBody: HttpErrorBody;
  Invitation: Invitation;
  Invitations: Invitations;
  Invited: Invited;
  Joined: Joined;
  LimitsInfo: LimitsInfo;
  LoginResult: LoginResult;
  MemberIds: MemberIds;
  MemberPage: MemberPage;
  Membership: Membership;
  Message: Message;
  MessagePage: MessagePage;
  Notification: Notification;
  Notifications: Notifications;
  Outcome: Outcome;
  PendingPost: PendingPost;
  PendingPosts: PendingPosts;
  Person: Person;
  Posted: Posted;
  Presence: Presence;
  Profile: Profile;
  Reaction: Reaction;
  ReadMark: ReadMark;
  Removal: Removal;
  Report: Report;
  Reports: Reports;
  Resync: Resync;
  Room: Room;
  RoomHead: RoomHead;
  RoomMade: RoomMade;
  Rooms: Rooms;
  Sanction: Sanction;
  Sanctioned: Sanctioned;
  Sanctions: Sanctions;
  ServerInfo: ServerInfo;
  SessionInfo: SessionInfo;
  Sessions: Sessions;
  StreamClosed: StreamClosed;
  Thread: Thread;
  ThreadPage: ThreadPage;
  Typing: Typing;
  Utilities: Utilities;
  Utility: Utility;
  UtilityMade: UtilityMade;
}

/** Params and result of each method, and whether it is a command, which needs a key. */
export interface Methods {
  'hello': { params: { epoch?: string; streams?: Readonly<Record<string, Rev>>; lang?: string; mode?: Mode; page?: number; compact?: boolean }; result: 'HelloResult'; command: false };
  'changes.since': { params: { stream: string; rev: Rev; page?: number }; result: 'CatchUp'; command: false };
  'typing': { params: { room: RoomId; thread?: ThreadId }; result: 'Done'; command: false };
  'presence.list': { params: { room: RoomId }; result: 'MemberIds'; command: false };
  'session.list': { params: object; result: 'Sessions'; command: false };
  'session.revoke': { params: { session: SessionId }; result: 'Done'; command: true };
  'message.post': { params: { room: RoomId; thread?: ThreadId; text: string; lang?: string; reply_to?: MessageId; mentions?: readonly MemberId[] }; result: 'Posted'; command: true };
  'message.edit': { params: { message: MessageId; base_rev: Rev; text: string; lang?: string; mentions?: readonly MemberId[] }; result: 'Posted'; command: true };
  'message.remove': { params: { message: MessageId; reason?: string }; result: 'Done'; command: true };
  'message.react': { params: { message: MessageId; emoji: string; on: boolean }; result: 'Done'; command: true };
  'message.pin': { params: { message: MessageId; on: boolean }; result: 'Done'; command: true };
  'message.report': { params: { message: MessageId; reason: string }; result: 'Done'; command: true };
  'message.history': { params: { room: RoomId; thread?: ThreadId; before?: Index; after?: Index; around?: Index; message?: MessageId; at?: Time; limit?: number }; result: 'MessagePage'; command: false };
  'message.get': { params: { messages: readonly MessageId[] }; result: 'MessagePage'; command: false };
  'message.pins': { params: { room: RoomId; before?: MessageId }; result: 'MessagePage'; command: false };
  'message.mine': { params: { after?: MessageId; limit?: number }; result: 'MessagePage'; command: false };
  'search': { params: { query: string; room?: RoomId; kind?: ThreadKind; lang?: string; by?: MemberId; before?: MessageId; limit?: number }; result: 'MessagePage'; command: false };
  'read.mark': { params: { room: RoomId; thread?: ThreadId; index: Index }; result: 'Done'; command: true };
  'read.all': { params: { room: RoomId }; result: 'Done'; command: true };
  'thread.create': { params: { room: RoomId; title: string; kind: ThreadKind; text: string; lang?: string; outcome?: Outcome; mentions?: readonly MemberId[] }; result: 'Posted'; command: true };
  'thread.update': { params: { thread: ThreadId; title?: string; kind?: ThreadKind; status?: ThreadStatus; lang?: string; outcome?: Outcome }; result: 'Done'; command: true };
  'thread.answer': { params: { thread: ThreadId; message: MessageId }; result: 'Done'; command: true };
  'thread.lock': { params: { thread: ThreadId; on: boolean; reason?: string }; result: 'Done'; command: true };
  'thread.pin': { params: { thread: ThreadId; on: boolean }; result: 'Done'; command: true };
  'thread.move': { params: { thread: ThreadId; room: RoomId; reason: string }; result: 'Done'; command: true };
  'thread.list': { params: { room: RoomId; kind?: ThreadKind; status?: ThreadStatus; lang?: string; by?: MemberId; unread?: boolean; pinned?: boolean; before?: Number; limit?: number }; result: 'ThreadPage'; command: false };
  'thread.get': { params: { thread: ThreadId }; result: 'ThreadPage'; command: false };
  'room.list': { params: object; result: 'Rooms'; command: false };
  'room.members': { params: { room: RoomId; after?: MemberId; limit?: number }; result: 'MemberPage'; command: false };
  'room.join': { params: { room: RoomId }; result: 'Joined'; command: true };
  'room.leave': { params: { room: RoomId }; result: 'Done'; command: true };
  'room.notify': { params: { room: RoomId; level: NotifyLevel }; result: 'Done'; command: true };
  'room.create': { params: { kind: RoomKind; slug: string; name: string; description?: string; ends_at?: Time; moderators?: readonly MemberId[] }; result: 'RoomMade'; command: true };
  'room.update': { params: { room: RoomId; slug?: string; name?: string; description?: string; ends_at?: Time; slow_mode_s?: number; approve_first_post?: boolean }; result: 'Done'; command: true };
  'room.archive': { params: { room: RoomId; on: boolean; reason?: string }; result: 'Done'; command: true };
  'room.add_member': { params: { room: RoomId; member: MemberId }; result: 'Done'; command: true };
  'room.remove_member': { params: { room: RoomId; member: MemberId; reason: string }; result: 'Done'; command: true };
  'room.appoint': { params: { room: RoomId; member: MemberId }; result: 'Done'; command: true };
  'room.dismiss': { params: { room: RoomId; member: MemberId; reason?: string }; result: 'Done'; command: true };
  'direct.open': { params: { member: MemberId }; result: 'RoomMade'; command: true };
  'member.get': { params: { members: readonly MemberId[] }; result: 'MemberPage'; command: false };
  'member.search': { params: { query?: string; country?: string; utility?: UtilityId; expertise?: string; language?: string; offers?: boolean; seeks?: boolean; after?: MemberId; limit?: number }; result: 'MemberPage'; command: false };
  'profile.update': { params: { name?: string; job?: string; utility?: UtilityId; utility_name?: string; country?: string; languages?: readonly string[]; expertise?: readonly string[]; offers?: string; seeks?: string }; result: 'Done'; command: true };
  'account.leave': { params: object; result: 'Done'; command: true };
  'notification.list': { params: { before?: NotificationId; limit?: number }; result: 'Notifications'; command: false };
  'notification.seen': { params: { up_to: NotificationId }; result: 'Done'; command: true };
  'utility.list': { params: { query?: string; after?: UtilityId; limit?: number }; result: 'Utilities'; command: false };
  'utility.create': { params: { name: string; country: string; domains: readonly string[] }; result: 'UtilityMade'; command: true };
  'utility.update': { params: { utility: UtilityId; name?: string; country?: string; domains?: readonly string[] }; result: 'Done'; command: true };
  'member.warn': { params: { member: MemberId; room: RoomId; reason: string }; result: 'Sanctioned'; command: true };
  'member.mute': { params: { member: MemberId; room: RoomId; reason: string; minutes: number }; result: 'Sanctioned'; command: true };
  'member.ban': { params: { member: MemberId; room: RoomId; reason: string; minutes: number }; result: 'Sanctioned'; command: true };
  'member.suspend': { params: { member: MemberId; reason: string; minutes: number }; result: 'Sanctioned'; command: true };
  'sanction.lift': { params: { sanction: SanctionId; reason: string }; result: 'Done'; command: true };
  'sanction.list': { params: { room?: RoomId; member?: MemberId; active?: boolean; before?: SanctionId; limit?: number }; result: 'Sanctions'; command: false };
  'report.list': { params: { room: RoomId; status?: ReportStatus; after?: ReportId; limit?: number }; result: 'Reports'; command: false };
  'report.resolve': { params: { report: ReportId; upheld: boolean; note: string }; result: 'Done'; command: true };
  'pending.list': { params: { room: RoomId }; result: 'PendingPosts'; command: false };
  'pending.approve': { params: { pending: PendingId }; result: 'Posted'; command: true };
  'pending.reject': { params: { pending: PendingId; reason: string }; result: 'Done'; command: true };
  'application.list': { params: { status?: ApplicationStatus; after?: ApplicationId; limit?: number }; result: 'Applications'; command: false };
  'application.approve': { params: { application: ApplicationId; utility?: UtilityId }; result: 'Approved'; command: true };
  'application.decline': { params: { application: ApplicationId; reason: string }; result: 'Done'; command: true };
  'audit.list': { params: { room?: RoomId; member?: MemberId; before?: AuditId; limit?: number }; result: 'AuditLog'; command: false };
  'member.set_role': { params: { member: MemberId; role: Role; reason?: string }; result: 'Done'; command: true };
  'member.deactivate': { params: { member: MemberId; on: boolean; reason: string }; result: 'Done'; command: true };
  'member.erase': { params: { member: MemberId; texts: boolean; reason: string }; result: 'Done'; command: true };
  'invitation.create': { params: { uses: number; days: number; note?: string; rooms?: readonly RoomId[] }; result: 'Invited'; command: true };
  'invitation.revoke': { params: { invitation: InvitationId }; result: 'Done'; command: true };
  'invitation.list': { params: { before?: InvitationId; limit?: number }; result: 'Invitations'; command: false };
  'server.state': { params: object; result: 'ServerInfo'; command: false };
}

/** The name of what each method answers. */
export const results = {
  'hello': 'HelloResult',
  'changes.since': 'CatchUp',
  'typing': 'Done',
  'presence.list': 'MemberIds',
  'session.list': 'Sessions',
  'session.revoke': 'Done',
  'message.post': 'Posted',
  'message.edit': 'Posted',
  'message.remove': 'Done',
  'message.react': 'Done',
  'message.pin': 'Done',
  'message.report': 'Done',
  'message.history': 'MessagePage',
  'message.get': 'MessagePage',
  'message.pins': 'MessagePage',
  'message.mine': 'MessagePage',
  'search': 'MessagePage',
  'read.mark': 'Done',
  'read.all': 'Done',
  'thread.create': 'Posted',
  'thread.update': 'Done',
  'thread.answer': 'Done',
  'thread.lock': 'Done',
  'thread.pin': 'Done',
  'thread.move': 'Done',
  'thread.list': 'ThreadPage',
  'thread.get': 'ThreadPage',
  'room.list': 'Rooms',
  'room.members': 'MemberPage',
  'room.join': 'Joined',
  'room.leave': 'Done',
  'room.notify': 'Done',
  'room.create': 'RoomMade',
  'room.update': 'Done',
  'room.archive': 'Done',
  'room.add_member': 'Done',
  'room.remove_member': 'Done',
  'room.appoint': 'Done',
  'room.dismiss': 'Done',
  'direct.open': 'RoomMade',
  'member.get': 'MemberPage',
  'member.search': 'MemberPage',
  'profile.update': 'Done',
  'account.leave': 'Done',
  'notification.list': 'Notifications',
  'notification.seen': 'Done',
  'utility.list': 'Utilities',
  'utility.create': 'UtilityMade',
  'utility.update': 'Done',
  'member.warn': 'Sanctioned',
  'member.mute': 'Sanctioned',
  'member.ban': 'Sanctioned',
  'member.suspend': 'Sanctioned',
  'sanction.lift': 'Done',
  'sanction.list': 'Sanctions',
  'report.list': 'Reports',
  'report.resolve': 'Done',
  'pending.list': 'PendingPosts',
  'pending.approve': 'Posted',
  'pending.reject': 'Done',
  'application.list': 'Applications',
  'application.approve': 'Approved',
  'application.decline': 'Done',
  'audit.list': 'AuditLog',
  'member.set_role': 'Done',
  'member.deactivate': 'Done',
  'member.erase': 'Done',
  'invitation.create': 'Invited',
  'invitation.revoke': 'Done',
  'invitation.list': 'Invitations',
  'server.state': 'ServerInfo',
} as const;

/** Bodies of the HTTP requests. */
export interface Bodies {
  '/api/apply': { name: string; email: string; password: string; utility: string; country: string; job: string; languages: readonly string[]; rooms: readonly string[]; why: string; invitation?: string };
  '/api/login': { email: string; password: string; device?: string; cookie?: boolean };
  '/api/logout': object;
  '/api/password': { old_password: string; new_password: string };
  '/api/setup': { code: string; name: string; email: string; password: string };
}

/** Params of what the server sends of itself. */
export interface Notices {
  event: Change;
  resync: Resync;
  left: StreamClosed;
  presence: Presence;
  typing: Typing;
}

/** The codes of refusals. */
export type ErrorCode =
  | 'bad_json'
  | 'bad_request'
  | 'method_unknown'
  | 'argument_missing'
  | 'argument_bad'
  | 'argument_too_long'
  | 'key_missing'
  | 'key_bad'
  | 'batch_too_large'
  | 'hello_first'
  | 'not_logged_in'
  | 'log_in_failed'
  | 'application_pending'
  | 'application_declined'
  | 'account_inactive'
  | 'suspended'
  | 'session_ended'
  | 'origin_refused'
  | 'set_up_code_wrong'
  | 'set_up_done'
  | 'password_weak'
  | 'password_wrong'
  | 'invitation_invalid'
  | 'email_taken'
  | 'already_applied'
  | 'not_found'
  | 'not_allowed'
  | 'rank_too_low'
  | 'not_a_member'
  | 'banned'
  | 'muted'
  | 'room_archived'
  | 'room_read_only'
  | 'thread_locked'
  | 'thread_closed'
  | 'slow_mode'
  | 'conflict'
  | 'removed'
  | 'slug_taken'
  | 'already_decided'
  | 'last_administrator'
  | 'too_many'
  | 'answer_not_a_reply'
  | 'already_reported'
  | 'too_many_requests'
  | 'busy'
  | 'going_away'
  | 'commit_failed'
  | 'internal';

/** What each field is when it is absent from the wire; read by fill.ts. */
export const shapes = {
  Application: { id: 0, status: "pending", name: "", email: "", utility_name: "", utility: 0, domain_matches: false, country: "", job: "", languages: [], rooms: [], why: "", at: 0, decided_by: 0, decided_at: 0, reason: "", member: 0, former: 0 },
  Applications: { applications: { list: 'Application' }, more: false },
  ApplyResult: { application: 0, status: "pending", member: 0 },
  Approved: { member: 0 },
  AuditEntry: { id: 0, at: 0, by: 0, act: "", member: 0, room: 0, thread: 0, message: 0, reason: "", detail: "" },
  AuditLog: { entries: { list: 'AuditEntry' }, people: { list: 'Person' }, more: false },
  CatchUp: { stream: "", rev: 0, gap: false, changes: { list: 'Change' } },
  Change: { stream: "", rev: 0, message: { maybe: 'Message' }, thread: { maybe: 'Thread' }, room: { maybe: 'Room' }, utility: { maybe: 'Utility' }, membership: { maybe: 'Membership' }, mark: { maybe: 'ReadMark' }, notification: { maybe: 'Notification' }, sanction: { maybe: 'Sanction' }, application: { maybe: 'Application' }, report: { maybe: 'Report' }, pending: { maybe: 'PendingPost' }, profile: { maybe: 'Profile' } },
  CopCard: { slug: "", name: "", description: "" },
  CopList: { community: "", rooms: { list: 'CopCard' } },
  Done: {  },
  ErrorData: { code: "", field: "", retry_after_ms: 0, until: 0, reason: "", current: { maybe: 'Message' } },
  HelloResult: { epoch: "", server: "", community: "", now: 0, limits: { one: 'LimitsInfo' }, me: { one: 'Profile' }, email: "", heads: { list: 'RoomHead' }, streams: { list: 'CatchUp' }, people: { list: 'Person' }, unseen: 0 },
  HttpError: { code: "", message: "", field: "", retry_after_ms: 0, until: 0, reason: "" },
  HttpErrorBody: { error: { one: 'HttpError' } },
  Invitation: { id: 0, code: "", note: "", by: 0, at: 0, expires_at: 0, uses_left: 0, revoked: false, rooms: [] },
  Invitations: { invitations: { list: 'Invitation' }, more: false },
  Invited: { invitation: { one: 'Invitation' } },
  Joined: { membership: { one: 'Membership' }, head: { one: 'RoomHead' } },
  LimitsInfo: { text_bytes: 0, title_bytes: 0, frame_bytes: 0, batch: 0, gap: 0 },
  LoginResult: { token: "", member: 0, name: "", session: 0, expires_at: 0 },
  MemberIds: { members: [] },
  MemberPage: { members: { list: 'Profile' }, moderators: [], total: 0, more: false },
  Membership: { room: 0, role: "member", in: true, joined_at: 0, baseline: 0, chat_read: 0, read: 0, notify: "all" },
  Message: { id: 0, room: 0, number: 0, thread: 0, index: 0, by: 0, at: 0, lang: "", text: "", reply_to: 0, mentions: [], reactions: { list: 'Reaction' }, edited_at: 0, pinned: false, removed: { maybe: 'Removal' }, gone: false, rev: 0, key: "" },
  MessagePage: { messages: { list: 'Message' }, people: { list: 'Person' }, more_before: false, more_after: false },
  Notification: { id: 0, kind: "mention", at: 0, by: 0, room: 0, thread: 0, message: 0, sanction: 0, text: "", seen: false },
  Notifications: { notifications: { list: 'Notification' }, people: { list: 'Person' }, unseen: 0, more: false },
  Outcome: { rung: "capacity_built", indicator: "", before: "", after: "" },
  PendingPost: { id: 0, room: 0, thread: 0, title: "", kind: "discussion", outcome: { maybe: 'Outcome' }, by: 0, at: 0, lang: "", text: "", reply_to: 0, mentions: [], decided: false },
  PendingPosts: { pending: { list: 'PendingPost' }, people: { list: 'Person' }, more: false },
  Person: { id: 0, name: "", utility_name: "", country: "" },
  Posted: { message: 0, room: 0, thread: 0, number: 0, index: 0, rev: 0, pending: 0 },
  Presence: { room: 0, came: [], went: [] },
  Profile: { id: 0, name: "", role: "member", state: "active", job: "", utility: 0, utility_name: "", country: "", languages: [], expertise: [], offers: "", seeks: "", joined_at: 0, version: 0 },
  Reaction: { emoji: "", by: [] },
  ReadMark: { room: 0, thread: 0, index: 0 },
  Removal: { by: 0, at: 0, reason: "" },
  Report: { id: 0, room: 0, message: 0, by: 0, reason: "", at: 0, status: "open", resolved_by: 0, resolved_at: 0, note: "" },
  Reports: { reports: { list: 'Report' }, messages: { list: 'Message' }, people: { list: 'Person' }, more: false },
  Resync: { reason: "" },
  Room: { id: 0, kind: "cop", slug: "", name: "", description: "", archived: false, created_at: 0, ends_at: 0, slow_mode_s: 0, approve_first_post: false, moderators: [], between: [] },
  RoomHead: { room: 0, rev: 0, last_number: 0, chat_last: 0, threads: 0, members: 0, unread: 0 },
  RoomMade: { room: 0 },
  Rooms: { rooms: { list: 'Room' }, heads: { list: 'RoomHead' }, memberships: { list: 'Membership' } },
  Sanction: { id: 0, member: 0, kind: "warning", room: 0, reason: "", by: 0, at: 0, until: 0, lifted_at: 0, lifted_by: 0, lift_reason: "" },
  Sanctioned: { sanction: 0, until: 0 },
  Sanctions: { sanctions: { list: 'Sanction' }, people: { list: 'Person' }, more: false },
  ServerInfo: { version: "", started_at: 0, members: 0, messages: 0, connections: 0, database_bytes: 0, applications_waiting: 0, reports_open: 0, short_of_moderators: [] },
  SessionInfo: { id: 0, device: "", at: 0, expires_at: 0, current: false },
  Sessions: { sessions: { list: 'SessionInfo' } },
  StreamClosed: { stream: "", code: "left", reason: "" },
  Thread: { id: 0, room: 0, kind: "discussion", status: "open", title: "", lang: "", by: 0, at: 0, last_index: 0, last_number: 0, last_at: 0, pinned: false, locked: false, answer: 0, outcome: { maybe: 'Outcome' }, gone: false },
  ThreadPage: { threads: { list: 'Thread' }, marks: { list: 'ReadMark' }, unread: [], people: { list: 'Person' }, more: false },
  Typing: { room: 0, thread: 0, member: 0 },
  Utilities: { utilities: { list: 'Utility' }, more: false },
  Utility: { id: 0, name: "", country: "", domains: [] },
  UtilityMade: { utility: 0 },
} as const;
