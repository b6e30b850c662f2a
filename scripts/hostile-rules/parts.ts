/** An endpoint to write rules for: its type, and its properties grouped by content. */
export type Place = {
  readonly path: string;
  readonly entity: string;
  readonly collection: boolean;
  /** Names, addresses and texts of people. */
  readonly personal: readonly string[];
  readonly freeText: readonly string[];
  /** Properties that may be kept unchanged. */
  readonly kept: readonly string[];
  readonly times: readonly string[];
};

const token = {
  user: '{ kind: user-id, format: reversible-pseudonym }',
  group: '{ kind: group-id, format: reversible-pseudonym }',
};

/** The schema of each parameter in the paths below. */
export const parameterSchemas: Readonly<Record<string, string>> = {
  userId: token.user,
  groupId: token.group,
  teamId: '{ kind: team-id, format: reversible-pseudonym }',
  channelId: '{ kind: channel-id, format: reversible-pseudonym }',
  chatId: '{ kind: chat-id, format: reversible-pseudonym }',
};

export const places: readonly Place[] = [
  {
    path: 'users',
    entity: 'user',
    collection: true,
    personal: ['displayName', 'mail', 'surname', 'givenName', 'userPrincipalName'],
    freeText: ['aboutMe'],
    kept: ['accountEnabled', 'userType'],
    times: [],
  },
  {
    path: 'users/{userId}',
    entity: 'user',
    collection: false,
    personal: ['displayName', 'mail', 'surname'],
    freeText: ['aboutMe'],
    kept: ['accountEnabled', 'userType'],
    times: [],
  },
  {
    path: 'users/{userId}/messages',
    entity: 'message',
    collection: true,
    personal: [],
    freeText: ['subject', 'bodyPreview'],
    kept: ['isRead', 'importance', 'hasAttachments'],
    times: ['receivedDateTime', 'sentDateTime'],
  },
  {
    path: 'users/{userId}/events',
    entity: 'event',
    collection: true,
    personal: [],
    freeText: ['subject', 'bodyPreview'],
    kept: ['isAllDay', 'showAs', 'isCancelled'],
    times: ['createdDateTime', 'lastModifiedDateTime'],
  },
  {
    path: 'users/{userId}/calendarView',
    entity: 'event',
    collection: true,
    personal: [],
    freeText: ['subject', 'bodyPreview'],
    kept: ['isAllDay', 'showAs'],
    times: ['createdDateTime'],
  },
  {
    path: 'users/{userId}/mailFolders',
    entity: 'mailFolder',
    collection: true,
    personal: [],
    freeText: ['displayName'],
    kept: ['totalItemCount', 'childFolderCount'],
    times: [],
  },
  {
    path: 'groups',
    entity: 'group',
    collection: true,
    personal: ['mail'],
    freeText: ['description'],
    kept: ['mailEnabled', 'securityEnabled'],
    times: ['createdDateTime'],
  },
  {
    path: 'teams/{teamId}/channels',
    entity: 'channel',
    collection: true,
    personal: ['email'],
    freeText: ['description'],
    kept: ['membershipType'],
    times: ['createdDateTime'],
  },
  {
    path: 'teams/{teamId}/channels/{channelId}/messages',
    entity: 'chatMessage',
    collection: true,
    personal: [],
    freeText: ['subject', 'summary'],
    kept: ['importance', 'messageType'],
    times: ['createdDateTime', 'lastModifiedDateTime'],
  },
  {
    path: 'chats/{chatId}/messages',
    entity: 'chatMessage',
    collection: true,
    personal: [],
    freeText: ['subject', 'summary'],
    kept: ['importance', 'messageType'],
    times: ['createdDateTime'],
  },
];

/** Microsoft types whose displayName reveals nothing about people. */
export const harmlessTypes = [
  'directoryRole',
  'directoryRoleTemplate',
  'subscribedSku',
  'domain',
  'licenseDetails',
  'localeInfo',
  'channel',
  'group',
] as const;

/** Names and sensitive words, in four scripts. */
export const namesAndWorse = [
  'Alice',
  'Bob',
  'Carol',
  'Smith',
  'Jones',
  'Müller',
  'García',
  'Nguyen',
  'Kowalski',
  'Fatima',
  'Priya',
  'Hiroshi',
  'Svensson',
  'Dubois',
  'pregnant',
  'cancer',
  'layoff',
  'union',
  'Betriebsrat',
  'burnout',
  'Ramadan',
  'harassment',
  'schwanger',
  'severance',
  'Алиса',
  'Иванов',
  'больна',
  'محمد',
  'فاطمة',
  'حامل',
  '王小明',
  '田中',
  '怀孕',
  '김민수',
  'alice@contoso.example',
  '4711',
  '0711 5550143',
  'Lunch with Alice',
  "Bob's 1:1",
  'Dr. Smith',
] as const;

/** Words from meetings and mail that reveal nothing about people. */
export const plainWords = [
  'Standup',
  'Planning',
  'Retrospective',
  'Review',
  'Weekly',
  'Daily',
  'Sprint Planning',
  'All Hands',
  'Town Hall',
  'Workshop',
  'Training',
  'Webinar',
  'Onboarding',
  'Demo',
  'Kickoff',
  'Budget',
  'Invoice',
  'Report',
  'Roadmap',
  'Release',
  'Focus Time',
  'Lunch',
  'Holiday',
  'Travel',
  '1:1',
  'Sync',
  'Check-in',
  'Offsite',
  'Backlog Refinement',
  'Design Review',
  'Team Meeting',
  'Brainstorming',
  'Follow-up',
] as const;

/** Expressions that match infinitely many texts, in four scripts. */
export const openExpressions = [
  '.*',
  '.+',
  '[A-Z][a-z]+',
  '[A-Za-z ]+',
  '(?:Re|Fw|Aw): .*',
  '[Mm]eeting with .*',
  '\\[.*\\]',
  '[Pp]roject \\w+',
  '1:1 .*',
  '[a-z]{2,12}[0-9]{2,6}',
  '[^\\x00-\\x7F]+',
  '[\\u0400-\\u04FF]+',
  '[\\u0600-\\u06FF ]+',
  '[\\u4E00-\\u9FFF]{2,4}',
  '\\p{Lu}\\p{L}+',
  '[\\p{L} ]{1,40}',
  '\\+?[0-9]{6,20}',
  '[0-9]+',
  '\\S+@\\S+',
  '(?:ticket|case)-\\d+',
  'Dr\\. \\p{L}+',
  '\\w+',
  '[^,]+',
  '(?:[A-Z]\\w* ?){1,3}',
  '@[a-z]+',
] as const;
