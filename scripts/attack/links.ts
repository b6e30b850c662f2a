import { randomUUID } from 'node:crypto';
import type { Plan } from '../../src/plan/index.ts';
import type { Attack } from './finding.ts';
import { attackedProxy, graph, planWith, proxyUrl, randomKeyring, sampleNames } from './world.ts';

/** Information about the last row of a page that the lengths of sealed links reveal. */
export type LinkLengths = {
  readonly people: number;
  /** Number of different link lengths. */
  readonly lengths: number;
  /** Shannon entropy of the length, in bits for each person. */
  readonly bits: number;
};

/** Graph's skip token of the directory, which contains the principal name of the last row. */
const skipToken = (name: string): string =>
  `RFNwdAoAAQ${Buffer.from(`:_${name})User_${randomUUID()}`).toString('base64url')}`;

/** Seals the link of a one-row page for each person of an address list, and measures the information in its length. */
export const measureLinkLengths = async (directory: Plan, names: readonly string[]): Promise<LinkLengths> => {
  const proxy = attackedProxy(directory, randomKeyring());
  const counts = new Map<number, number>();
  for (const name of names) {
    const link = `${graph}/v1.0/users?$top=1&$skiptoken=${skipToken(name)}`;
    const { body } = await proxy.ask('/v1.0/users', { value: [], '@odata.nextLink': link });
    const { length } = String(body['@odata.nextLink']);
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const shares = [...counts.values()].map((count) => count / names.length);
  const bits = shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
  return { people: names.length, lengths: counts.size, bits };
};

/** Whether links can be compared: equal ones within the hour, and only those. */
export type LinkEquality = {
  readonly equalWithinTheHour: boolean;
  readonly equalAfterwards: boolean;
  readonly equalAcrossConnectors: boolean;
  readonly equalAcrossKeyrings: boolean;
  /** A client that remembers links sees that A leads to B and B to A. */
  readonly cycleSeen: boolean;
};

const minutes = 60_000;

/** Seals one link of Graph under different circumstances. */
export const compareLinks = async (directory: Plan): Promise<LinkEquality> => {
  const keyring = randomKeyring();
  const upstream = (name: string): string => `${graph}/v1.0/users?$skiptoken=${name}`;
  const sealed = async (name: string, proxy = attackedProxy(directory, keyring)): Promise<string> => {
    const { body } = await proxy.ask('/v1.0/users', { value: [], '@odata.nextLink': upstream(name) });
    return String(body['@odata.nextLink']);
  };
  const later = (by: number) => {
    const proxy = attackedProxy(directory, keyring);
    proxy.now += by;
    return proxy;
  };
  const [first, second] = [await sealed('a'), await sealed('b')];
  const follow = async (link: string, next: string): Promise<string> => {
    const proxy = attackedProxy(directory, keyring);
    const { body } = await proxy.ask(link.replace(proxyUrl, ''), { value: [], '@odata.nextLink': upstream(next) });
    return String(body['@odata.nextLink']);
  };
  return {
    equalWithinTheHour: first === (await sealed('a', later(30 * minutes))),
    equalAfterwards: first === (await sealed('a', later(60 * minutes))),
    equalAcrossConnectors: first === (await sealed('a', attackedProxy(directory, keyring, 'other'))),
    equalAcrossKeyrings: first === (await sealed('a', attackedProxy(directory, randomKeyring()))),
    cycleSeen: (await follow(first, 'b')) === second && (await follow(second, 'a')) === first,
  };
};

const entropy = (values: readonly number[]): number => {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / values.length) * Math.log2(n / values.length), 0);
};

/** Links as they were: text and token in one, encoded, without padding. */
const unpaddedLength = (name: string): number => Buffer.from(skipToken(name)).toString('base64url').length;

/** Measures the information that lengths and comparisons of links reveal. */
export const attack: Attack = async () => {
  const directory = planWith('/v1.0/users/delta');
  const { bits } = await measureLinkLengths(directory, sampleNames);
  const { cycleSeen } = await compareLinks(directory);
  return [
    {
      attack: 'links',
      measure: 'bits that the length of a link tells of the last row of its page',
      before: entropy(sampleNames.map(unpaddedLength)),
      after: bits,
      chance: 0,
      holds: bits === 0,
    },
    {
      attack: 'links',
      measure: 'cycles of links that a client recognizes, of 1',
      before: 0,
      after: cycleSeen ? 1 : 0,
      holds: cycleSeen,
    },
  ];
};
