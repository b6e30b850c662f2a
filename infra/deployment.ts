import type { Connector, Settings } from '../src/config/index.ts';
import type { ConsentConnector } from '../src/consent/index.ts';

/** A connector with what its source and its bundle say about it. */
export type DeployedConnector = Connector & {
  readonly consent: ConsentConnector;
  /** Methods that its rules let through. */
  readonly methods: readonly string[];
  /** Base64 SHA-256 of the function's zip. */
  readonly codeHash: string;
};

/** Ids of an Entra application: those that another stack wrote down, or references to ones that this stack makes. */
export type ApplicationIds = {
  readonly clientId: string;
  readonly objectId: string;
  readonly servicePrincipalObjectId: string;
};

/** Everything that is synthesized from; strings of people are free of Terraform's syntax (see `literal`). */
export type Deployment = {
  readonly settings: Settings;
  readonly connectors: readonly DeployedConnector[];
  /** By connector: what the Entra stack handed over, where the stacks are apart. */
  readonly applications?: ReadonlyMap<string, ApplicationIds>;
  /** Path from a stack's folder to that of the settings file. */
  readonly fromStack: string;
  readonly version: string;
};
