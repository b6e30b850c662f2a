import { entry } from './entry.ts';

type Path = { readonly path: string };
type Judged = Path & { readonly class: string };
type Name = { readonly name: string };

const leaveOut =
  'remove it, or name a transform: pseudonymize for people, tokenize for ids and links, textDigest for texts';

/** Gaps that a proof finds in rules. */
export const proofEntries = {
  'proof/form-cannot-be-proven': {
    message: "rules of Psoxy's form name only what is removed, so the rest can't be proven",
    hint: 'write the endpoint in our own form; docs/guides/write-rules.md shows how',
  },
  'proof/no-entity': {
    message: "endpoint has no entity, expected Microsoft's type of its response",
    hint: 'add entity: … so that the rules can be checked with the type',
  },
  'proof/order-not-shown': entry<Path>({
    message: ({ path }) => `a list is ordered by ${path}, which its items don't show at full precision`,
    hint: 'keep that time as it is, or remove order, so that the list is in the order of tokens',
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
    message: ({ path, class: judged }) => `${path} is ${judged} and leaves except for the matches of an expression`,
    hint: 'define what may stay instead: redactExceptPhrases, textDigest, tokenize without regex; or remove it',
    example: { path: 'subject', class: 'free text' },
  }),
  'proof/lets-anything-through': entry<Judged & { readonly transform: string }>({
    message: ({ path, class: judged, transform }) =>
      `${path} is ${judged}, and what ${transform} may keep of it matches names or addresses of people`,
    hint: 'narrow the expression to the words that are meant, or list them with redactExceptPhrases',
    example: { path: 'subject', class: 'free text', transform: 'redactExceptSubstringsMatchingRegexes' },
  }),
  'proof/takes-anything': entry<Name>({
    message: ({ name }) => `${name} accepts any text, so callers could ask about people by name`,
    hint: 'add a kind and format: reversible-pseudonym, a type, an enum or a pattern',
    example: { name: '$search' },
  }),
  'proof/takes-plain-ids': entry<Name>({
    message: ({ name }) =>
      `${name} accepts plain ids while replies have pseudonyms only, so callers could find out the pseudonym of an id`,
    hint: 'add format: reversible-pseudonym, so that a token is required',
    example: { name: 'userId' },
  }),
} as const;
