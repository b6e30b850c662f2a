import { createHash } from 'node:crypto';
import { type Zippable, zipSync } from 'fflate';

/** A function's archive: the same files give the same bytes on every machine and in every time zone. */
export type Archive = {
  readonly bytes: Uint8Array;
  /** Base64 SHA-256, as Lambda and Terraform state it. */
  readonly hash: string;
};

/** The first moment that a zip can state, in the zone of this machine, which the format writes without a zone. */
const fixedTime = new Date(1980, 0, 1);
const regularFile = 0o100_644 << 16;
const unix = 3;

/** Packs files in the order of their names, all with one time and mode. */
export const zip = (files: Readonly<Record<string, Uint8Array>>): Archive => {
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) {
    const bytes = files[name];
    if (bytes !== undefined) entries[name] = [bytes, { level: 9, mtime: fixedTime, os: unix, attrs: regularFile }];
  }
  const bytes = zipSync(entries);
  return { bytes, hash: createHash('sha256').update(bytes).digest('base64') };
};
