import { isCarriable, rulePlace, type TokenKindName, type ValueKind } from '../pseudonyms/index.ts';

/** A kind of value: the syntax of its plain form, which keeps values of other kinds out. */
export type Kind = {
  readonly title: string;
  /** Matches the whole value. */
  readonly pattern: RegExp;
  /** Names that Microsoft Graph accepts instead of an id, in lower case, compared ignoring case. */
  readonly names?: readonly string[];
  /**
   * Plain values that a caller may write if a rule doesn't require a token; absent: every value that fits `pattern`.
   * Excludes addresses and ids of folders, so that nobody can look up the pseudonym of a person or of a mailbox's
   * owner.
   */
  readonly plain?: RegExp;
  /** `literal`: the value may contain a slash, so it may only be put inside a quoted literal of `$filter`. */
  readonly place: 'anywhere' | 'literal';
  readonly example: string;
};

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const guidPattern = new RegExp(`^${guid}$`, 'i');
/** Matches no text. */
const nothing = /(?!)/;
const guidExample = '0f8fad5b-d9cb-469f-a165-70867728950e';
const host = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9-]{2,63}';
/** The characters that Entra allows in user principal names (including a guest's `#EXT#`), and plus tags. */
const localPart = "[A-Za-z0-9!#'^_~+-](?:[A-Za-z0-9!#'^_~.+-]{0,126}[A-Za-z0-9!#'^_~+-])?";
const base64url = '[A-Za-z0-9_+-]{16,1024}={0,2}';
const outlookPattern = /^A[A-Za-z0-9_+-]{7,1024}={0,2}$/;
const opaquePattern = new RegExp(`^(?!${guid}$)${base64url}$`, 'i');
const numberPattern = /^[0-9]{10,20}$/;

const guidKind = (title: string): Kind => ({ title, pattern: guidPattern, place: 'anywhere', example: guidExample });

/** Teams writes GUIDs with hyphens; Skype for Business writes 32 digits without. */
const callKind = (title: string): Kind => ({
  ...guidKind(title),
  pattern: new RegExp(`^(?:${guid}|[0-9a-f]{32})$`, 'i'),
});

const outlookKind = (title: string): Kind => ({
  title,
  pattern: outlookPattern,
  place: 'anywhere',
  example: 'AAMkADk0MGZlMzU2LTY0NGYtNGQyNS1hMWRlLTZkMjRmZGM5YzYzMABGAAAAAAA=',
});

/** Outlook's names for its own folders. */
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

