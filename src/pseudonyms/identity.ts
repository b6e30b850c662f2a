import { canonicalDomain } from './host-names.ts';

/** What is done with the tag of `name+tag@domain`: dropped, it is the same person; kept, it is somebody else. */
export type PlusTags = 'drop' | 'keep';

/** Who or what a value names, whichever way it is spelled. */
export type Identity = {
  /** Equal for equal persons and things; this is what is hashed. */
  readonly canonical: string;
  /** The domain of the canonical address; absent for what is no address. */
  readonly domain?: string;
  /** What a reversible token holds: a spelling that Graph accepts. It has the same `canonical` as the value. */
  readonly openable: string;
};

const guid = /^(?:8:orgid:|\{)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i;
const prefix = /^(?:smtp|sip|mailto):/i;
const link = /^https:/i;
const meeting = /^https:\/\/[^/?#]+\/(?:l\/meetup-join|meet)\//;
const phone = /^(?:tel:)?\+[0-9](?:[ ().\-/]*[0-9]){6,14}$/i;
const legacyName = /^(?:x500:|ex:)?(\/o=.+\/cn=.+)$/i;
const guest = /^(.+)_([^_]+)#ext#$/;
const plainLocal = /^[^\s\p{Cc}"(),:;<>@[\\\]]+$/u;
const quotedLocal = /^"((?:[^"\\\p{Cc}]|\\[^\p{Cc}])+)"$/u;
const named = /^[^<>\s][^<>]*<([^<>]+)>$/;

const folded = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC');

type Address = { readonly local: string; readonly domain: string };

/** Lower case; quotes stay only around a local part that needs them. */
const canonicalLocal = (text: string): string | undefined => {
  const local = folded(text);
  const [, inner] = quotedLocal.exec(local) ?? [];
  if (inner === undefined) return plainLocal.test(local) ? local : undefined;
  return plainLocal.test(inner) ? inner : local;
};

const readAddress = (text: string): Address | undefined => {
  const at = text.lastIndexOf('@');
  if (at < 1) return undefined;
  const domain = canonicalDomain(text.slice(at + 1));
  const local = domain === undefined ? undefined : canonicalLocal(text.slice(0, at));
  return domain === undefined || local === undefined ? undefined : { local, domain };
};

/** The address that a guest's user principal name hides: `a_b.example#EXT#@tenant` is `a@b.example`. */
const atHome = (address: Address): Address => {
  const [, local, home] = guest.exec(address.local) ?? [];
  const domain = home === undefined ? undefined : canonicalDomain(home);
  return local === undefined || domain === undefined ? address : { local, domain };
};

const withoutTag = (local: string, plusTags: PlusTags): string => {
  const tag = local.indexOf('+');
  return plusTags === 'keep' || tag < 1 || local.startsWith('"') ? local : local.slice(0, tag);
};

const ofAddress = (text: string, plusTags: PlusTags): Identity | undefined => {
  const written = (named.exec(text)?.[1] ?? text).trim().replace(prefix, '');
  const address = readAddress(written);
  if (address === undefined) return undefined;
  const { local, domain } = atHome(address);
  return {
    canonical: `${withoutTag(local, plusTags)}@${domain}`,
    domain,
    openable: `${address.local}@${address.domain}`,
  };
};

const decoded = (url: string): string => {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
};

const meetingOf = (text: string): string | undefined => {
  const url = link.test(text) ? folded(decoded(text)) : '';
  return meeting.test(url) ? url : undefined;
};

/**
 * Finds the one spelling of a value. E-mail addresses: lower case, without display name, `SMTP:` prefix and (by default)
 * plus tag, the domain in ASCII, a guest's principal name as the address at home. GUIDs: lower case, without braces or Teams' `8:orgid:`.
 * Links to Teams meetings: percent-decoded, lower case. Phone numbers: digits alone. Exchange's legacy names: lower
 * case. Any other text stands as it is, `<id@host>` (a message id) too.
 */
export const identify = (value: string, plusTags: PlusTags): Identity => {
  const text = value.trim();
  const id = guid.exec(text)?.[1]?.toLowerCase();
  if (id !== undefined) return { canonical: id, openable: id };
  const address = text.includes('@') ? ofAddress(text, plusTags) : undefined;
  if (address !== undefined) return address;
  const legacy = legacyName.exec(text)?.[1];
  const number = phone.test(text) ? `+${text.replaceAll(/[^0-9]/g, '')}` : undefined;
  return { canonical: meetingOf(text) ?? number ?? (legacy === undefined ? value : folded(legacy)), openable: value };
};
