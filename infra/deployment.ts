import { type Connector, type Settings, stackNames } from '../src/config/index.ts';
import type { SharedRoute } from '../src/connectors/index.ts';
import type { ApplicationIds, ConsentConnector, Described } from '../src/documents/index.ts';

export { stackNames };

export type StackName = (typeof stackNames)[keyof typeof stackNames];

/** Ids that another stack wrote, or references to applications of this stack. */
export type { ApplicationIds };

/** A connector with the data of its source and its bundle. */
export type DeployedConnector = Connector & {
  readonly consent: ConsentConnector;
  /** HTTP methods that its rules accept. */
  readonly methods: readonly string[];
  /** Base64 SHA-256 of the function's zip. */
  readonly codeHash: string;
  /** Hash of the settings and rules that the function depends on. */
  readonly settingsHash: string;
};

/** The input of synthesis. Strings from people contain no Terraform syntax (see `escapeTerraform`). */
export type Deployment = {
  readonly settings: Settings;
  readonly connectors: readonly DeployedConnector[];
  /** Outputs of the Entra stack by connector, if the stacks are separate. */
  readonly applications?: ReadonlyMap<string, ApplicationIds>;
  /** With registered tools: the token service's archive and the routes of Graph's paths. */
  readonly tools?: {
    /** Base64 SHA-256 of the function's zip. */
    readonly codeHash: string;
    readonly routes: readonly SharedRoute[];
    /** The connector that answers what no route has. */
    readonly first: string | undefined;
  };
  /** With a console: Base64 SHA-256 of the zips of its function and of the access check. */
  readonly console?: { readonly codeHash: string; readonly accessCheckHash: string };
  /** Id of the console's application, if the stacks are separate. */
  readonly consoleApplication?: ApplicationIds;
  /** Paths relative to a stack's folder. */
  readonly fromStack: {
    /** The settings file. */
    readonly settings: string;
    /** The command line, `graphveil.js`. */
    readonly program: string;
    /** The folder of a local state. */
    readonly state: string;
  };
  /** Terraform addresses that earlier syntheses kept or let Terraform forget, by stack. */
  readonly earlier?: ReadonlyMap<StackName, readonly string[]>;
  readonly version: string;
};

/** Returns the parts of a deployment that the consent documents need. */
export const described = ({ settings, connectors, version }: Deployment): Described => ({
  settings,
  version,
  connectors: connectors.map(({ consent }) => consent),
});