/** The closed list of kinds for the parameters and placeholders of a rule. */
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
    pattern: /^19:[A-Za-z0-9._=+-]{1,200}@thread\.(?:tacv2|skype)$/,
    place: 'anywhere',
    example: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2',
  },
  'chat-id': {
    title: 'a chat (of two, of a group, or of a meeting)',
    pattern: /^(?:19:[A-Za-z0-9._=+:-]{1,240}@(?:thread\.(?:v2|skype)|(?:fed\.)?unq\.gbl\.spaces)|48:[a-z]{1,40})$/,
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
    pattern: /^M[A-Za-z0-9_+-]{15,1024}={0,2}$/,
    place: 'anywhere',
    example: 'MSowZjhmYWQ1YiowKioxOTptZWV0aW5nX2Zh',
  },
  'join-url': {
    title: 'the link that people join a Teams meeting by',
    pattern: new RegExp(
      `^(?!.*/\\.\\.?(?:[/?]|$))https://${host}/(?:l/meetup-join|meet)/[A-Za-z0-9%._~:/?=&@!$*+,;{}"-]{1,2000}$`,
      'i',
    ),
    place: 'literal',
    example: 'https://teams.contoso.example/l/meetup-join/19%3ameeting_ZmFicmlrYW0%40thread.v2/0',
  },
  'report-id': guidKind('an attendance report of a meeting'),
  'call-record-id': callKind('a call record'),
  'session-id': callKind('a session of a call record'),
  'drive-id': {
    title: 'a drive',
    pattern: /^(?:b![A-Za-z0-9_-]{16,200}|[0-9A-Fa-f]{16})$/,
    place: 'anywhere',
    example: 'b!t18F8ybsHUq1z3LTz8xvZqP8zaSWjkFNhsME',
  },
  'drive-item-id': {
    title: 'a file or folder of a drive',
    pattern: /^(?:[A-Z0-9]{20,64}|[0-9A-F]{16}![A-Za-z0-9.]{1,64})$/,
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
  'other-id': {
    title: 'an id that no other kind describes; each property has a space of its own',
    pattern: /^[A-Za-z0-9._~@:+=,!-]{1,512}$/,
    plain: nothing,
    place: 'anywhere',
    example: 'gcrYAaAkgU2EQUvpkNNXLGQAGTtu',
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

const byName: ReadonlyMap<string, Kind> = new Map(Object.entries(kinds));

export const isKindName = (name: string): name is KindName => byName.has(name);

/** Kinds of values that have pseudonyms but that no call accepts. */
const shownOnly = {
  'network-address': 'a network address',
  'phone-number': 'a telephone number',
  'tenant-id': 'an organization',
  'application-id': 'an application or a bot',
  'device-id': 'a device',
  'ical-uid': 'an event, equal in every calendar; its organizer chooses it',
  'internet-message-id': 'a message, equal in every mailbox; its sender chooses it',
  'conversation-id': 'a conversation of a mailbox',
  'room-id': 'a place of a meeting; its organizer chooses it',
  department: 'a department',
  'employee-id': 'a number of a person in the organization',
  'cost-center': 'a cost center',
  division: 'a division',
  'segment-id': 'a segment of a session of a call record',
  'phone-call-id': 'a telephone call',
  'correlation-id': 'what joins the parts of one telephone call',
  'request-id': 'what joins a prompt of Copilot with its answers',
  'attachment-id': 'an attachment of a prompt or an answer',
  'activity-id': 'something that was done with a file',
  'web-id': 'a web of a site collection',
  'site-collection-id': 'a site collection',
  'list-item-unique-id': 'an item of a list, equal in every list',
} as const satisfies Partial<Record<TokenKindName, string>>;

/**
 * Values of the option `of`: every kind that a token can represent, and `team-id`, which is the id of the team's group.
 */
export type ValueKindName = KindName | keyof typeof shownOnly;

const titles: ReadonlyMap<string, string> = new Map([
  ...Object.entries(kinds).map(([name, { title }]) => [name, title] as const),
  ...Object.entries(shownOnly),
]);

/** The title of every kind, by name. */
export const valueKinds: ReadonlyMap<string, string> = titles;

export const isValueKindName = (name: string): name is ValueKindName => titles.has(name);

/** Returns the kind that tokens contain: a team's token is its group's. */
export const tokenKindOf = (name: ValueKindName): ValueKind => {
  if (name === 'other-id') return 'rule-text/other-id';
  return name === 'team-id' ? 'group-id' : name;
};

/** A kind that a source declares in its `source.yaml`. */
export type DeclaredKind = {
  readonly title: string;
  /** Matches the whole of a plain value, as a JavaScript expression with flag `u`; absent: what `other-id` accepts. */
  readonly pattern?: string;
  /** A value of the kind. */
  readonly example: string;
};

/** Declared kinds by name. */
export type DeclaredKinds = ReadonlyMap<string, DeclaredKind>;

const declaredPlace = 'kind:';

/**
 * Converts a declared kind to its form in Plans and tokens: text of a rule whose location is the kind. It therefore
 * needs no separate code in tokens, and its values join with no other kind's or property's.
 */
export const declaredKind = (name: string): ValueKind => `rule-text/${declaredPlace}${name}`;

const isDeclaredKind = (kind: string): kind is ValueKind =>
  rulePlace(kind as ValueKind)?.startsWith(declaredPlace) === true;

/** Returns the names of the declared kinds in a Plan. A Plan is plain JSON, so its text is searched. */
export const declaredKindsOf = (plan: unknown): ReadonlySet<string> =>
  new Set([...JSON.stringify(plan).matchAll(/"rule-text\/kind:([a-z0-9-]+)"/g)].map(([, name = '']) => name));

/** Returns the kind of tokens for a name in rules and cases; undefined for a name that isn't declared. */
export const kindNamed = (name: string, declared: Pick<DeclaredKinds, 'has'>): ValueKind | undefined =>
  isValueKindName(name) ? tokenKindOf(name) : declared.has(name) ? declaredKind(name) : undefined;

/**
 * Returns the kind of a value in a link if the rule doesn't name one. Such a token opens only where no kind is
 * required.
 */
export const kindOfLinkValue = (name: string | undefined): ValueKind => {
  if (name === undefined) return 'rule-text/link';
  if (isDeclaredKind(name)) return name;
  return isValueKindName(name) ? tokenKindOf(name) : 'rule-text/link';
};

const ofOutlook: readonly TokenKindName[] = ['outlook-id', 'calendar-id', 'event-id', 'message-id', 'folder-id'];
const ofDirectory: readonly TokenKindName[] = ['directory-object-id', 'user-id', 'group-id'];

/** Kinds of tokens that a parameter accepts if it accepts more than its own kind. */
const takes: ReadonlyMap<string, readonly string[]> = new Map([
  ['outlook-id', ofOutlook],
  ['directory-object-id', ofDirectory],
  ['team-id', ['group-id']],
]);

/** True if a parameter of a kind accepts a token of kind `made`. */
export const takesKind = (name: string, made: ValueKind): boolean => {
  if (name === 'other-id') return rulePlace(made) !== undefined && !isDeclaredKind(made);
  return (takes.get(name) ?? [name]).includes(made);
};

/** True if the whole value is valid for its kind. Never true for `.`, `..` and unknown kinds. */
export const fitsKind = (name: string, value: string): boolean => {
  const kind = byName.get(isDeclaredKind(name) ? 'other-id' : name);
  if (kind === undefined || !isCarriable(value)) return false;
  return kind.pattern.test(value) || kind.names?.includes(value.toLowerCase()) === true;
};

/** True if a caller may write the plain value when the rule doesn't require a token; never one of a declared kind. */
export const fitsPlainKind = (name: string, value: string): boolean =>
  fitsKind(name, value) && !isDeclaredKind(name) && byName.get(name)?.plain?.test(value) !== false;
