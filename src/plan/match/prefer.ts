/** One preference: its name in lower case and its text as it goes upstream. */
type Preference = { readonly name: string; readonly text: string };

/** RFC 7240, 2: `token [ = word ]`, then parameters, which no preference of Graph has and which are left out. */
const preference =
  /[\t ,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[\t ]*=[\t ]*([!#$%&'*+.^_`|~0-9A-Za-z-]+|"(?:[\t !#-[\]-~]|\\[\t !-~])*"))?[\t ]*(?:;[^,"]*)?(?=,|$)/y;

/**
 * A value that reads alike everywhere: in the quotes, nothing that a reader which splits at commas, or knows no escapes,
 * could take for the end of one preference and the start of another.
 */
const plainValue = /^"?[^",;=\\]*"?$/;

const longest = 1_024;

/**
 * The preferences of a header whose values every server reads alike; what can't be read at all ends the list. A preference may
 * always be ignored.
 */
const parsePrefer = (header: string): readonly Preference[] => {
  if (header.length > longest) return [];
  const read: Preference[] = [];
  const reader = new RegExp(preference);
  for (let match = reader.exec(header); match !== null; match = reader.exec(header)) {
    const [, name = '', value] = match;
    const text = value === undefined ? name : `${name}=${value}`;
    if (plainValue.test(value ?? '')) read.push({ name: name.toLowerCase(), text });
  }
  return read;
};

const nameOf = (text: string): string => text.replace(/=.*$/s, '').toLowerCase();

/**
 * The `Prefer` header that goes upstream: what is always sent, as written, then those of the caller's preferences whose
 * names are allowed, the first of each. Undefined when there are none.
 */
export const choosePreferences = (
  header: string | undefined,
  { allowed, always }: { readonly allowed: readonly string[]; readonly always: readonly string[] },
): string | undefined => {
  const chosen = new Map(always.map((text) => [nameOf(text), text]));
  for (const { name, text } of parsePrefer(header ?? ''))
    if (allowed.includes(name) && !chosen.has(name)) chosen.set(name, text);
  return chosen.size === 0 ? undefined : [...chosen.values()].join(', ');
};
