import type { SourceText } from '../compile/index.ts';
import type { SourceFile } from './source-file.ts';

/** A source: the content of its folder under `rules/`, read but not yet compiled. */
export type Source = SourceFile & {
  /** The given rules folder joined with the id. */
  readonly folder: string;
  readonly rules: SourceText;
  /** `privacy.yaml`: classes of properties that the project hasn't classified. */
  readonly privacy?: SourceText;
  /** `logo.svg`: a drawing for lists of connectors. */
  readonly logo?: SourceText;
  /** `rules/shared/*.yaml`. */
  readonly shared: readonly SourceText[];
  /** Overlays under `variants/` by name, in alphabetical order. */
  readonly variants: ReadonlyMap<string, SourceText>;
  /** Overlays of the `extras` that have one, by the extra's id. */
  readonly extraRules: ReadonlyMap<string, SourceText>;
  /** Overlays of `narrower`, by the narrower permission. Those that lose nothing have none. */
  readonly narrowerRules: ReadonlyMap<string, SourceText>;
};
