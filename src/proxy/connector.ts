import type { Plan } from '../plan/index.ts';
import type { AccessTokens, Clock, Http, KeyringSource, Log, RandomBytes, Wait } from '../ports/index.ts';

/** One deployed instance of a source, as the proxy must know it. */
export type ProxiedConnector = {
  readonly name: string;
  readonly plan: Plan;
  /** Origin of Microsoft Graph in the tenant's cloud; the access token goes nowhere else. */
  readonly graph: string;
  /** Application permissions that a complete token carries in `roles`; see `expectedRoles`. */
  readonly expectedRoles: readonly string[];
  /** Graphveil's own version. */
  readonly version: string;
  /** The proxy's public URL without a slash at the end, where settings name one. @default what the platform says of the call */
  readonly publicUrl?: string;
};

/** Everything that the journey asks of the world. */
export type ProxyPorts = {
  readonly keyrings: KeyringSource;
  readonly accessTokens: AccessTokens;
  readonly http: Http;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly random: RandomBytes;
  readonly log: Log;
};

/**
 * The roles that a token of these permissions shows. Where Exchange grants access to mailboxes, those permissions are
 * never asked of Entra and never show.
 */
export const expectedRoles = (
  permissions: readonly { readonly name: string; readonly mailbox?: boolean }[],
  mailboxAccess: 'entra' | 'exchange-rbac',
): readonly string[] =>
  permissions.filter(({ mailbox }) => mailboxAccess === 'entra' || mailbox !== true).map(({ name }) => name);
