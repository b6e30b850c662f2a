import { entry } from './entry.ts';
import { suggest } from './nearest.ts';

type Name = { readonly name: string };
type Known = Name & { readonly known: readonly string[] };

const pathHint = 'write /v1.0/users/{userId}/events, or a function as getCalls(from={from},to={to})';
const formHint = "write each hole whole, between quotes or bare: start/dateTime ge '{from}'";

/** The request part of an endpoint in our own form: path, query, headers, values. */
export const rulesRequestEntries = {
  'rules/path:version': {
    message: "path doesn't begin with the version of the API",
    hint: 'write /v1.0/… or /beta/…',
  },
  'rules/path:start': { message: "path template doesn't begin with a slash", hint: pathHint },
  'rules/path:empty': { message: 'path has an empty segment', hint: pathHint },
  'rules/path:segment': entry<{ readonly segment: string }>({
    message: ({ segment }) => `segment ${segment} is neither a word nor one {parameter}`,
    hint: pathHint,
    example: { segment: 'a{b}' },
  }),
  'rules/path:argument': entry<{ readonly argument: string }>({
    message: ({ argument }) => `argument ${argument} is wrong, expected name={hole} or name='{hole}'`,
    hint: pathHint,
    example: { argument: 'from=2026' },
  }),
  'rules/path:duplicate': entry<Name>({
    message: ({ name }) => `duplicate path parameter "${name}"`,
    hint: 'give each parameter its own name',
    example: { name: 'id' },
  }),
  'rules/path:parameter': entry<Known>({
    message: ({ name }) => `path has no parameter ${name}`,
    hint: ({ name, known }) => suggest(name, known, 'remove it'),
    example: { name: 'userID', known: ['userId'] },
  }),
  'rules/unreachable': entry<{ readonly template: string; readonly by: string; readonly line: number }>({
    message: ({ template, by, line }) => `${template} is unreachable, ${by} on line ${line} accepts all of its calls`,
    hint: 'move this endpoint before the other',
    example: { template: '/v1.0/users/delta', by: '/v1.0/users/{userId}', line: 3 },
  }),
  'rules/unreachable:duplicate': entry<{ readonly template: string }>({
    message: ({ template }) => `duplicate endpoint ${template}`,
    hint: 'keep one of the two',
    example: { template: '/v1.0/users' },
  }),
  'rules/delta': {
    message: 'path answers with delta links, expected collection: delta',
    hint: 'write collection: delta',
  },
  'rules/delta:unexpected': {
    message: 'path has no delta links',
    hint: 'write collection: true, or end the path in /delta',
  },
  'rules/count': {
    message: 'path contains $count, expected collection: count and $count at its end',
    hint: 'write collection: count, and $count only at the end of the path',
  },
  'rules/count:unexpected': {
    message: 'path answers with no number',
    hint: 'write collection: true, or end the path in /$count',
  },
  'rules/count:response': {
    message: 'response describes properties, and collection: count has none',
    hint: 'remove response',
  },
  'rules/paging': entry<{ readonly property: string }>({
    message: ({ property }) => `${property} pages on its own, and no endpoint ends in /${property}`,
    hint: ({ property }) => `add the endpoint that ${property}@odata.nextLink leads to`,
    example: { property: 'replies' },
  }),
  'rules/query-option:prefix': entry<{ readonly name: string; readonly option: string }>({
    message: ({ name }) => `${name} is an OData query option without its $`,
    hint: ({ option }) => `write ${option}`,
    example: { name: 'top', option: '$top' },
  }),
  'rules/query-option:unknown': entry<Known>({
    message: ({ name }) => `unknown query option ${name}`,
    hint: ({ name, known }) => suggest(name.toLowerCase(), known, 'use a query option of OData'),
    example: { name: '$slect', known: ['$select'] },
  }),
  'rules/query-option:refused': entry<Name>({
    message: ({ name }) => `${name} is never allowed`,
    hint: ({ name }) => (name.endsWith('token') ? 'remove it; sealed links work without it' : 'remove it'),
    example: { name: '$skiptoken' },
  }),
  'rules/query-option:type': entry<{ readonly name: string; readonly type: string }>({
    message: ({ name, type }) => `${name} has the wrong type, expected ${type}`,
    hint: ({ type }) => `add type: ${type}`,
    example: { name: '$top', type: 'integer' },
  }),
  'rules/query-option:duplicate': entry<{ readonly name: string; readonly other: string }>({
    message: ({ name, other }) => `${name} and ${other} are the same parameter`,
    hint: 'keep one of them',
    example: { name: 'Top', other: 'top' },
  }),
  'rules/free-value': entry<Name>({
    message: ({ name }) => `${name} accepts any text`,
    hint: 'add a kind and format: reversible-pseudonym, a type, or an enum',
    example: { name: 'userId' },
  }),
  'rules/free-value:option': entry<Name>({
    message: ({ name }) => `${name} accepts any text`,
    hint: ({ name }) =>
      name === '$filter'
        ? 'list the allowed comparisons: comparisons: { receivedDateTime: { operators: [ge, lt], type: date-time } }'
        : 'list the accepted texts: enum: […], or forms with holes',
    example: { name: '$filter' },
  }),
  'rules/free-value:select': { message: '$select accepts any text', hint: 'write { properties: kept }' },
  'rules/options-clash:properties': { message: 'properties works only in $select', hint: 'remove it' },
  'rules/options-clash:not-selectable': entry<{ readonly key: string }>({
    message: ({ key }) => `${key} requires properties: kept`,
    hint: ({ key }) => `add it, or remove ${key}`,
    example: { key: 'notSelectable' },
  }),
  'rules/options-clash:holes': { message: 'holes requires forms', hint: 'add forms, or remove holes' },
  'rules/options-clash:forms': {
    message: "forms, properties and comparisons can't be combined with a type, kind, format, bounds, enum or pattern",
    hint: 'remove one of them',
  },
  'rules/options-clash:comparisons': { message: 'comparisons works only in $filter', hint: 'remove it' },
  'rules/options-clash:comparisons-forms': { message: 'comparisons replaces forms', hint: 'remove the forms' },
  'rules/options-clash:quoted': { message: 'quoted works only for dates', hint: 'remove it' },
  'rules/value:operators': { message: 'comparison accepts no operator', hint: 'add operators: [eq]' },
  'rules/value:order': entry<{ readonly operator: string }>({
    message: ({ operator }) => `operator ${operator} orders texts, which reveals their beginnings`,
    hint: 'use eq or ne, or a type that has an order: date-time, date, integer',
    example: { operator: 'ge' },
  }),
  'rules/value:property-path': entry<{ readonly path: string }>({
    message: ({ path }) => `${path} isn't a property path`,
    hint: 'write start/dateTime, groupTypes/any or assignedLicenses/any/skuId',
    example: { path: 'start.dateTime' },
  }),
  'rules/options-clash:type': entry<{ readonly type: string }>({
    message: ({ type }) => `type ${type} can't be combined with a kind, format, enum or pattern`,
    hint: 'remove one of them',
    example: { type: 'integer' },
  }),
  'rules/options-clash:enum': {
    message: "enum can't be combined with a kind, format or pattern",
    hint: 'remove kind, format and pattern',
  },
  'rules/options-clash:one-of': {
    message: "oneOf can't be combined with anything else",
    hint: 'move this into an item of oneOf',
  },
  'rules/options-clash:one-of-item': {
    message: 'item of oneOf has a kind, format or pattern, expected a type or an enum',
    hint: 'write { enum: [latest] } or { type: date-time }',
  },
  'rules/value:one-of': { message: 'oneOf has fewer than two items', hint: 'write the value without oneOf' },
  'rules/form:brace': { message: "brace isn't part of a hole", hint: formHint },
  'rules/form:adjacent': { message: 'two holes have no text between them', hint: formHint },
  'rules/form:half-quoted': entry<Name>({
    message: ({ name }) => `hole ${name} is quoted on one side only`,
    hint: formHint,
    example: { name: 'from' },
  }),
  'rules/form:quote': { message: "quote isn't closed", hint: formHint },
  'rules/form:bare': entry<Name>({
    message: ({ name }) => `hole ${name} holds text and isn't quoted`,
    hint: ({ name }) => `write '{${name}}'`,
    example: { name: 'user' },
  }),
  'rules/form:undescribed': entry<Known>({
    message: ({ name }) => `hole ${name} has no entry in holes`,
    hint: ({ name, known }) => suggest(name, known, `add holes: { ${name}: date-time }`),
    example: { name: 'from', known: [] },
  }),
  'rules/form:unused': entry<Name>({
    message: ({ name }) => `hole ${name} isn't in any form`,
    hint: 'remove it, or use it in a form',
    example: { name: 'until' },
  }),
  'rules/unknown-kind': entry<Known>({
    message: ({ name }) => `unknown kind ${name}`,
    hint: ({ name, known }) => suggest(name, known, `use one of ${known.join(', ')}`),
    example: { name: 'user-idd', known: ['user-id', 'group-id'] },
  }),
  'rules/kind-place': entry<{ readonly kind: string }>({
    message: ({ kind }) => `kind ${kind} may contain a slash and isn't quoted here`,
    hint: "use it in a quoted hole of $filter: '{…}'",
    example: { kind: 'join-url' },
  }),
  'rules/missing-kind': {
    message: 'format: reversible-pseudonym requires a kind',
    hint: 'add a kind: user-id, group-id, outlook-id …',
  },
  'rules/missing-kind:pseudonym': entry<Name & { readonly transform: string }>({
    message: ({ name }) => `pseudonym of ${name} has no kind`,
    hint: ({ transform }) => `add one of docs/reference/kinds.md: !<${transform}> { of: user-id }`,
    example: { name: 'extension.owner', transform: 'pseudonymize' },
  }),
  'rules/select': { message: '$select has no kept property to select', hint: 'keep a property, or remove $select' },
  'rules/select:not-kept': entry<Name>({
    message: ({ name }) => `${name} isn't kept, so it is never selected`,
    hint: 'remove it',
    example: { name: 'mail' },
  }),
  'rules/header': entry<{ readonly what: string; readonly name: string }>({
    message: ({ what, name }) => `${what} ${name} isn't a valid name`,
    hint: 'correct or remove it',
    example: { what: 'header', name: 'a b' },
  }),
  'rules/header:reserved': entry<Name>({
    message: ({ name }) => `header ${name} is never passed on`,
    hint: 'remove it',
    example: { name: 'cookie' },
  }),
  'rules/header:always': entry<Name>({
    message: ({ name }) => `preference ${name} is always sent`,
    hint: 'remove it',
    example: { name: 'idtype' },
  }),
  'rules/header:prefer': {
    message: 'Prefer is allowed without any of its preferences',
    hint: 'add them: preferences: [outlook.timezone]',
  },
} as const;
