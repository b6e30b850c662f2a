import type { CompileInput } from '../../compile/index.ts';
import type { Report } from '../../diagnostics/index.ts';
import type { TransformRule } from '../format/index.ts';
import type { TransformNode } from '../plan/index.ts';
import type { Library } from './library.ts';
import type { Resolve } from './resolve.ts';

/** What one compilation works with. */
export type Session = {
  readonly input: CompileInput;
  readonly report: Report;
  readonly library: Library;
  readonly resolve: Resolve;
  /** Transforms as their places in the files ask for them; undefined: wrong, and said. */
  readonly transforms: Map<TransformRule, TransformNode | undefined>;
};

/** How slow an expression on upstream text may be. */
export const safetyOf = ({ input }: Session): 'strict' | 'capped' => (input.builtIn ? 'strict' : 'capped');
