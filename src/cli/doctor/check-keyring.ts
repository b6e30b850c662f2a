import type { KeyringStore } from '../../ports/index.ts';
import { type Finding, failed, notChecked, ok, wrong } from '../shared/finding.ts';
import { networkFailure } from '../shared/network-failure.ts';

const check = 'keyring';
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
    const epoch = (await store.read())?.series.at(-1)?.epochs.at(-1);
    if (epoch === undefined)
      return notChecked(check, 'there is no keyring yet; npx graphveil keys init --aws creates one');
    const days = Math.floor((now - Date.parse(epoch.created)) / day);
    if (days <= oldestDays) return ok(check, `epoch ${epoch.number} has been writing for ${days} days`);
    return wrong(
      check,
      `epoch ${epoch.number} has been writing for ${days} days, so it may be near the limit of 4.3 billion tokens per epoch`,
      'npx graphveil keys rotate --aws (pseudonyms stay equal)',
      'a person who may assume aws.keysRole',
    );
  } catch (error) {
    const failure = networkFailure(error, 'AWS SSM');
    if (failure !== undefined) return failed(check, failure);
    return notChecked(check, `it can't be read (${error instanceof Error ? error.name : 'an unknown error'})`);
  }
};
