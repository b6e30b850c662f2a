import type { NarrowerPermission, NeededPermission } from '../../../connectors/index.ts';
import { type Block, code, joined, type Text, table } from '../../render/blocks.ts';

type Permissions = {
  readonly title: string;
  readonly narrowed: readonly NarrowerPermission[];
  readonly narrower: readonly NarrowerPermission[];
  readonly permissions: readonly NeededPermission[];
};

type Row = { readonly permission: NarrowerPermission; readonly titles: readonly string[] };

/** Connectors with the same narrower permission share a row. */
const rowsOf = (
  connectors: readonly Permissions[],
  of: (connector: Permissions) => readonly NarrowerPermission[],
): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (const connector of connectors)
    for (const permission of of(connector)) {
      const key = JSON.stringify([permission.instead, permission.use, permission.loses]);
      rows.set(key, { permission, titles: [...(rows.get(key)?.titles ?? []), connector.title] });
    }
  return [...rows.values()];
};

const names = (permissions: readonly string[]): Text => joined(permissions.map((name) => [code(name)]));

const grantWords = {
  tenant: '',
  'per-team': ' in each team',
  'per-site': ' for each site',
} as const;

const lost = ({ permission: { loses, removed }, titles }: Row, several: boolean): Text => [
  several ? `${titles.join(', ')}: ` : '',
  loses.trim(),
  ...(removed.length === 0 ? [] : [' Not served: ', ...names(removed), '.']),
];

/**
 * A table of narrower permissions that could replace the requested ones; undefined if there are none.
 * @param piecewise for single teams or sites; otherwise for the whole tenant
 */
export const narrowerTable = (connectors: readonly Permissions[], piecewise: boolean): Block | undefined => {
  const rows = rowsOf(connectors, ({ narrower, permissions }) =>
    narrower.filter(
      ({ instead, granted }) =>
        (granted !== undefined) === piecewise && permissions.some(({ name }) => name === instead),
    ),
  );
  return rows.length === 0
    ? undefined
    : table(
        ['Permission', 'Narrower alternative', 'Data that would be missing'],
        rows.map((row) => [
          [code(row.permission.instead)],
          [code(row.permission.use), grantWords[row.permission.granted ?? 'tenant']],
          lost(row, connectors.length > 1),
        ]),
      );
};

/** A table of the narrower permissions in use, with the lost data; undefined if there are none. */
export const narrowedTable = (connectors: readonly Permissions[]): Block | undefined => {
  const rows = rowsOf(connectors, ({ narrowed }) => narrowed);
  return rows.length === 0
    ? undefined
    : table(
        ['Permission', 'Instead of', 'Missing data'],
        rows.map((row) => [
          [code(row.permission.use)],
          [code(row.permission.instead)],
          lost(row, connectors.length > 1),
        ]),
      );
};
