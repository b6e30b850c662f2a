/** What a new source begins with. */
export type ScaffoldOptions = {
  readonly id: string;
  readonly title: string;
  /** Microsoft's type of the answer's items, without `microsoft.graph.`. */
  readonly entity: string;
  /** A collection's path template with its version. */
  readonly pathTemplate: string;
  /** The application permission that the endpoint needs. */
  readonly permission: string;
  /** Properties of the type, for the author to decide upon, each with what is known of it. */
  readonly properties: readonly { readonly name: string; readonly known: string }[];
};

/**
 * The files of a new source's folder, by their paths in it. They pass `check`; `test` fails on them with instructions,
 * because nobody has decided yet what is kept, and no case shows it.
 */
export const scaffoldSource = (options: ScaffoldOptions): ReadonlyMap<string, string> =>
  new Map([
    ['source.yaml', sourceFile(options)],
    ['rules.yaml', rulesFile(options)],
    ['cases/a-page-of-items.case.yaml', passingCase(options)],
    ['notes.md', notesFile(options)],
  ]);

const sourceFile = ({ id, title, pathTemplate, permission }: ScaffoldOptions): string => `id: ${id}
title: ${quoted(title)}
summary: Say in one sentence what an analysis learns from this source, and what it never learns.
availability: alpha
graph: { version: ${versionOf(pathTemplate)} }
permissions:
  - name: ${permission}
    reason: >-
      Say to an administrator who never saw this project what this permission is needed for, and what the rules drop of
      all that it would allow.
    endpoints: [${quoted(pathTemplate)}]
exampleCalls:
  - { title: The first items, path: ${quoted(`${withoutParameters(pathTemplate)}?$top=5`)} }
`;

const rulesFile = ({ title, entity, pathTemplate, properties }: ScaffoldOptions): string =>
  `# yaml-language-server: $schema=../../docs/reference/rules.schema.json
# ${title}. What is not named under definitions is dropped.
endpoints:
  - pathTemplate: ${quoted(pathTemplate)}
    entity: ${entity}
    collection: true
${parameterSchemas(pathTemplate)}    queryParamSchemas:
      $top: { type: integer, minimum: 1, maximum: 100 }
    response: { $ref: "#/definitions/item" }

definitions:
  # Decide on each property of Microsoft's type: leave it out (it is dropped), \`keep\` it, or name a transform.
  # \`graphveil prove\` refuses a kept name or free text; docs/guides/write-rules.md has the language.
  item:
    id: !<tokenize> {}
${properties
  .filter(({ name }) => name !== 'id')
  .map(({ name, known }) => `    # ${name}: ${known}\n`)
  .join('')}`;

const passingCase = ({
  pathTemplate,
}: ScaffoldOptions): string => `shows: say what a page of items keeps and what is gone
call: { url: ${quoted(`${withoutParameters(pathTemplate)}?$top=2`)} }
upstream:
  status: 200
  body:
    value:
      # Write two items as Microsoft documents them, with every property that the type has, people from rules/cast.yaml.
      - { id: an-id }
# Read what \`graphveil test --update\` writes below as if you were looking for a leak. Then write a second case that is
# refused: only a call, and a reply with status 403.
`;

const notesFile = ({ title }: ScaffoldOptions): string => `# ${title}: notes

What is kept and why, what is gone, limits and traps of the API, and how its ids join with other sources.
`;

const versionOf = (pathTemplate: string): string => (pathTemplate.startsWith('/beta/') ? 'beta' : 'v1.0');
const quoted = (text: string): string => JSON.stringify(text);

const parameters = (pathTemplate: string): readonly string[] =>
  [...pathTemplate.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name ?? '');

const withoutParameters = (pathTemplate: string): string =>
  pathTemplate.replace(/\{userId\}/g, '{{token alice.id}}').replace(/\{groupId\}/g, '{{token keepers.id}}');

const parameterSchemas = (pathTemplate: string): string => {
  const names = parameters(pathTemplate);
  if (names.length === 0) return '';
  const lines = names.map(
    (name) => `      ${name}: { kind: ${name.replace(/Id$/, '')}-id, format: reversible-pseudonym }\n`,
  );
  return `    pathParameterSchemas:\n${lines.join('')}`;
};
