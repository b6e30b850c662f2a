import { entry } from './entry.ts';
import { suggest } from './nearest.ts';
import { shapeEntries } from './shapes.ts';

/** Files of a source: source.yaml, privacy.yaml, cases and the cast. */
export const sourceEntries = {
  ...shapeEntries('source', { what: 'a key of source.yaml', see: 'see docs/guides/add-a-source.md' }),
  ...shapeEntries('privacy', { what: 'a key of privacy.yaml', see: 'see docs/guides/add-a-source.md' }),
  ...shapeEntries('case', { what: 'a key of a case', see: 'see docs/guides/add-a-source.md' }),
  ...shapeEntries('cast', { what: 'a key of cast.yaml', see: 'write people: { alice: { id: …, mail: … } }' }),
  'source/missing-file': entry<{ readonly file: string }>({
    message: ({ file }) => `folder of the source has no ${file}`,
    hint: 'add the file beside source.yaml',
    example: { file: 'rules.yaml' },
  }),
  'source/wrong-folder': entry<{ readonly folder: string }>({
    message: "id differs from the name of the source's folder",
    hint: ({ folder }) => `rename the folder, or write id: ${folder}`,
    example: { folder: 'mail' },
  }),
  'source/logo': entry<{ readonly part: string }>({
    message: ({ part }) => `logo.svg contains ${part}, expected shapes of at most 8 kB`,
    hint: 'draw it with svg, g, title, path, rect, circle, ellipse, line, polygon and polyline, without scripts, styles, links or text',
    example: { part: '<script' },
  }),
  'source/name-taken': entry<{ readonly name: string }>({
    message: ({ name }) => `another source has the name ${name}`,
    hint: 'choose another id or alias',
    example: { name: 'mail' },
  }),
  'privacy/already-judged': entry<{ readonly type: string; readonly property: string; readonly class: string }>({
    message: ({ type, property, class: judged }) => `${type}.${property} has a class in the privacy table, ${judged}`,
    hint: 'remove it here; a source can only judge properties without a class',
    example: { type: 'user', property: 'mail', class: 'direct-identifier' },
  }),
  'privacy/unknown-property': entry<{
    readonly type: string;
    readonly property: string;
    readonly known: readonly string[];
  }>({
    message: ({ type, property }) => `Microsoft's type ${type} has no property ${property}`,
    hint: ({ property, known }) => suggest(property, known, 'remove it, or add undeclared with the type that it holds'),
    example: { type: 'user', property: 'mial', known: ['mail'] },
  }),
  'privacy/unknown-type': entry<{ readonly name: string; readonly known: readonly string[] }>({
    message: ({ name }) => `Microsoft Graph has no type ${name}`,
    hint: ({ name, known }) => suggest(name, known, 'write its name as Graph does, without microsoft.graph.'),
    example: { name: 'usr', known: ['user'] },
  }),
} as const;
