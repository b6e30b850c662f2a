import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import { type Caller, callerRoleName, type Settings } from '../../src/config/index.ts';
import { withAddress } from '../with-address.ts';
import { callerPolicy, callerTrust, type Reachable } from './policies/caller-policy.ts';

export type CallerRoleProps = {
  readonly settings: Settings;
  readonly caller: Caller;
  readonly reachable: Reachable;
};

/** IAM accepts 1,000 characters. */
const described = (environment: string, connectors: readonly string[]): string => {
  const listed = `Graphveil (${environment}): calls ${connectors.join(', ')}`;
  return listed.length <= 1_000 ? listed : `Graphveil (${environment}): calls ${connectors.length} connectors`;
};

/** The role that one caller assumes to call its connectors. */
export class CallerRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { settings, caller, reachable }: CallerRoleProps) {
    super(scope, id);
    const address = `caller-${caller.name}`;
    const { permissionsBoundary } = settings.aws;
    const role = withAddress(
      address,
      new IamRole(this, 'role', {
        name: callerRoleName(settings.environment, caller.name),
        description: described(settings.environment, caller.connectors),
        assumeRolePolicy: JSON.stringify(callerTrust(settings, caller)),
        ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      }),
    );
    withAddress(
      address,
      new IamRolePolicy(this, 'role-policy', {
        name: 'caller',
        role: role.id,
        policy: JSON.stringify(callerPolicy(settings, reachable)),
      }),
    );
    this.arn = role.arn;
  }
}
