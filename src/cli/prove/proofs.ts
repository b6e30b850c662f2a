import type { Overlays, Rules } from '../../connectors/index.ts';
import { proven } from '../../proof/index.ts';
import type { Source } from '../../sources/index.ts';

/**
 * Returns the overlay combinations of a source: none, each variant and each extra by itself, each variant with all extras,
 * and all narrower permissions with all extras.
 */
export const everyOverlay = ({ variants, extras, narrower }: Source): readonly Overlays[] => [
  { variants: [], extras: [] },
  ...[...variants.keys()].map((name) => ({ variants: [name], extras: [] })),
  ...extras.map(({ id }) => ({ variants: [], extras: [id] })),
  ...[...variants.keys()].flatMap((name) =>
    extras.length === 0 ? [] : [{ variants: [name], extras: extras.map(({ id }) => id) }],
  ),
  ...(narrower.length === 0
    ? []
    : [{ variants: [], extras: extras.map(({ id }) => id), narrow: [...new Set(narrower.map(({ use }) => use))] }]),
];

/** True for rules without a variant, an extra or a narrower permission. */
export const isBase = ({ overlays: { variants, extras, narrow = [] } }: Rules): boolean =>
  variants.length + extras.length + narrow.length === 0;

/** True if there is a proof without gaps. */
export const isProven = ({ proof }: Rules): boolean => proof !== undefined && proven(proof);
