import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Clock, Http, IssuerKeySet, IssuerKeys } from '../../ports/index.ts';

/** Networks that aren't part of the public internet. Source: IANA special-purpose address registries. */
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(network, prefix, 'ipv4');
const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');
const specialV6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  specialV6.addSubnet(network, prefix, 'ipv6');

/** True for an address of the public internet. */
export const isPublicAddress = (address: string): boolean => {
  if (isIP(address) === 4) return !special.check(address, 'ipv4');
  return publicV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
};

const notPublic = (): NodeJS.ErrnoException =>
  Object.assign(new Error('the host has an address that is not public'), { code: 'ENOTPUBLIC' });

/** Resolves names to public addresses only. A name with another address beside them is refused as a whole. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(notPublic(), '', 0);
    return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

/** A URL that keys may be read from: https, a host name, no credentials and no fragment. */
const isUsable = (url: string, allowed: (host: string) => boolean): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, hash, hostname } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' && hash === '' && allowed(hostname);
};

/** Names, not addresses: a lookup doesn't check an address in a URL. */
export const isPublicName = (host: string): boolean => isIP(host.replace(/^\[|\]$/g, '')) === 0;

export type IssuerKeysOptions = {
  /** Must resolve to public addresses only (`publicLookup`), follow no redirect and limit the size of an answer. */
  readonly http: Http;
  readonly clock: Clock;
  /** Which hosts may be read. @default names that aren't addresses */
  readonly allowed?: (host: string) => boolean;
};

const timeoutMs = 3_000;
/** Keys are read again after this time. */
const freshMs = 600_000;
/** An unknown key id causes at most one read in this time. */
const cooldownMs = 30_000;
const mostKeys = 50;

/** Keys outlast an outage of their issuer for this time. */
const staleMs = 3_600_000;

/** `at`: the last attempt; `readAt`: the last one that succeeded. */
type Held = { readonly keys: IssuerKeySet | undefined; readonly at: number; readonly readAt: number };

/**
 * Keys of other issuers, read through their discovery documents (OpenID Connect Discovery 1.0) and held for ten minutes.
 * The issuer in the document must be the one that was asked for.
 */
export const issuerKeysOf = ({ http, clock, allowed = isPublicName }: IssuerKeysOptions): IssuerKeys => {
  const held = new Map<string, Held>();
  const reading = new Map<string, Promise<IssuerKeySet | undefined>>();

  const getJson = async (url: string): Promise<Readonly<Record<string, unknown>>> => {
    if (!isUsable(url, allowed)) throw new TypeError('the URL is not usable');
    const headers = { accept: 'application/json' };
    const { status, body } = await http.send({ method: 'GET', url, headers, timeoutMs });
    if (status !== 200) throw new TypeError('the answer is not 200');
    return JSON.parse(Buffer.from(body).toString('utf8')) as Readonly<Record<string, unknown>>;
  };

  const read = async (issuer: string): Promise<IssuerKeySet | undefined> => {
    try {
      const document = await getJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
      if (document['issuer'] !== issuer) return undefined;
      const { keys } = await getJson(String(document['jwks_uri']));
      return Array.isArray(keys) && keys.length <= mostKeys ? { keys } : undefined;
    } catch {
      return undefined;
    }
  };

  const refresh = (issuer: string): Promise<IssuerKeySet | undefined> => {
    const underway = reading.get(issuer) ?? read(issuer).finally(() => reading.delete(issuer));
    reading.set(issuer, underway);
    return underway.then((keys) => {
      const at = clock();
      const before = held.get(issuer);
      const kept = before !== undefined && at - before.readAt < staleMs ? before : { keys: undefined, readAt: at };
      const next = keys === undefined ? { ...kept, at } : { keys, at, readAt: at };
      held.set(issuer, next);
      return next.keys;
    });
  };

  return {
    get: async (issuer, fresh = false) => {
      const known = held.get(issuer);
      if (known === undefined) return refresh(issuer);
      const age = clock() - known.at;
      const patience = fresh || known.keys === undefined ? cooldownMs : freshMs;
      return age < patience ? known.keys : refresh(issuer);
    },
  };
};
