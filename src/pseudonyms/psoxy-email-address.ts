/** The two parts of an e-mail address as written, without unnecessary quotes around the local part. */
export type EmailAddress = { readonly local: string; readonly domain: string };

/** Treatment of dots in local parts: `STRICT` keeps them, `IGNORE_DOTS` removes them. */
export type EmailCanonicalization = 'STRICT' | 'IGNORE_DOTS';

type Read<T> = { readonly value: T; readonly end: number } | undefined;

const foldingBlank = /(?:[ \t]*\r\n)?[ \t]+/y;
const comment = /\((?:[ \t]|\r\n(?=[ \t])|[!-'*-[\]-~]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*\)/y;
const atom = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+/y;
const dotAtom = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*/y;
const quotedLocal = /"(?:[ \t]|\r\n(?=[ \t])|[!#-[\]-~]|\\[\x01-\x09\x0b\x0c\x0e-\x7f])*"/y;
const quotedName = /"(?:[ \t]|\r\n(?=[ \t])|[^\x00-\x20\x7f-\x9f"\\]|\\[^\r\n\0])*"/y;
const domainCharacters = /[A-Za-z0-9.-]+/y;
const wholeDomain = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,26}$/;
const plainQuoted = /^"([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)"$/;

const take = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** Skips folding white space and comments, which RFC 2822 allows around every part. Comments don't nest. */
const pastBlank = (text: string, start: number): number => {
  let at = start;
  for (;;) {
    const skipped = take(foldingBlank, text, at) ?? take(comment, text, at);
    if (skipped === undefined) return at;
    at += skipped.length;
  }
};

const readDomain = (text: string, start: number): Read<string> => {
  const at = pastBlank(text, start);
  const domain = take(domainCharacters, text, at);
  if (domain === undefined || !wholeDomain.test(domain)) return undefined;
  return { value: domain, end: pastBlank(text, at + domain.length) };
};

const readAddress = (text: string, start: number): Read<EmailAddress> => {
  const at = pastBlank(text, start);
  const local = take(dotAtom, text, at) ?? take(quotedLocal, text, at);
  if (local === undefined) return undefined;
  const sign = pastBlank(text, at + local.length);
  if (text[sign] !== '@') return undefined;
  const domain = readDomain(text, sign + 1);
  return domain && { value: { local: plainQuoted.exec(local)?.[1] ?? local, domain: domain.value }, end: domain.end };
};

/** Skips a display name (atoms and quoted strings). Returns `start` if there is none. */
const pastName = (text: string, start: number): number => {
  let at = start;
  for (;;) {
    const open = pastBlank(text, at);
    const word = take(atom, text, open) ?? take(quotedName, text, open);
    if (word === undefined) return open;
    at = open + word.length;
  }
};

const readMailbox = (text: string, start: number): Read<EmailAddress> => {
  const bare = readAddress(text, start);
  if (bare) return bare;
  const bracket = pastName(text, start);
  if (text[bracket] !== '<') return undefined;
  const address = readAddress(text, bracket + 1);
  if (!address || text[address.end] !== '>') return undefined;
  return { value: address.value, end: pastBlank(text, address.end + 1) };
};

const readMailboxes = (text: string, start: number): Read<readonly EmailAddress[]> => {
  const found: EmailAddress[] = [];
  let at = start;
  for (;;) {
    const mailbox = readMailbox(text, at);
    if (!mailbox) return undefined;
    found.push(mailbox.value);
    if (text[mailbox.end] !== ',') return { value: found, end: mailbox.end };
    at = mailbox.end + 1;
  }
};

const readGroup = (text: string, start: number): Read<readonly EmailAddress[]> => {
  const colon = pastName(text, start);
  if (text[colon] !== ':' || colon === pastBlank(text, start)) return undefined;
  const empty = pastBlank(text, colon + 1);
  const members = text[empty] === ';' ? { value: [], end: empty } : readMailboxes(text, colon + 1);
  if (!members || text[members.end] !== ';') return undefined;
  return { value: members.value, end: pastBlank(text, members.end + 1) };
};

const readSingle = (text: string, start: number): Read<readonly EmailAddress[]> => {
  const mailbox = readMailbox(text, start);
  return mailbox && { value: [mailbox.value], end: mailbox.end };
};

/**
 * Parses a text that is a single e-mail address as a whole: `a@b.example`, `<a@b.example>` or `Name <a@b.example>`,
 * with RFC 2822 blanks and comments. The last label of the domain must have 2 to 26 letters, which rules out address
 * literals, single labels and non-ASCII domains.
 */
export const parseEmailAddress = (text: string): EmailAddress | undefined => {
  const mailbox = readMailbox(text, 0);
  return mailbox?.end === text.length ? mailbox.value : undefined;
};

/**
 * Parses an RFC 2822 address list, as in mail headers, including groups (`Team: a@b.example, c@d.example;`). Returns
 * undefined if any part is invalid: an empty item, an unquoted name outside ASCII, a blank text.
 */
export const parseAddressList = (text: string): readonly EmailAddress[] | undefined => {
  const found: EmailAddress[] = [];
  let at = 0;
  for (;;) {
    const item = readGroup(text, at) ?? readSingle(text, at);
    if (!item) return undefined;
    for (const address of item.value) found.push(address);
    if (item.end === text.length) return found;
    if (text[item.end] !== ',') return undefined;
    at = item.end + 1;
  }
};

/** Returns `local@domain`, the address without display name and comments. */
export const addressText = ({ local, domain }: EmailAddress): string => `${local}@${domain}`;

/** Converts an address to lower case, cuts the local part at its first `+`, and removes dots if they are ignored. */
export const canonicalAddress = ({ local, domain }: EmailAddress, canonicalization: EmailCanonicalization): string => {
  const [beforePlus = ''] = local.toLowerCase().split('+', 1);
  const name = canonicalization === 'IGNORE_DOTS' ? beforePlus.replaceAll('.', '') : beforePlus;
  return `${name}@${domain.toLowerCase()}`;
};
