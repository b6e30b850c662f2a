import type { AccessPorts, AppRole, Permission } from '../access/index.ts';
import type { Directory } from '../ports/index.ts';
import type { Registry } from '../registry/index.ts';
import type { SignIn } from './sign-in/entra.ts';

/** Facts about the deployment that pages show. */
export type ConsolePlace = {
  readonly environment: string;
  /** Origin of the token service, for the ready blocks of clients. */
  readonly tokenUrl: string;
  /** Whom to ask: a mail address or an https URL of the settings. */
  readonly contact?: string | undefined;
};

/** A real reply before and after the rules. */
export type ConsoleExample = {
  /** The purpose of the case. */
  readonly shows: string;
  /** The call. */
  readonly call: string;
  readonly lines: readonly {
    readonly mark: 'kept' | 'changed' | 'gone';
    readonly text: string;
    readonly after?: string | undefined;
  }[];
};

/** What decisions about groups need. */
export type ConsoleGroups = {
  readonly directory: Directory;
  readonly leastGroupSize: number;
  /** Days of the longest grant. */
  readonly grantDays: number;
  /** Returns the most instructive case of a connector's rules; undefined if it has none. */
  readonly example: (connector: string) => Promise<ConsoleExample | undefined>;
};

/** Everything that the console needs from outside. */
export type ConsolePorts = {
  /** Origin of the console, without a trailing slash. */
  readonly origin: string;
  readonly place: ConsolePlace;
  readonly access: AccessPorts;
  readonly registry: Registry;
  readonly groups: ConsoleGroups;
  readonly signIn: SignIn;
  /**
   * Reads a person's app roles now; undefined for somebody who is gone or may not sign in. Rejects if nobody can tell, and
   * then nothing is decided.
   */
  readonly rolesOf: (personId: string) => Promise<readonly AppRole[] | undefined>;
  /** The permissions of the connectors, which clients are registered for. */
  readonly permissions: () => Promise<readonly Permission[]>;
  /** Receives an unexpected error. The reply holds none of it. */
  readonly onFault?: (error: unknown) => void;
};
