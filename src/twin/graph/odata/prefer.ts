/** `Prefer` as name → value, with lower-case names, without quotes. */
export type Preferences = ReadonlyMap<string, string>;

export const readPrefer = (header: string | undefined): Preferences => {
  const preferences = new Map<string, string>();
  for (const part of (header ?? '').match(/(?:[^,;"]|"[^"]*")+/g) ?? []) {
    const [name = '', ...value] = part.trim().split('=');
    if (name !== '') preferences.set(name.trim().toLowerCase(), value.join('=').trim().replace(/^"|"$/g, ''));
  }
  return preferences;
};
