import { keyringKeyAlias, keyringParameterName } from '../../src/config/index.ts';
import type { ClientModel } from '../../src/consent/index.ts';
import type { AwsSide } from '../aws/aws-side.ts';
import type { Deployment } from '../deployment.ts';
import type { Slots } from '../documents/slots.ts';

/** What each caller is told, with a word in place of each address that Terraform alone will know. */
export const heldClientModels = (
  { settings, connectors, version }: Deployment,
  aws: AwsSide,
  slots: Slots,
): readonly ClientModel[] =>
  settings.callers.map((caller) => ({
    environment: settings.environment,
    version,
    caller: caller.name,
    roleArn: slots.hold(aws.callerRoles.get(caller.name) ?? ''),
    externalId: caller.externalId,
    region: settings.aws.region,
    service: settings.exposure === 'http-api' ? 'execute-api' : 'lambda',
    google: caller.googleServiceAccounts.length > 0,
    connectors: connectors
      .filter(({ name }) => caller.connectors.includes(name))
      .map(({ name, consent }) => ({
        name,
        title: consent.title,
        summary: consent.summary,
        endpoint: slots.hold(aws.connectors.get(name)?.endpoint ?? ''),
        exampleCalls: consent.exampleCalls,
      })),
  }));

/** What the AWS side made, as Terraform outputs: by connector, by caller, and the keyring. */
export const awsOutputs = ({ settings }: Deployment, aws: AwsSide) => ({
  connectors: Object.fromEntries(
    [...aws.connectors].map(([name, { endpoint, function: made, roleArn, logGroup }]) => [
      name,
      { endpoint, functionName: made.functionName, roleArn, logGroup },
    ]),
  ),
  callers: Object.fromEntries(
    settings.callers.map(({ name, externalId, connectors }) => [
      name,
      {
        roleArn: aws.callerRoles.get(name),
        externalId: externalId ?? null,
        region: settings.aws.region,
        endpoints: Object.fromEntries(
          connectors.map((connector) => [connector, aws.connectors.get(connector)?.endpoint]),
        ),
      },
    ]),
  ),
  keyring: {
    parameter: keyringParameterName(settings.environment),
    key: settings.aws.kmsKeys.keyring ?? keyringKeyAlias(settings.environment),
    keysPolicy: aws.keysPolicyArn,
  },
});
