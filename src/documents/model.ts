import type { Cloud } from '../config/index.ts';
import type { AnswerDispositions, NeededPermission, PermissionFacts } from '../connectors/index.ts';

/** What a source says about itself, as far as consent needs it; the registry of sources hands it over. */
export type SourceFacts = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly availability: 'ga' | 'beta' | 'alpha';
  readonly permissions: readonly PermissionFacts[];
  readonly narrower: readonly NarrowerPermission[];
  readonly extras: readonly {
    readonly id: string;
    readonly title: string;
    readonly permissions: readonly PermissionFacts[];
  }[];
  readonly exampleCalls: readonly ExampleCall[];
  /** Ids of steps besides the grant; see `administratorSteps`. */
  readonly administratorSteps: readonly string[];
};

export type NarrowerPermission = { readonly instead: string; readonly use: string; readonly loses: string };

export type ExampleCall = { readonly title: string; readonly path: string };

/** A connector as consent sees it. */
export type ConsentConnector = {
  readonly name: string;
  readonly source: string;
  readonly title: string;
  readonly summary: string;
  readonly availability: SourceFacts['availability'];
  readonly permissions: readonly NeededPermission[];
  readonly narrower: readonly NarrowerPermission[];
  readonly exampleCalls: readonly ExampleCall[];
  readonly administratorSteps: readonly string[];
  readonly variants: readonly string[];
  readonly extras: readonly string[];
  /** Why rules that do not prove are used all the same. */
  readonly acceptUnproven?: string | undefined;
  /** What leaves, as the proof found it; empty where nothing could be proven. */
  readonly dispositions: readonly AnswerDispositions[];
};

/** An Entra application as an administrator meets it. Ids are known, or stand for what Terraform will know. */
export type ConsentApplication = {
  readonly displayName: string;
  readonly clientId: string;
  readonly objectId: string;
  readonly servicePrincipalObjectId: string;
  readonly connectors: readonly ConsentConnector[];
};

/** What the consent documents are rendered from. */
export type ConsentModel = {
  readonly environment: string;
  readonly version: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly tokenIssuer: string;
  readonly aws: { readonly account: string; readonly partition: string };
  readonly applications: readonly ConsentApplication[];
};
