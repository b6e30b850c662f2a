/** The facts that a new source is generated from. */
export type ScaffoldOptions = {
  readonly id: string;
  readonly title: string;
  /** Microsoft's type of the response or of its items, without `microsoft.graph.`. */
  readonly entity: string;
  /** A path template with its version. */
  readonly pathTemplate: string;
  readonly shape: 'entity' | 'collection' | 'delta';
  /** The application permission that the endpoint needs. */
  readonly permission: string;
  /** Properties of the type for the author to decide about, each with the known facts. */
  readonly properties: readonly { readonly name: string; readonly known: string }[];
  /** The kind of the response items' ids. */
  readonly kind: string;
  /** Kinds of the path's parameters, by their names. */
  readonly parameterKinds: ReadonlyMap<string, string>;
  /** Kinds that no built-in kind describes, with what their values identify. */
  readonly declared: ReadonlyMap<string, string>;
  /** Properties without a judgement, each with a suggestion based on its type and name. */
  readonly judgements: readonly { readonly type: string; readonly property: string; readonly judged: string }[];
};

/**
 * Returns the files of a new source's folder, by relative path. They pass `check`; `prove` and `test` fail on them with
 * instructions, because properties still need judgements and decisions, and there are no cases yet.
 */
export const scaffoldSource = (options: ScaffoldOptions): ReadonlyMap<string, string> =>
  new Map([
    ['source.yaml', sourceFile(options)],
    ['rules.yaml', rulesFile(options)],
    ...(options.judgements.length === 0 ? [] : ([['privacy.yaml', privacyFile(options)]] as const)),
    ['cases/what-it-keeps.case.yaml', passingCase(options)],
    ['notes.md', notesFile(options)],
  ]);

/** An id of no kind in particular, for the author to replace. */
const exampleId = 'AAMkAGI2TAAA-example';

const kindsPart = (declared: ScaffoldOptions['declared']): string =>
  declared.size === 0
    ? ''
    : `# Kinds of ids that Graphveil doesn't know yet. Write an example from Microsoft's page and, where all ids look alike, a
# pattern: an expression that matches the whole id.
kinds:
${[...declared].map(([name, what]) => `  ${name}: { title: ${quoted(what)}, example: ${exampleId} }\n`).join('')}`;

const sourceFile = ({ id, title, pathTemplate, permission, shape, declared }: ScaffoldOptions): string => `id: ${id}
title: ${quoted(title)}
summary: In one sentence, describe which insights this source gives to an analysis and which it never gives.
availability: alpha
graph: { version: ${versionOf(pathTemplate)} }
permissions:
  - name: ${permission}
    reason: >-
      Explain to an administrator who doesn't know this project why this permission is needed, and which of the data that
      it allows the rules drop.
    endpoints: [${quoted(pathTemplate)}]
${kindsPart(declared)}exampleCalls:
  - { title: The first items, path: ${quoted(`${pathTemplate}${shape === 'collection' ? '?$top=5' : ''}`)} }
`;

const rulesFile = (options: ScaffoldOptions): string => {
  const { title, entity, pathTemplate, shape, properties, kind } = options;
  const collection = { entity: '', collection: '    collection: true\n', delta: '    collection: delta\n' }[shape];
  const query =
    shape === 'collection' ? '    queryParamSchemas:\n      $top: { type: integer, minimum: 1, maximum: 100 }\n' : '';
  return `# yaml-language-server: $schema=../../docs/reference/rules.schema.json
# ${title}. Properties that definitions doesn't name are dropped.
endpoints:
  - pathTemplate: ${quoted(pathTemplate)}
    entity: ${entity}
${collection}${parameterSchemas(options)}${query}    response: { $ref: "#/definitions/item" }

definitions:
  # Decide on each property of Microsoft's type: leave it out to drop it, \`keep\` it, or name a transform.
  # \`graphveil prove\` refuses names and free text that are kept. Language reference: docs/guides/write-rules.md.
  item:
    id: !<tokenize> { of: ${kind} }
${properties
  .filter(({ name }) => name !== 'id')
  .map(({ name, known }) => `    # ${name}: ${known}\n`)
  .join('')}`;
};

const privacyFile = ({ judgements }: ScaffoldOptions): string => {
  const types = [...new Set(judgements.map(({ type }) => type))];
  const section = (type: string): string =>
    judgements
      .filter((judgement) => judgement.type === type)
      .map(({ property, judged }) => `#     ${property}: ${judged}\n`)
      .join('');
  return `# Privacy classes of properties that have none yet. A string that rules may keep also needs a format.
# The classes below are guesses from names and types. Read Microsoft's description of each property, correct the guess,
# and remove the comment signs and the line "types: {}". A class that is too weak can leak personal data.
# Classes and formats: docs/guides/add-a-source.md.
types: {}
# types:
${types.map((type) => `#   ${type}:\n${section(type)}`).join('')}`;
};

const passingCase = (options: ScaffoldOptions): string => {
  const { shape } = options;
  const item = `{ id: ${exampleId} }`;
  const body = shape === 'entity' ? `    ${item.slice(2, -2)}\n` : `    value:\n      - ${item}\n`;
  return `shows: describe which properties it keeps and drops
call: { url: ${quoted(`${withTokens(options)}${shape === 'collection' ? '?$top=2' : ''}`)} }
upstream:
  status: 200
  body:
    # Write the response that Microsoft documents, with every property of the type, and people from rules/cast.yaml.
${body}# After \`graphveil test --update\`, review the reply that it writes below for leaks. Then write a second case with a
# refused call: only the call, and a reply with status 403 and its code.
`;
};

const notesFile = ({ title }: ScaffoldOptions): string => `# ${title}: notes

Describe the kept properties and the reasons, the dropped ones, limits and pitfalls of the API, and how its IDs join with
other sources.
`;

const versionOf = (pathTemplate: string): string => (pathTemplate.startsWith('/beta/') ? 'beta' : 'v1.0');
const quoted = (text: string): string => JSON.stringify(text);

/** Fills in tokens of the cast for people and groups in the path; leaves other parameters to the author. */
const withTokens = ({ pathTemplate, parameterKinds }: ScaffoldOptions): string =>
  pathTemplate.replace(/\{([A-Za-z]+)\}/g, (hole, name: string) => {
    const kind = parameterKinds.get(name);
    if (kind === 'user-id') return '{{token alice.id}}';
    return kind === 'group-id' || kind === 'team-id' ? `{{token keepers.id as ${kind}}}` : hole;
  });

const parameterSchemas = ({ parameterKinds }: ScaffoldOptions): string => {
  if (parameterKinds.size === 0) return '';
  const lines = [...parameterKinds].map(
    ([name, kind]) => `      ${name}: { kind: ${kind}, format: reversible-pseudonym }\n`,
  );
  return `    pathParameterSchemas:\n${lines.join('')}`;
};
