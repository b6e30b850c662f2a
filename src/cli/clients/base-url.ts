import { type AccessOptions, settingsOf } from '../shared/access-options.ts';
import { readSettings } from '../shared/read-settings.ts';

export type UrlOptions = { readonly url?: string };

/** Where `graphveil serve` listens by default. */
const local = 'https://127.0.0.1:8443';
const unknown = 'https://BASE_URL';

/** Returns the origin of the token service for examples: the given one, or `clients.publicUrl` of the settings. */
export const baseUrlOf = (options: AccessOptions & UrlOptions): string => {
  if (options.url !== undefined) return options.url.replace(/\/$/, '');
  const settings = settingsOf(options);
  if (settings === undefined) return local;
  return readSettings({ settings }).settings.clients?.publicUrl ?? unknown;
};
