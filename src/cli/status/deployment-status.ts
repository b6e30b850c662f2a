import type { Finding } from '../shared/finding.ts';
import type { KeyringState } from '../shared/show-keyring.ts';
import type { Health } from './read-health.ts';
import type { Calls } from './read-metrics.ts';

/** A connector now. Fields are missing if they can't be read, which a finding explains. */
export type ConnectorStatus = {
  readonly name: string;
  /** Whether the settings let it serve calls. */
  readonly enabled: boolean;
  readonly endpoint?: string;
  /** Undefined if it is stopped or can't be reached. */
  readonly health?: Health;
  readonly calls?: Calls;
  readonly alarms?: readonly string[];
};

/** The console now. */
export type ConsoleStatus = {
  readonly url: string;
  /** Begin of the hour in which the access check finished last. */
  readonly accessCheck?: Date | undefined;
  /** Alarms of the console, the access check and the token service. */
  readonly alarms: readonly string[];
};

export type DeploymentStatus = {
  readonly at: Date;
  readonly environment: string;
  readonly region: string;
  readonly keyring?: KeyringState;
  readonly connectors: readonly ConnectorStatus[];
  /** Undefined if there is none, or if it can't be read. */
  readonly console?: ConsoleStatus;
  readonly findings: readonly Finding[];
};
