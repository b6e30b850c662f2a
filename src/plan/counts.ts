import type { DropCounts } from './runner.ts';

/** Drop counts while a walk goes on. */
export type Counts = { -readonly [Reason in keyof DropCounts]: number };

export const noDrops = (): Counts => ({ unknownProperties: 0, unknownAnnotations: 0, wrongTypes: 0, unfitFormats: 0 });
