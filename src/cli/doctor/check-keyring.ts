import { keyringBytes } from '../../adapters/aws/index.ts';
import type { KeyringStore } from '../../ports/index.ts';
import { formatKeyring } from '../../pseudonyms/index.ts';
import { type Finding, failed, notChecked, ok, wrong } from '../shared/finding.ts';
import { networkFailure } from '../shared/network-failure.ts';

const check = 'keyring';

/** More bytes than an epoch takes: a KMS ciphertext in Base64, its number and its day. */
const nextEpoch = 500;
const day = 86_400_000;

/**
 * Half of the time in which 100,000 people produce 2³² distinct values; docs/decisions/0004-token-format.md has the
 * limit.
 */
const oldestDays = 365;

/**
 * Checks the age of the current epoch. An epoch may write 2³² distinct tokens. Because nobody counts them, a new epoch
 * is recommended after a year.
 */
export const checkKeyring = async (store: Pick<KeyringStore, 'read'>, now: number): Promise<Finding> => {
  try {
    const document = await store.read();
    const epoch = document?.series.at(-1)?.epochs.at(-1);
    if (epoch === undefined)
      return notChecked(check, 'there is no keyring yet; npx --no-install graphveil keys init --aws creates one');
    const bytes = document === undefined ? 0 : Buffer.byteLength(formatKeyring(document));
    if (bytes > keyringBytes - nextEpoch)
      return wrong(
        check,
        `keyring has ${bytes} bytes of the ${keyringBytes} that a parameter holds, so the next epoch may not fit`,
        'npx --no-install graphveil keys retire NUMBER, for epochs that aren’t needed any more',
        'a person who may assume aws.keysRole',
      );
    const days = Math.floor((now - Date.parse(epoch.created)) / day);
    if (days <= oldestDays) return ok(check, `epoch ${epoch.number} has been writing for ${days} days`);
    return wrong(
      check,
      `epoch ${epoch.number} has been writing for ${days} days, so it may be near the limit of 4.3 billion tokens per epoch`,
      'npx --no-install graphveil keys rotate --aws (pseudonyms stay equal)',
      'a person who may assume aws.keysRole',
    );
  } catch (error) {
    const failure = networkFailure(error, 'AWS SSM');
    if (failure !== undefined) return failed(check, failure);
    return notChecked(check, `it can't be read (${error instanceof Error ? error.name : 'an unknown error'})`);
  }
};
