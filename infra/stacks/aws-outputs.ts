import { keyringKeyAlias, keyringParameterName } from '../../src/config/index.ts';
import { readyCalls } from '../../src/documents/index.ts';
import type { AwsResources } from '../aws/aws-resources.ts';
import type { Deployment } from '../deployment.ts';
import { escapeTerraformIn } from '../escape-terraform.ts';

/** The resources of the AWS side, as Terraform outputs: by connector, by caller, and the keyring. */
export const awsOutputs = ({ settings, connectors: deployed }: Deployment, aws: AwsResources) => ({
  connectors: Object.fromEntries(
    [...aws.connectors].map(([name, { endpoint, function: made, roleArn, roleName, logGroup }]) => [
      name,
      { endpoint, functionName: made.functionName, roleArn, roleName, logGroup },
    ]),
  ),
  callers: Object.fromEntries(
    settings.callers.map(({ name, externalId, connectors }) => [
      name,
      {
        roleArn: aws.callerRoles.get(name),
        ...(externalId !== undefined && { externalId }),
        region: settings.aws.region,
        endpoints: Object.fromEntries(
          connectors.map((connector) => [connector, aws.connectors.get(connector)?.endpoint]),
        ),
        calls: Object.fromEntries(
          deployed
            .filter((connector) => connectors.includes(connector.name))
            .map(({ name: connector, consent }) => {
              const endpoint = aws.connectors.get(connector)?.endpoint ?? '';
              return [connector, readyCalls({ endpoint, exampleCalls: escapeTerraformIn(consent.exampleCalls) })];
            }),
        ),
      },
    ]),
  ),
  keyring: {
    parameter: keyringParameterName(settings.environment),
    key: settings.aws.kmsKeys.keyring ?? keyringKeyAlias(settings.environment),
    ...(settings.aws.kmsKeys.rewrap !== undefined && { former: settings.aws.kmsKeys.rewrap.from }),
    keysPolicy: aws.keysPolicyArn,
  },
  clients: aws.clients,
});
