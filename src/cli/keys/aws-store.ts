import { awsKeyringStore } from '../../adapters/aws/index.ts';
import { keyringEncryptionContext, keyringKeyAlias, keyringParameterName } from '../../config/index.ts';
import type { KeyringStore } from '../../ports/index.ts';
import { kmsClient, ssmClient } from '../shared/aws-clients.ts';
import { awsFailure } from '../shared/aws-failure.ts';
import { cliError } from '../shared/exit.ts';
import { ownAccountOrEnd } from '../shared/own-account.ts';
import { readSettings } from '../shared/read-settings.ts';
import type { SettingsOptions } from '../shared/settings-option.ts';

const remedies: Readonly<Record<string, string>> = {
  AccessDeniedException: 'run it as aws.keysRole, with the policy that the deployment made for it attached',
  NotFoundException: 'the KMS key is not there yet: deploy first, then make the keyring',
};

const rewrapRemedies: Readonly<Record<string, string>> = {
  ...remedies,
  AccessDeniedException:
    'set aws.kmsKeys.rewrap and deploy, then run it as aws.keysRole; policies of your own keys need kms:ReEncryptFrom and kms:ReEncryptTo',
};

/**
 * Ends the command on an AWS error with its name and a hint. The error's message can contain more than should be shown.
 */
const explained = (store: KeyringStore, region: string): KeyringStore => {
  const told =
    <Arguments extends readonly unknown[], Result>(
      act: (...args: Arguments) => Promise<Result>,
      hints: typeof remedies = remedies,
    ) =>
    (...args: Arguments): Promise<Result> =>
      act(...args).catch((error: unknown) => {
        const failure = awsFailure(error, `SSM or KMS in ${region}`);
        if (failure !== undefined) throw failure;
        if (!(error instanceof Error) || !('$metadata' in error)) throw error;
        throw cliError('Aws.Refused:keyring', {
          place: store.place,
          reason: error.name,
          remedy: hints[error.name] ?? 'check the account, the region and the role',
        });
      });
  return {
    place: store.place,
    protection: store.protection,
    read: told(store.read),
    create: told(store.create),
    replace: told(store.replace),
    newRoot: told(store.newRoot),
    protect: told(store.protect),
    ...(store.rewrap !== undefined && { rewrap: told(store.rewrap, rewrapRemedies) }),
  };
};

/**
 * The keyring of a deployment, in the AWS account of its settings. Ends the command if the credentials belong to
 * another account: a keyring there would be useless and easy to forget.
 */
export const keyringStoreOf = async (options: SettingsOptions): Promise<KeyringStore> => {
  const { settings } = readSettings(options);
  const { environment, aws } = settings;
  await ownAccountOrEnd(settings);
  const store = awsKeyringStore({
    ssm: ssmClient(aws.region),
    kms: kmsClient(aws.region),
    parameter: keyringParameterName(environment),
    encryptionContext: keyringEncryptionContext(environment),
    key: aws.kmsKeys.keyring ?? keyringKeyAlias(environment),
  });
  return explained(store, aws.region);
};
