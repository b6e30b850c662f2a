import { folded, guidOf, phoneOf } from './canonical-text.ts';
import { canonicalDomain } from './host-names.ts';

/**
 * Treatment of the tag in `name+tag@domain`. `drop`: the address belongs to the same person. `keep`: it belongs to
 * another person.
 */
export type PlusTags = 'drop' | 'keep';

/**
 * A tag that a person may have typed after `+`. A longer tag, or one with other characters, is a code that a program
 * created.
 */
const tag = /^[\p{L}\p{N}_-]+(?:[.+][\p{L}\p{N}_-]+)*$/u;
const longestTag = 32;
/** A tag such as `contoso.example`, from a relay that puts whole addresses before the `@`. */
const domainLike = /\.[\p{L}]{2,}$/u;
/**
 * Addresses such as `44ldt` and `a1b2c3d4e5f6`: many digits, or letters mixed with digits, as programs generate them.
 */
const codeLike = /^(?=.*[0-9])[0-9a-f-]{8,}$/i;
/**
 * Mailboxes of programs, which use the part after `+` to tell correspondents apart, and encodings of other addresses.
 */
const service =
  /^(?:bounces?|reply|replies|no-?reply|do-?not-?reply|return|returns|mailer-daemon|unsubscribe|notify|notifications?|comments?|inbound|inbox|incoming|verp|prvs|btv1|srs[01]?|msprvs1|imcea[a-z]*-.*|.*=.*)$/;

/**
 * Returns the local part without its plus tag. Drops a tag only if a person could have chosen it: the mailbox can be a
 * person's, and the tag is short and neither a domain nor a code. Otherwise keeps the tag, because different people may
 * share the part before `+`.
 */
export const withoutTag = (local: string, plusTags: PlusTags): string => {
  const at = local.indexOf('+');
  if (plusTags === 'keep' || at < 1 || local.startsWith('"')) return local;
  const [name, written] = [local.slice(0, at), local.slice(at + 1)];
  const short = written.length <= longestTag && (written === '' || tag.test(written));
  const chosen = short && !domainLike.test(written) && !codeLike.test(written);
  return chosen && !service.test(name) ? name : local;
};

/**
 * Settings for reading addresses. They are fixed with the first token of a series, because every pseudonym depends on
 * them.
 */
export type ReadSettings = {
  readonly plusTags: PlusTags;
  /**
   * The tenant's own domains, canonical. Only in these is `x_home.example#EXT#@…` a guest that the tenant created for
   * `x@home.example`.
   */
  readonly ownDomains: ReadonlySet<string>;
};

type Person = {
  readonly canonical: string;
  readonly domain?: string;
  readonly openable: string;
  /**
   * True for an e-mail address or Exchange's name for one. Only these may join with people in properties that strangers
   * can write.
   */
  readonly isAddress: boolean;
};

type Address = { readonly local: string; readonly domain: string };

/** Teams' prefixes for ids of people (`8:`), bots (`28:`), devices (`29:`) and older accounts (`2:`). */
const teamsPrefix = /^(?:8|28|29|2):(?:orgid:)?(?=\S)/i;
const prefix = /^(?:smtp|sip|mailto):/i;
const legacyName = /^(?:x500:|ex:)?(\/o=.+\/cn=.+)$/i;
const encapsulated = /^imceaex-([^@]+)@[^@]+$/i;
const guestMark = /(?:#|%23)ext(?:#|%23)$/;
const guest = /^(.+)_([^_]+)#ext#$/;
const plainLocal = /^[^\s\p{Cc}"(),:;<>@[\\\]]+$/u;
const quotedLocal = /^"((?:[^"\\\p{Cc}]|\\[^\p{Cc}])+)"$/u;
const named = /^[^<>]*<([^<>]+)>$/;
const comment = /\([^()]*\)$/;
const trailing = /[\s;,.]/;
const inApostrophes = /^'([^']+)'$/;

/** Converts to lower case, and removes quotes around a local part that doesn't need them. */
const canonicalLocal = (text: string): string | undefined => {
  const local = folded(text).replace(guestMark, '#ext#');
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

/**
 * Returns a guest's address from the user principal name: `a_b.example#EXT#@tenant` is `a@b.example`, only in the
 * tenant's domains.
 */
const atHome = (address: Address, { ownDomains }: ReadSettings): Address => {
  if (!ownDomains.has(address.domain)) return address;
  const [, local, home] = guest.exec(address.local) ?? [];
  const domain = home === undefined ? undefined : canonicalDomain(home);
  return local === undefined || domain === undefined ? address : { local, domain };
};

const withoutTrailing = (text: string): string => {
  let end = text.length;
  while (end > 0 && trailing.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};

/** Strips decoration from an address: a display name, apostrophes, a comment, a trailing period. */
const bare = (text: string): string => {
  const inside = (named.exec(text)?.[1] ?? withoutTrailing(text).replace(comment, '')).trim();
  const [, quoted] = inApostrophes.exec(inside) ?? [];
  return withoutTrailing((quoted ?? inside).trim()).replace(prefix, '');
};

const ofAddress = (text: string, settings: ReadSettings): Person | undefined => {
  const address = readAddress(bare(text));
  if (address === undefined) return undefined;
  const { local, domain } = atHome(address, settings);
  return {
    canonical: `${withoutTag(local, settings.plusTags)}@${domain}`,
    domain,
    openable: `${address.local}@${address.domain}`,
    isAddress: true,
  };
};

/**
 * Decodes an encapsulated address: Exchange writes `/o=…/cn=…` as `_o=…_cn=…`, and other characters as `+` and two
 * hexadecimal digits.
 */
const decapsulated = (text: string): string | undefined =>
  encapsulated
    .exec(text)?.[1]
    ?.replaceAll('_', '/')
    .replaceAll(/\+([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const ofLegacyName = (text: string, value: string): Person | undefined => {
  const name = legacyName.exec(decapsulated(bare(text)) ?? text)?.[1];
  return name === undefined ? undefined : { canonical: folded(name), openable: value, isAddress: true };
};

/**
 * Returns the canonical spelling of a person. Addresses: lower case, without decoration, the domain in ASCII, by
 * default without plus tag; a guest's principal name in an own domain becomes the home address. Exchange's legacy
 * names, also in `IMCEAEX-` addresses: lower case. Teams' ids: without the prefix. GUIDs: lower case. Phone numbers:
 * digits. Any other text: unchanged.
 */
export const readPerson = (value: string, settings: ReadSettings): Person => {
  const text = value.trim();
  const legacy = ofLegacyName(text, value);
  if (legacy !== undefined) return legacy;
  const plain = text.replace(teamsPrefix, '');
  const id = guidOf(plain);
  if (id !== undefined) return { canonical: id, openable: id, isAddress: false };
  const address = plain.includes('@') ? ofAddress(plain, settings) : undefined;
  return (
    address ?? { canonical: phoneOf(plain) ?? (plain === text ? value : plain), openable: value, isAddress: false }
  );
};
