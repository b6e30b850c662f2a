import type { NeededPermission } from '../../../connectors/index.ts';
import type { NarrowerPermission } from '../../model.ts';
import { type Block, code, table } from '../../render/blocks.ts';

type Permissions = {
  readonly narrower: readonly NarrowerPermission[];
  readonly permissions: readonly NeededPermission[];
};

/** A table of narrower permissions that could replace the requested ones; undefined if there are none. */
export const narrowerTable = ({ narrower, permissions }: Permissions): Block | undefined => {
  const asked = new Set(permissions.map(({ name }) => name));
  const known = narrower.filter(({ instead }) => asked.has(instead));
  if (known.length === 0) return undefined;
  return table(
    ['Permission', 'Narrower alternative', 'Data that would be missing'],
    known.map(({ instead, use, loses }) => [[code(instead)], [code(use)], [loses.trim()]]),
  );
};
