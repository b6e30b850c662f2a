import { awsKeyringStore } from '../../adapters/aws/index.ts';
import {
  clouds,
  keyringEncryptionContext,
  keyringKeyAlias,
  keyringParameterName,
  type Settings,
} from '../../config/index.ts';
import type { KeyringStore } from '../../ports/index.ts';
import { iamClient, kmsClient, lambdaClient, ssmClient, stsClient } from '../shared/aws-clients.ts';
import { operatorGraph } from '../shared/graph.ts';
import { azureCliSignIn } from '../shared/sign-in.ts';
import type { AwsWorld } from './check-aws.ts';
import type { EntraWorld } from './check-entra.ts';

/** Access to AWS with the current credentials. */
export const awsWorld = ({ aws: { region } }: Settings): AwsWorld => ({
  sts: stsClient(region),
  iam: iamClient(region),
  lambda: lambdaClient(region),
});

/** The keyring of the deployment, with its secrets still encrypted. */
export const keyringWorld = ({ environment, aws }: Settings): Pick<KeyringStore, 'read'> =>
  awsKeyringStore({
    ssm: ssmClient(aws.region),
    kms: kmsClient(aws.region),
    parameter: keyringParameterName(environment),
    encryptionContext: keyringEncryptionContext(environment),
    key: aws.kmsKeys.keyring ?? keyringKeyAlias(environment),
  });

/** Access to Entra as the user of the Azure CLI. */
export const entraWorld = ({ tenant }: Settings): EntraWorld => {
  const cloud = clouds[tenant.cloud];
  return {
    signIn: () => azureCliSignIn(tenant.id, cloud),
    graph: (token) => operatorGraph({ graph: cloud.graph, token }),
  };
};
