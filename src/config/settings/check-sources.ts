import { describe } from '../../problems/diagnostics/index.ts';
import type { YamlPath } from '../../yaml/index.ts';
import {
  accessCheckName,
  callerRoleName,
  consoleName,
  deviceName,
  everyConnector,
  functionName,
  functionRoleName,
  longestName,
  tokenServiceName,
} from '../deployed/names.ts';
import type { Check, CheckInput, Finding } from './checks.ts';
import { namedTwice } from './named-twice.ts';
import { behindApi, connectorName, sourceNamed } from './resolve.ts';
import type { ConnectorEntry } from './schema.ts';
import type { KnownSource } from './settings.ts';

const atLeastOne: Check = ({ file, trusted }) =>
  Object.keys(file.sources).length === 0 && trusted(['sources'])
    ? [
        {
          path: ['sources'],
          ...describe('settings/no-sources'),
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
      ...describe('settings/unknown-source', { name: entry.source ?? key, known: ids }),
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
          ...describe(part === 'variants' ? 'settings/unknown-variant' : 'settings/unknown-extra', {
            name,
            known,
            source: source?.id ?? key,
          }),
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
          ...describe('settings/nothing-unproven'),
        },
      ]
    : [];

const unusedReasons = (key: string, { reasons, variants, extras }: ConnectorEntry): readonly Finding[] =>
  Object.keys(reasons)
    .filter((name) => ![...variants, ...extras].includes(name))
    .map((name) => ({
      path: ['sources', key, 'reasons', name],
      at: 'key' as const,
      ...describe('settings/unused-reason', { name }),
    }));

const variantsOfOwnRules = (key: string, entry: ConnectorEntry): readonly Finding[] =>
  entry.rules !== undefined && entry.variants.length > 0
    ? [
        {
          path: ['sources', key, 'variants'],
          ...describe('settings/variants-of-own-rules'),
        },
      ]
    : [];

const narrower = (key: string, entry: ConnectorEntry, source: KnownSource | undefined): readonly Finding[] => {
  const { permissions, rules } = entry;
  if (permissions === undefined || source === undefined) return [];
  const path = ['sources', key, 'permissions'];
  const offered = source.narrower ?? [];
  const known = [...new Set(offered.map(({ use }) => use))];
  const byDefault = offered.filter(({ granted }) => granted === undefined).map(({ use }) => use);
  if (known.length === 0 || (permissions === 'narrow' && byDefault.length === 0))
    return [{ path, ...describe('settings/nothing-narrower', { source: source.id, known }) }];
  const names = permissions === 'narrow' ? byDefault : permissions;
  const changing = offered.filter((each) => each.rules !== undefined && names.includes(each.use));
  return [
    ...names.flatMap((name, index): readonly Finding[] =>
      known.includes(name)
        ? []
        : [{ path: [...path, index], ...describe('settings/unknown-narrower', { name, known, source: source.id }) }],
    ),
    ...(rules !== undefined && changing.length > 0
      ? [
          {
            path,
            ...describe('settings/narrower-of-own-rules', { names: [...new Set(changing.map(({ use }) => use))] }),
          },
        ]
      : []),
  ];
};

const entries: Check = ({ file, sources }) =>
  Object.entries(file.sources).flatMap(([key, entry]) => [
    ...unknownSource(key, entry, sources),
    ...unknownParts(key, entry, sourceNamed(entry.source ?? key, sources)),
    ...narrower(key, entry, sourceNamed(entry.source ?? key, sources)),
    ...unneededReason(key, entry),
    ...unusedReasons(key, entry),
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
        ...describe('settings/not-in-cloud', { source: source.id, cloud: file.tenant.cloud }),
      },
    ];
  });

/** Names of functions and first segments of paths that a deployment with registered tools has: tenants, a version, the token service. */
const besideTools: ReadonlySet<string> = new Set([
  'adfs',
  'beta',
  'graphveil',
  'tools',
  accessCheckName,
  consoleName,
  tokenServiceName,
]);

/**
 * True if something else in the deployment would have the same name (a caller's role, or the document on all
 * connectors), or if no document can have it.
 */
const isTaken = ({ environment, clients }: CheckInput['file'], name: string): boolean =>
  name === everyConnector ||
  (clients !== undefined && besideTools.has(name)) ||
  deviceName.test(name) ||
  functionRoleName(environment, name).startsWith(callerRoleName(environment, ''));

const badName = ({ file, sources, trusted }: CheckInput, key: string): readonly Finding[] => {
  const path: YamlPath = ['sources', key];
  const name = connectorName(key, sources);
  const long = functionName(file.environment, name);
  if (isTaken(file, name))
    return [
      {
        path,
        at: 'key',
        ...describe('settings/reserved-name', { name }),
      },
    ];
  if (trusted(['environment']) && long.length > longestName)
    return [
      {
        path,
        at: 'key',
        ...describe('settings/name-too-long', { name: long, limit: longestName, shorten: 'the connector’s name' }),
      },
    ];
  return [];
};

/** Checks the first key of each name; `namedTwice` reports further ones. */
const names: Check = (input) => {
  const keys = Object.keys(input.file.sources);
  const first = new Map(keys.toReversed().map((key) => [connectorName(key, input.sources), key]));
  return keys
    .filter((key) => first.get(connectorName(key, input.sources)) === key)
    .flatMap((key) => badName(input, key));
};

const slowForHttpApi: Check = ({ file }) =>
  !behindApi(file)
    ? []
    : Object.entries(file.sources)
        .filter(([, entry]) => (entry.timeout ?? 0) > 29)
        .map(([key]) => ({
          path: ['sources', key, 'timeout'],
          ...describe('settings/timeout-too-long'),
        }));

const knownInOrder: Check = ({ file, sources, trusted }) => {
  const names = new Set(Object.keys(file.sources).map((key) => connectorName(key, sources)));
  if (!trusted(['sources'])) return [];
  return (file.baseUrl?.order ?? []).flatMap((key, index) =>
    names.has(connectorName(key, sources))
      ? []
      : [
          {
            path: ['baseUrl', 'order', index],
            ...describe('settings/unknown-connector', { name: key, known: [...names] }),
          },
        ],
  );
};

export const sourceChecks: readonly Check[] = [
  knownInOrder,
  atLeastOne,
  entries,
  names,
  namedTwice('sources', 'remove one, or give it a name of its own and the key source'),
  notInCloud,
  slowForHttpApi,
];
