import { entry } from './entry.ts';

type Path = { readonly path: string };
type Judged = Path & { readonly class: string };
type Name = { readonly name: string };

const tokenHint = 'give it a kind and format: reversible-pseudonym';
const leaveOut =
  'remove it, or name a transform: pseudonymize for people, tokenize for ids and links, textDigest for texts';

/** Gaps that a proof finds in rules. */
export const proofEntries = {
  'proof/form-cannot-be-proven': {
    message: "rules of Psoxy's form name only the removed parts, so the rest can't be proven",
    hint: 'write the endpoint in our own form; docs/guides/write-rules.md shows how',
  },
  'proof/no-entity': {
    message: "path doesn't determine which of Microsoft's types the endpoint returns",
    hint: 'correct the path, or add entity: …',
  },
  'proof/order-not-shown': entry<Path>({
    message: ({ path }) => `list is ordered by ${path}, which its items don't show at full precision`,
    hint: 'keep that time unchanged, or remove order, so that the list is in the order of its tokens',
    example: { path: 'createdDateTime' },
  }),
  'proof/not-judged': entry<Path>({
    message: ({ path }) => `${path} has no class in the privacy table`,
    hint: 'judge it in privacy.yaml beside the rules: type, property, class and, for a string that may be kept, a format',
    example: { path: 'title' },
  }),
  'proof/keeps-direct-identifier': entry<Path>({
    message: ({ path }) => `${path} is a direct identifier and is kept`,
    hint: leaveOut,
    example: { path: 'mail' },
  }),
  'proof/keeps-free-text': entry<Path>({
    message: ({ path }) => `${path} is free text and is kept`,
    hint: leaveOut,
    example: { path: 'subject' },
  }),
  'proof/keeps-credential': entry<Path>({
    message: ({ path }) => `${path} is a credential and is kept`,
    hint: leaveOut,
    example: { path: 'joinMeetingIdSettings.passcode' },
  }),
  'proof/keeps-without-format': entry<Path>({
    message: ({ path }) => `${path} is kept as text without a format or a reason`,
    hint: 'add a format, values, a pattern or a reason: !<keep> { reason: … }',
    example: { path: 'changeKey' },
  }),
  'proof/keeps-without-reason': entry<Path>({
    message: ({ path }) => `${path} is kept as any text without a reason`,
    hint: 'add the reason to the rule: !<keep> { reason: … }',
    example: { path: 'changeKey' },
  }),
  'proof/lets-the-rest-through': entry<Judged>({
    message: ({ path, class: judged }) =>
      `${path} is ${judged}, and everything that the expression doesn't find leaves`,
    hint: 'list the words to keep (redactExceptPhrases, textDigest), use tokenize or pseudonymize without regex, or leave it out',
    example: { path: 'subject', class: 'free text' },
  }),
  'proof/lets-anything-through': entry<Judged & { readonly transform: string }>({
    message: ({ path, class: judged, transform }) =>
      `${path} is ${judged}, and ${transform} keeps parts of it that can be names or addresses of people`,
    hint: 'use another transform: pseudonymize, tokenize, textDigest, redactExceptPhrases',
    example: { path: 'subject', class: 'free text', transform: 'keepHost' },
  }),
  'proof/takes-anything': entry<Name>({
    message: ({ name }) => `${name} accepts any text, so callers could query people by name`,
    hint: `${tokenHint}, or a type, or the words that Microsoft documents`,
    example: { name: 'userId' },
  }),
  'proof/takes-plain-ids': entry<Name>({
    message: ({ name }) =>
      `${name} accepts plain ids, which replies don't show: callers could find out the pseudonym of an id`,
    hint: `${tokenHint}, so that only a token of a reply is accepted`,
    example: { name: 'userId' },
  }),
  'proof/unknown-path': {
    message: 'Microsoft publishes no such path, so the type of its response is unknown',
    hint: "correct the path against Microsoft's reference; another path runs only with acceptUnproven",
  },
  'proof/entity-of-path': entry<{ readonly type: string; readonly entity: string }>({
    message: ({ type, entity }) => `path returns ${type}, got entity ${entity}`,
    hint: ({ type }) => `write entity: ${type}, or leave entity out`,
    example: { type: 'user', entity: 'directoryRole' },
  }),
  'proof/literal-id': {
    message: "path names one item of a collection, so its reply reveals the item's pseudonym",
    hint: 'write a {parameter} with a kind and format: reversible-pseudonym in its place',
  },
  'proof/open-expression': entry<Judged & { readonly kept: string }>({
    message: ({ path, class: judged, kept }) =>
      `${path} is ${judged}, and an expression keeps parts of it that nobody listed, such as ${JSON.stringify(kept)}`,
    hint: 'list the words that may stay, with redactExceptPhrases or an expression of few words, or use textDigest',
    example: { path: 'subject', class: 'free text', kept: 'Meeting with Wren Thornquist' },
  }),
  'proof/doubtful-words': entry<Path & { readonly words: readonly string[] }>({
    message: ({ path, words }) => {
      const more = words.length > 3 ? ` and ${words.length - 3} more` : '';
      return `${path} keeps or counts ${words.slice(0, 3).join(', ')}${more}`;
    },
    hint: 'take these words out of the list, or give the reason beside it: reason: …',
    example: { path: 'subject', words: ['alice (a name of people)'] },
  }),
  'proof/takes-pattern': entry<Name>({
    message: ({ name }) => `${name} accepts texts by a pattern, which an address or a name may match`,
    hint: `${tokenHint}, a type (date-time, integer with bounds), or oneOf: [{ enum: [latest] }, { type: date-time }]`,
    example: { name: 'userId' },
  }),
  'proof/takes-foreign-words': entry<Name>({
    message: ({ name }) => `${name} accepts words that aren't Microsoft's, which may name people or content`,
    hint: `list members of Microsoft's enums or well-known names (inbox, root, latest) only; for people, ${tokenHint}`,
    example: { name: 'userId' },
  }),
  'proof/takes-unbounded-number': entry<Name>({
    message: ({ name }) => `${name} accepts any number, which may be a telephone number or a number of a person`,
    hint: `add minimum and maximum, or ${tokenHint}`,
    example: { name: 'employee' },
  }),
  'proof/filters-by-text': entry<Name>({
    message: ({ name }) => `${name} isn't a list of comparisons, so it may ask for words or names`,
    hint: 'list comparisons: property, operators, and a type or kind; or, not and functions over text have no safe form',
    example: { name: '$filter' },
  }),
  'proof/filters-what-is-not-kept': entry<Name>({
    message: ({ name }) => `$filter compares ${name}, which replies don't show: its answer would tell the value`,
    hint: `compare properties that the endpoint keeps in plain at full precision, a truncated time with ge and lt and type: date; with eq, ${tokenHint}`,
    example: { name: 'department' },
  }),
  'proof/orders-by-what-is-not-kept': entry<Name>({
    message: ({ name }) => `$orderby names ${name}, which replies don't show in plain: the order would tell it`,
    hint: 'order by properties that the endpoint keeps in plain at full precision',
    example: { name: 'displayName' },
  }),
  'proof/counts-what-is-dropped': entry<Name>({
    message: ({ name }) =>
      `${name} beside $filter counts items of types that replies drop, so it answers questions about them`,
    hint: 'remove $count or $filter, or write one response for all types instead of $byType',
    example: { name: '$count' },
  }),
  'proof/expands-with-options': entry<Name>({
    message: ({ name }) => `${name} names more than properties of Microsoft's types, so it may ask for words or names`,
    hint: 'write names of properties only: manager, manager($select=id)',
    example: { name: '$expand' },
  }),
  'proof/passes-unknown-header': entry<Name>({
    message: ({ name }) => `header ${name} goes to Graph with any text`,
    hint: 'remove it; accept-language, client-request-id and ConsistencyLevel may pass',
    example: { name: 'x-anchormailbox' },
  }),
} as const;
