import { suggest } from '../../diagnostics/index.ts';
import type { YamlPath } from '../../yaml/index.ts';
import { callerRoleName, everyConnector, functionName, functionRoleName, longestName } from '../deployed/names.ts';
import type { Check, CheckInput, Finding } from './checks.ts';
import { namedTwice } from './named-twice.ts';
import { connectorName, sourceNamed } from './resolve.ts';
import type { ConnectorEntry } from './schema.ts';
import type { KnownSource } from './settings.ts';

const atLeastOne: Check = ({ file, trusted }) =>
  Object.keys(file.sources).length === 0 && trusted(['sources'])
    ? [
        {
          path: ['sources'],
          code: 'settings/no-sources',
          message: 'no source is listed, expected at least one',
          hint: 'list the sources that are to be deployed, for example the calendar alone',
        },
      ]
    : [];

const unknownSource = (key: string, entry: ConnectorEntry, sources: readonly KnownSource[]): readonly Finding[] => {
  if (sourceNamed(entry.source ?? key, sources) !== undefined) return [];
  const ids = sources.flatMap(({ id, aliases }) => [id, ...aliases]);
  const path = entry.source === undefined ? ['sources', key] : ['sources', key, 'source'];
  return [
    {
      path,
      ...(entry.source === undefined && { at: 'key' as const }),
      code: 'settings/unknown-source',
      message: `${entry.source ?? key} is not a source`,
      hint: suggest(
        entry.source ?? key,
        ids,
        `sources are ${sources.map(({ id }) => id).join(', ')}; a connector with another name says source: …`,
      ),
    },
  ];
};

const partsOf = ({ variants, extras }: KnownSource) => ({
  variants: [...variants.keys()],
  extras: extras.map(({ id }) => id),
});

const unknownParts = (key: string, entry: ConnectorEntry, source: KnownSource | undefined): readonly Finding[] =>
  (['variants', 'extras'] as const).flatMap((part) =>
    entry[part].flatMap((name, index): readonly Finding[] => {
      const known = source === undefined ? [name] : partsOf(source)[part];
      if (known.includes(name)) return [];
      return [
        {
          path: ['sources', key, part, index],
          code: `settings/unknown-${part.slice(0, -1)}`,
          message: `${name} is not one of the ${part} of ${source?.id}`,
          hint: suggest(name, known, known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`),
        },
      ];
    }),
  );

const unneededReason = (key: string, entry: ConnectorEntry): readonly Finding[] =>
  entry.acceptUnproven !== undefined && entry.rules === undefined
    ? [
        {
          path: ['sources', key, 'acceptUnproven'],
          severity: 'warning',
          code: 'settings/nothing-unproven',
          message: 'acceptUnproven is given, but the rules are the source’s own, which always prove',
          hint: 'remove it, or name a rule file with rules:',
        },
      ]
    : [];

const variantsOfOwnRules = (key: string, entry: ConnectorEntry): readonly Finding[] =>
  entry.rules !== undefined && entry.variants.length > 0
    ? [
        {
          path: ['sources', key, 'variants'],
          code: 'settings/variants-of-own-rules',
          message: 'variants are laid over the source’s own rules, and rules names others',
          hint: 'remove variants, or write what they change into the rule file',
        },
      ]
    : [];

const entries: Check = ({ file, sources }) =>
  Object.entries(file.sources).flatMap(([key, entry]) => [
    ...unknownSource(key, entry, sources),
    ...unknownParts(key, entry, sourceNamed(entry.source ?? key, sources)),
    ...unneededReason(key, entry),
    ...variantsOfOwnRules(key, entry),
  ]);

const notInCloud: Check = ({ file, sources, trusted }) =>
  Object.entries(file.sources).flatMap(([key, entry]): readonly Finding[] => {
    const source = sourceNamed(entry.source ?? key, sources);
    if (source?.absentFrom?.includes(file.tenant.cloud) !== true || !trusted(['tenant', 'cloud'])) return [];
    return [
      {
        path: ['sources', key],
        at: 'key',
        code: 'settings/not-in-cloud',
        message: `Microsoft does not offer ${source.id} in the cloud ${file.tenant.cloud}`,
        hint: 'remove it, or correct tenant.cloud',
      },
    ];
  });

/** Another thing of the deployment would have the same name: a caller's role, or the document on all connectors. */
const isTaken = (environment: string, name: string): boolean =>
  name === everyConnector || functionRoleName(environment, name).startsWith(callerRoleName(environment, ''));

const badName = ({ file, sources, trusted }: CheckInput, key: string): readonly Finding[] => {
  const path: YamlPath = ['sources', key];
  const name = connectorName(key, sources);
  const long = functionName(file.environment, name);
  if (isTaken(file.environment, name))
    return [
      {
        path,
        at: 'key',
        code: 'settings/reserved-name',
        message: `${name} is a name that Graphveil uses itself`,
        hint: 'give the connector another name and say source: …',
      },
    ];
  if (trusted(['environment']) && long.length > longestName)
    return [
      {
        path,
        at: 'key',
        code: 'settings/name-too-long',
        message: `the role and function ${long} would have a name of ${long.length} characters, AWS allows ${longestName}`,
        hint: `shorten environment or the connector’s name by ${long.length - longestName} characters`,
      },
    ];
  return [];
};

/** The first key of each name; one that means the same again is said by `namedTwice`. */
const names: Check = (input) => {
  const keys = Object.keys(input.file.sources);
  const first = new Map(keys.toReversed().map((key) => [connectorName(key, input.sources), key]));
  return keys
    .filter((key) => first.get(connectorName(key, input.sources)) === key)
    .flatMap((key) => badName(input, key));
};

const slowForHttpApi: Check = ({ file }) =>
  file.exposure !== 'http-api'
    ? []
    : Object.entries(file.sources)
        .filter(([, entry]) => (entry.timeout ?? 0) > 29)
        .map(([key]) => ({
          path: ['sources', key, 'timeout'],
          code: 'settings/timeout-too-long',
          message: 'an HTTP API gives up after 29 seconds, a longer timeout has no use',
          hint: 'use at most 29, or exposure: function-url',
        }));

export const sourceChecks: readonly Check[] = [
  atLeastOne,
  entries,
  names,
  namedTwice('sources', 'remove one, or give it a name of its own and say source: …'),
  notInCloud,
  slowForHttpApi,
];
