/** What one kind of value looks like, so that an opened token, or a plain value, can't stand for another kind of thing. */
export type Kind = {
  readonly title: string;
  /** Matches the whole value. */
  readonly pattern: RegExp;
  /** Names that Microsoft Graph takes in place of an id, lower case, compared ignoring case. */
  readonly names?: readonly string[];
  /**
   * What a caller may write in plain where a rule demands no token; absent: whatever fits. Addresses and ids of folders
   * are left out, so that nobody can ask which pseudonym a person, or the owner of a mailbox, has.
   */
  readonly plain?: RegExp;
  /** `literal`: may hold a slash, so it is put inside a quoted literal of `$filter` and nowhere else. */
  readonly place: 'anywhere' | 'literal';
  readonly example: string;
};

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const guidPattern = new RegExp(`^${guid}$`, 'i');
/** Matches no text. */
const nothing = /(?!)/;
const guidExample = '0f8fad5b-d9cb-469f-a165-70867728950e';
const host = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9-]{2,63}';
/** What Entra allows in user principal names (a guest's `#EXT#` too), and plus tags. */
const localPart = "[A-Za-z0-9!#'^_~+-](?:[A-Za-z0-9!#'^_~.+-]{0,126}[A-Za-z0-9!#'^_~+-])?";
const base64url = '[A-Za-z0-9_-]{16,1024}={0,2}';
const outlookPattern = /^A[A-Za-z0-9_-]{7,1024}={0,2}$/;
const opaquePattern = new RegExp(`^(?!${guid}$)${base64url}$`, 'i');
const numberPattern = /^[0-9]{10,20}$/;

const guidKind = (title: string): Kind => ({ title, pattern: guidPattern, place: 'anywhere', example: guidExample });

const outlookKind = (title: string): Kind => ({
  title,
  pattern: outlookPattern,
  place: 'anywhere',
  example: 'AAMkADk0MGZlMzU2LTY0NGYtNGQyNS1hMWRlLTZkMjRmZGM5YzYzMABGAAAAAAA=',
});

/** Names that Outlook gives its own folders. */
const folderNames = [
  'archive',
  'clutter',
  'conflicts',
  'conversationhistory',
  'deleteditems',
  'drafts',
  'inbox',
  'junkemail',
  'localfailures',
  'msgfolderroot',
  'outbox',
  'recoverableitemsdeletions',
  'scheduled',
  'searchfolders',
  'sentitems',
  'serverfailures',
  'syncissues',
] as const;

const folderName = new RegExp(`^(?:${folderNames.join('|')})$`, 'i');

