import {
  harmlessTypes,
  namesAndWorse,
  openExpressions,
  type Place,
  parameterSchemas,
  places,
  plainWords,
} from './parts.ts';
import type { Random } from './random.ts';

/** A rule file of a kind. */
export type Written = { readonly kind: string; readonly text: string };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const list = (words: readonly string[]): string => `[${words.map(quoted).join(', ')}]`;

type Parts = {
  readonly entity?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: readonly string[];
  readonly response: readonly string[];
  readonly rest?: string;
};

const fileOf = (
  { path, entity: own, collection }: Place,
  { entity = own, parameters, query = [], response, rest }: Parts,
): string => {
  const names = [...path.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => name ?? '');
  const schemas = names.map((name) => `${name}: ${parameters?.[name] ?? parameterSchemas[name]}`);
  return [
    'endpoints:',
    `  - pathTemplate: /v1.0/${path}`,
    ...(entity === '' ? [] : [`    entity: ${entity}`]),
    ...(collection ? ['    collection: true'] : []),
    ...(schemas.length === 0 ? [] : [`    pathParameterSchemas: { ${schemas.join(', ')} }`]),
    ...(query.length === 0 ? [] : ['    queryParamSchemas:', ...query.map((line) => `      ${line}`)]),
    ...(rest === undefined ? [] : [`    ${rest}`]),
    '    response:',
    ...response.map((line) => `      ${line}`),
    '',
  ].join('\n');
};

const idOf = ({ entity }: Place, random: Random): string =>
  ['user', 'group'].includes(entity)
    ? `id: !<pseudonymize> { includeReversible: ${random.pick(['true', 'false'])} }`
    : 'id: !<tokenize> {}';

const withText = places.filter(({ freeText }) => freeText.length > 0);
const withPeople = places.filter(({ personal }) => personal.length > 0);

const keeps = (random: Random): string =>
  random.pick([
    "!<keep> { pattern: '.+' }",
    "!<keep> { reason: 'names of roles are the same in every tenant' }",
    "!<keep> { pattern: '[A-Z][a-z]+, [A-Z][a-z]+' }",
  ]);

const typeLie = (random: Random): string => {
  const place = random.pick(withPeople.filter(({ entity }) => entity === 'user'));
  return fileOf(place, { entity: random.pick(harmlessTypes), response: [`displayName: ${keeps(random)}`] });
};

const hidden = (place: Place): readonly string[] => [...place.personal, ...place.freeText];

const literalQuestion = (property: string, random: Random): string =>
  random.pick([
    `${property} eq 'alice@contoso.example'`,
    `startsWith(${property},'A')`,
    `contains(${property},'layoff')`,
    `${property} ge 'M'`,
    `not ${property} eq 'x'`,
    `endsWith(${property},'smith')`,
  ]);

const openHole = (property: string, random: Random): string => {
  const asks = random.pick([
    `${property} eq '{who}'`,
    `startsWith(${property},'{who}')`,
    `contains(${property},'{who}')`,
  ]);
  const takes = random.pick([
    "{ pattern: '[^@]+@[a-z.]+' }",
    "{ pattern: '[a-z.@]{1,64}' }",
    '{ type: string }',
    '{ enum: [alice, bob] }',
  ]);
  return `$filter: { forms: [${quoted(asks)}], holes: { who: ${takes} } }`;
};

const queryQuestion = (random: Random): string => {
  const place = random.pick(places.filter(({ collection }) => collection));
  const property = random.pick(hidden(place));
  const query = random.pick([
    `$filter: { forms: [${quoted(literalQuestion(property, random))}] }`,
    openHole(property, random),
    `$filter: { comparisons: { ${property}: { operators: [eq], pattern: '.*' } } }`,
    `$filter: { comparisons: { ${property}: { operators: [eq], enum: [alice] } } }`,
    `$orderby: { enum: [${property}, ${quoted(`${property} desc`)}] }`,
    `$expand: { enum: [${quoted(`manager($filter=${literalQuestion('displayName', random)})`)}] }`,
    "term: { pattern: '.{1,80}' }",
    'employee: { type: integer }',
    'who: { enum: [alice@contoso.example] }',
    'user: { kind: user-id }',
  ]);
  return fileOf(place, { query: [query, '$count: { type: boolean }'], response: [idOf(place, random)] });
};

const pathQuestion = (random: Random): string => {
  const place = random.pick(places.filter(({ path }) => path.includes('{')));
  const names = [...place.path.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => name ?? '');
  const schema = random.pick([
    "{ pattern: '.*' }",
    "{ pattern: '[A-Za-z0-9_-]{1,200}' }",
    '{ enum: [alice@contoso.example, bob@contoso.example] }',
    '{ type: string }',
    '{ type: integer, minimum: 1, maximum: 9999 }',
    '{ kind: directory-object-id }',
  ]);
  return fileOf(place, { parameters: { [random.pick(names)]: schema }, response: [idOf(place, random)] });
};

