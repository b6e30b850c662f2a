import type { Clock } from '../../ports/index.ts';
import type { Memberships, Organization } from '../organization/index.ts';
import type { AccessTokenMint } from './access-tokens.ts';
import type { Applications } from './applications.ts';
import type { SignIns } from './sign-ins.ts';
import type { Tenant } from './tenant.ts';

export type EntraParts = {
  readonly tenant: Tenant;
  readonly applications: Applications;
  readonly organization: Organization;
  readonly memberships: Memberships;
  readonly tokens: AccessTokenMint;
  readonly signIns: SignIns;
  /** PEM of the certificate authority that identity issuers' certificates are verified with. */
  readonly ca: string;
  readonly clock: Clock;
};
