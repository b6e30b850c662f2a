import { IAMClient } from '@aws-sdk/client-iam';
import { awsKeyringStore, kmsClient, ssmClient, stsClient } from '../../adapters/aws/index.ts';
import { signingFetch } from '../../client/index.ts';
import {
  clouds,
  keyringEncryptionContext,
  keyringKeyAlias,
  keyringParameterName,
  type Settings,
} from '../../config/index.ts';
import type { KeyringStore } from '../../ports/index.ts';
import { operatorGraph } from '../shared/graph.ts';
import { azureCliSignIn } from '../shared/sign-in.ts';
import type { AwsWorld } from './check-aws.ts';
import type { EntraWorld } from './check-entra.ts';

/** Access to AWS with the current credentials. */
export const awsWorld = ({ aws: { region, partition } }: Settings): AwsWorld => {
  const sts = stsClient(region);
  const origin = `https://lambda.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  return {
    sts,
    iam: new IAMClient({ region, maxAttempts: 2 }),
    lambda: { origin, fetch: signingFetch({ region, origin, credentials: async () => sts.config.credentials() }) },
  };
};

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
