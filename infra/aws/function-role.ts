import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import type { Construct } from 'constructs';
import { functionRoleName, type Settings } from '../../src/config/index.ts';
import { withAddress } from '../with-address.ts';
import { lambdaTrust } from './policies/function-policy.ts';

/**
 * The role of one connector's function, which no other function shares. The federated credential trusts its fixed name.
 */
export const addFunctionRole = (scope: Construct, { environment, aws }: Settings, connector: string): IamRole =>
  withAddress(
    connector,
    new IamRole(scope, 'role', {
      name: functionRoleName(environment, connector),
      description: `Graphveil (${environment}): runs connector ${connector} and signs in to Microsoft Entra ID`,
      assumeRolePolicy: JSON.stringify(lambdaTrust()),
      ...(aws.permissionsBoundary !== undefined && { permissionsBoundary: aws.permissionsBoundary }),
      tags: { Connector: connector },
    }),
  );
