import type { NeededPermission } from '../../../connectors/index.ts';
import type { NarrowerPermission } from '../../model.ts';
import { type Block, code, table } from '../../render/blocks.ts';

type Permissions = {
  readonly title: string;
  readonly narrower: readonly NarrowerPermission[];
  readonly permissions: readonly NeededPermission[];
};

/** A table of narrower permissions that could replace the requested ones; undefined if there are none. */
export const narrowerTable = (connectors: readonly Permissions[]): Block | undefined => {
  const titles = new Map<string, readonly string[]>();
  const rows = new Map<string, NarrowerPermission>();
  for (const { title, narrower, permissions } of connectors)
    for (const each of narrower)
      if (permissions.some(({ name }) => name === each.instead)) {
        const key = JSON.stringify([each.instead, each.use, each.loses]);
        rows.set(key, each);
        titles.set(key, [...(titles.get(key) ?? []), title]);
      }
  if (rows.size === 0) return undefined;
  return table(
    ['Permission', 'Narrower alternative', 'Data that would be missing'],
    [...rows].map(([key, { instead, use, loses }]) => [
      [code(instead)],
      [code(use)],
      [connectors.length === 1 ? '' : `${titles.get(key)?.join(', ')}: `, loses.trim()],
    ]),
  );
};
