import type { Settings } from '../config/index.ts';
import type {
  AnswerDispositions,
  CompiledRules,
  NarrowerPermission,
  NeededPermission,
  PermissionFacts,
} from '../connectors/index.ts';

/** The parts of a source's description that consent uses; the registry of sources provides them. */
export type SourceFacts = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly availability: 'ga' | 'beta' | 'alpha';
  readonly permissions: readonly PermissionFacts[];
  readonly extras: readonly {
    readonly id: string;
    readonly title: string;
    readonly permissions: readonly PermissionFacts[];
  }[];
  readonly exampleCalls: readonly ExampleCall[];
  /** Ids of steps in addition to the grant; see `administratorSteps`. */
  readonly administratorSteps: readonly string[];
};

export type ExampleCall = {
  readonly title: string;
  readonly path: string;
  /** True if a caller that is limited to a group can't make it. */
  readonly unbounded?: true;
};

/** A connector from the point of view of consent. */
export type ConsentConnector = {
  readonly name: string;
  readonly source: string;
  readonly title: string;
  readonly summary: string;
  readonly availability: SourceFacts['availability'];
  readonly permissions: readonly NeededPermission[];
  /** Narrower permissions in use. */
  readonly narrowed: readonly NarrowerPermission[];
  /** Narrower permissions that could be used too. */
  readonly narrower: readonly NarrowerPermission[];
  readonly exampleCalls: readonly ExampleCall[];
  readonly administratorSteps: readonly string[];
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  /** The reason for using rules that aren't proven. */
  readonly acceptUnproven?: string | undefined;
  /** The properties that leave, from the proof; empty if nothing could be proven. */
  readonly dispositions: readonly AnswerDispositions[];
  /** The rules, from which its calls are described; absent if nothing was compiled. */
  readonly rules?: Pick<CompiledRules, 'plan' | 'notes'>;
};

/** A deployment's settings with the descriptions of its sources. */
export type Described = {
  readonly settings: Settings;
  readonly connectors: readonly ConsentConnector[];
  /** Graphveil's own version. */
  readonly version: string;
};

/** Returns the name of an application in Entra: one connector's, or the one that all share. */
export const applicationDisplayName = (
  environment: string,
  connector?: Pick<ConsentConnector, 'name' | 'source' | 'title'>,
): string => {
  if (connector === undefined) return `Graphveil ${environment}`;
  const own = connector.name === connector.source ? '' : ` (${connector.name})`;
  return `Graphveil ${environment}: ${connector.title}${own}`;
};

/** The maturity of a source, in words. */
export const availabilityWords: Readonly<Record<SourceFacts['availability'], string>> = {
  ga: 'ready for production',
  beta: 'beta: complete, but newer',
  alpha: 'alpha: may still change',
};