/** The closed list: what a parameter or a hole of a rule can say about the value it accepts. */
export const kinds = {
  'user-id': {
    title: 'a person in the directory (object id or user principal name)',
    pattern: new RegExp(`^(?:${guid}|${localPart}@${host})$`, 'i'),
    plain: guidPattern,
    place: 'anywhere',
    example: guidExample,
  },
  'mail-address': {
    title: 'an e-mail address',
    pattern: new RegExp(`^${localPart}@${host}$`),
    plain: nothing,
    place: 'anywhere',
    example: 'avery@contoso.example',
  },
  'group-id': guidKind('a group in the directory'),
  'directory-object-id': guidKind('anything in the directory (a person, a group, a device, an application)'),
  'outlook-id': outlookKind('anything in a mailbox (an event, a message, a calendar, a folder)'),
  'calendar-id': outlookKind('a calendar'),
  'event-id': outlookKind('an event of a calendar'),
  'message-id': outlookKind('a message of a mailbox'),
  'folder-id': {
    ...outlookKind('a folder of a mailbox, by its well-known name or the pseudonym of its id'),
    names: folderNames,
    plain: folderName,
  },
  'team-id': guidKind('a team'),
  'channel-id': {
    title: 'a channel of a team',
    pattern: /^19:[A-Za-z0-9._=-]{1,200}@thread\.(?:tacv2|skype)$/,
    place: 'anywhere',
    example: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2',
  },
  'chat-id': {
    title: 'a chat (of two, of a group, or of a meeting)',
    pattern: /^(?:19:[A-Za-z0-9._=-]{1,200}@(?:thread\.(?:v2|skype)|unq\.gbl\.spaces)|48:notes)$/,
    place: 'anywhere',
    example: '19:meeting_ZmFicmlrYW0tc3RhbmR1cA@thread.v2',
  },
  'chat-message-id': {
    title: 'a message of a chat or channel',
    pattern: numberPattern,
    place: 'anywhere',
    example: '1616990032035',
  },
  'member-id': {
    title: 'a membership of a team, channel or chat',
    pattern: opaquePattern,
    place: 'anywhere',
    example: 'MCMjMiMjZmFicmlrYW0jIzE5OmNoYXQjI2F2ZXJ5',
  },
  'meeting-id': {
    title: 'an online meeting',
    pattern: /^M[A-Za-z0-9_-]{15,1024}={0,2}$/,
    place: 'anywhere',
    example: 'MSowZjhmYWQ1YiowKioxOTptZWV0aW5nX2Zh',
  },
  'join-url': {
    title: 'the link that people join a Teams meeting by',
    pattern: new RegExp(
      `^(?!.*/\\.\\.?(?:[/?]|$))https://${host}/(?:l/meetup-join|meet)/[A-Za-z0-9%._~:/?=&@!$*+,;-]{1,2000}$`,
      'i',
    ),
    place: 'literal',
    example: 'https://teams.contoso.example/l/meetup-join/19%3ameeting_ZmFicmlrYW0%40thread.v2/0',
  },
  'report-id': guidKind('an attendance report of a meeting'),
  'call-record-id': guidKind('a call record'),
  'session-id': guidKind('a session of a call record'),
  'drive-id': {
    title: 'a drive',
    pattern: /^b![A-Za-z0-9_-]{16,200}$/,
    place: 'anywhere',
    example: 'b!t18F8ybsHUq1z3LTz8xvZqP8zaSWjkFNhsME',
  },
  'drive-item-id': {
    title: 'a file or folder of a drive',
    pattern: /^[A-Z0-9]{20,64}$/,
    names: ['root'],
    place: 'anywhere',
    example: '01NKDM7HMOJTVYMDOSXFDK2QJDXCDI3WUK',
  },
  'site-id': {
    title: 'a site (host, site collection and web in one)',
    pattern: new RegExp(`^${host},${guid},${guid}$`, 'i'),
    names: ['root'],
    place: 'anywhere',
    example: `contoso.sharepoint.example,${guidExample},${guidExample}`,
  },
  'list-id': guidKind('a list of a site'),
  'list-item-id': {
    title: 'an item of a list',
    pattern: /^[0-9]{1,10}$/,
    place: 'anywhere',
    example: '42',
  },
  'sku-id': guidKind('a product that licenses are for'),
  'service-plan-id': guidKind('a service plan of a product'),
  'license-details-id': {
    title: 'a license that a person holds',
    pattern: opaquePattern,
    place: 'anywhere',
    example: 'xCZ8lP1MhEqDpX9fbnYvBQKkwBkTJLtGl2E',
  },
  'interaction-id': {
    title: 'a prompt or an answer of a Copilot conversation',
    pattern: numberPattern,
    place: 'anywhere',
    example: '1731701801008',
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

const byName: ReadonlyMap<string, Kind> = new Map(Object.entries(kinds));

export const isKindName = (name: string): name is KindName => byName.has(name);

/** True when the whole value is one of its kind; `.`, `..` and values of a kind that is not on the list never are. */
export const fitsKind = (name: string, value: string): boolean => {
  const kind = byName.get(name);
  if (kind === undefined || value === '.' || value === '..') return false;
  return kind.pattern.test(value) || kind.names?.includes(value.toLowerCase()) === true;
};

/** True when a caller may write the value in plain, where the rule demands no token for it. */
export const fitsPlainKind = (name: string, value: string): boolean =>
  fitsKind(name, value) && byName.get(name)?.plain?.test(value) !== false;
