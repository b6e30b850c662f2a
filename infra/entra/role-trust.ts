import { ApplicationFederatedIdentityCredential } from '@cdktf/provider-azuread/lib/application-federated-identity-credential/index.js';
import type { Construct } from 'constructs';
import { clouds, functionName, functionRoleName, roleArn, type Settings } from '../../src/config/index.ts';
import { withAddress } from '../with-address.ts';

/**
 * Allows only one function's role to sign in as an application: issuer, audience and subject must match exactly. The
 * role doesn't have to exist yet.
 */
export const trustRole = (
  scope: Construct,
  connector: string,
  applicationId: string,
  settings: Settings,
  description = `The AWS function of connector ${connector} signs in with its own role.`,
): ApplicationFederatedIdentityCredential =>
  withAddress(
    connector,
    new ApplicationFederatedIdentityCredential(scope, 'trust', {
      applicationId,
      displayName: functionName(settings.environment, connector),
      description,
      issuer: settings.aws.tokenIssuer,
      subject: roleArn(settings.aws, functionRoleName(settings.environment, connector)),
      audiences: [clouds[settings.tenant.cloud].tokenExchangeAudience],
    }),
  );
