import type { Overlays, Rules } from '../../connectors/index.ts';
import { proven } from '../../proof/index.ts';
import type { Source } from '../../sources/index.ts';

/**
 * Returns the overlay combinations of a source: none, each variant and each extra by itself, then all extras together.
 */
export const everyOverlay = ({ variants, extras }: Source): readonly Overlays[] => [
  { variants: [], extras: [] },
  ...[...variants.keys()].map((name) => ({ variants: [name], extras: [] })),
  ...extras.map(({ id }) => ({ variants: [], extras: [id] })),
  ...[...variants.keys()].flatMap((name) =>
    extras.length === 0 ? [] : [{ variants: [name], extras: extras.map(({ id }) => id) }],
  ),
];

/** True for rules without a variant or extra. */
export const isBase = ({ overlays }: Rules): boolean => overlays.variants.length + overlays.extras.length === 0;

/** True if there is a proof without gaps. */
export const isProven = ({ proof }: Rules): boolean => proof !== undefined && proven(proof);
