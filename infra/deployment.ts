import type { Connector, Settings } from '../src/config/index.ts';
import type { ApplicationIds, ConsentConnector, Described } from '../src/documents/index.ts';

/** Those that another stack wrote down, or references to ones that this stack makes. */
export type { ApplicationIds };

/** A connector with the data of its source and its bundle. */
export type DeployedConnector = Connector & {
  readonly consent: ConsentConnector;
  /** Methods that its rules let through. */
  readonly methods: readonly string[];
  /** Base64 SHA-256 of the function's zip. */
  readonly codeHash: string;
};

/** Everything that is synthesized from; strings of people are free of Terraform's syntax (see `escapeTerraform`). */
export type Deployment = {
  readonly settings: Settings;
  readonly connectors: readonly DeployedConnector[];
  /** By connector: the outputs of the Entra stack, if the stacks are separate. */
  readonly applications?: ReadonlyMap<string, ApplicationIds>;
  /** Path from a stack's folder to that of the settings file. */
  readonly fromStack: string;
  readonly version: string;
};

/** The same as the consent documents need it. */
export const described = ({ settings, connectors, version }: Deployment): Described => ({
  settings,
  version,
  connectors: connectors.map(({ consent }) => consent),
});