const header = (random: Random): string => {
  const place = random.pick(places);
  const name = random.pick(['X-AnchorMailbox', 'X-Search', 'X-User']);
  return fileOf(place, { rest: `allowedRequestHeaders: [${name}]`, response: [idOf(place, random)] });
};

const expression = (random: Random): string => {
  const place = random.pick(withText);
  const open = random.pick(openExpressions);
  const rule = random.pick([
    `!<redactExceptSubstringsMatchingRegexes> { exceptions: ${list(random.some([open, 'standup', 'review']).includes(open) ? [open, 'standup'] : [open])} }`,
    `!<filterTokenByRegex> { filters: ${list([open])} }`,
    `!<filterTokenByRegex> { delimiter: '(?=.)', filters: ${list(['a|b|c|d|e|f|g|h|i|k', 'l|m|n|o|p|r|s|t|u'])} }`,
    `!<redactRegexMatches> { redactions: ${list([open])} }`,
    `!<pseudonymizeRegexMatches> { regex: ${quoted(`ticket-(${open})`)} }`,
    `!<tokenize> { regex: ${quoted(`/u/(${open})`)} }`,
  ]);
  return fileOf(place, { response: [idOf(place, random), `${random.pick(place.freeText)}: ${rule}`] });
};

const wordList = (random: Random): string => {
  const place = random.pick(withText);
  const words = [...random.some(plainWords.slice(0, 5)), ...random.some(namesAndWorse).slice(0, 4)];
  const escaped = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const rule = random.pick([
    `!<redactExceptPhrases> { allowedPhrases: ${list(words)} }`,
    `!<textDigest> { keywords: ${list(words)} }`,
    `!<redactExceptSubstringsMatchingRegexes> { exceptions: ${list([escaped.join('|')])} }`,
    `!<filterTokenByRegex> { filters: ${list(escaped)} }`,
  ]);
  return fileOf(place, { response: [idOf(place, random), `${random.pick(place.freeText)}: ${rule}`] });
};

const kept = (random: Random): string => {
  const place = random.pick(places);
  const rule = random.pick([
    'keep',
    "!<keep> { pattern: '.+' }",
    '!<keep> { reason: we need it }',
    '!<keep> { values: [Alice, Bob] }',
  ]);
  return fileOf(place, {
    entity: random.pick([place.entity, '']),
    response: [`${random.pick(hidden(place))}: ${rule}`],
  });
};

const hostileKinds = { typeLie, queryQuestion, pathQuestion, header, expression, wordList, kept } as const;

/** Generates a file that leaks, or that lets a caller find out which pseudonym belongs to whom. */
export const writeHostile = (random: Random): Written => {
  const kind = random.pick(Object.keys(hostileKinds) as (keyof typeof hostileKinds)[]);
  return { kind, text: hostileKinds[kind](random) };
};

const safeText = (place: Place, random: Random): readonly string[] =>
  place.freeText.length === 0
    ? []
    : [
        `${random.pick(place.freeText)}: ${random.pick([
          '!<textDigest> {}',
          `!<textDigest> { keywords: ${list(random.some(plainWords).slice(0, 6))} }`,
          `!<redactExceptPhrases> { allowedPhrases: ${list(random.some(plainWords))} }`,
          "!<redactExceptSubstringsMatchingRegexes> { exceptions: ['[Ss]tandup|[Rr]eview|[Ss]print \\d{1,2}'] }",
          "!<filterTokenByRegex> { filters: ['(?:re|fw|aw):'] }",
        ])}`,
      ];

const safeQuery = (place: Place, random: Random): readonly string[] => {
  if (!place.collection) return [];
  const [time] = place.times;
  const all = [
    '$top: { type: integer, minimum: 1, maximum: 999 }',
    '$skip: { type: integer, minimum: 0 }',
    '$count: { type: boolean }',
    '$select: { properties: kept }',
    ...(time === undefined
      ? []
      : [
          `$orderby: { enum: [${quoted(`${time} desc`)}, ${time}] }`,
          random.pick([
            `$filter: { forms: [${quoted(`${time} ge {from}`)}], holes: { from: date-time } }`,
            `$filter: { comparisons: { ${time}: { operators: [ge, lt], type: date-time } } }`,
          ]),
        ]),
  ];
  return random.some(all);
};

/** Generates a file that doesn't leak and whose requests reveal nothing. */
export const writeHarmless = (random: Random): Written => {
  const place = random.pick(places);
  const response = [
    idOf(place, random),
    ...place.times.map((time) => `${time}: keep`),
    ...random.some(place.kept).map((name) => `${name}: keep`),
    ...(random.below(2) === 0 ? safeText(place, random) : []),
    ...(place.entity === 'user' && random.below(2) === 0 ? ['mail: !<pseudonymize> {}'] : []),
  ];
  const entity = random.pick([place.entity, '']);
  return { kind: 'harmless', text: fileOf(place, { entity, query: safeQuery(place, random), response }) };
};
