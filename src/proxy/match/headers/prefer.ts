/** One preference: its name in lower case and its text as it goes upstream. */
type Preference = { readonly name: string; readonly text: string };

/** RFC 7240, 2: `token [ = word ]`, then parameters, which no preference of Graph has and which are left out. */
const preference =
  /[\t ,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[\t ]*=[\t ]*([!#$%&'*+.^_`|~0-9A-Za-z-]+|"(?:[\t !#-[\]-~]|\\[\t !-~])*"))?[\t ]*(?:;[^,"]*)?(?=,|$)/y;

const longest = 1_024;

/** The preferences of a header; what can't be read ends the list, since a preference may always be ignored. */
const parsePrefer = (header: string): readonly Preference[] => {
  if (header.length > longest) return [];
  const read: Preference[] = [];
  const reader = new RegExp(preference);
  for (let match = reader.exec(header); match !== null; match = reader.exec(header)) {
    const [, name = '', value] = match;
    read.push({ name: name.toLowerCase(), text: value === undefined ? name : `${name}=${value}` });
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
