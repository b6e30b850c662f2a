import { mimeTypesByGroup } from './mime-types.generated.ts';

const known: ReadonlySet<string> = new Set(
  Object.entries(mimeTypesByGroup).flatMap(([group, names]) => names.split(' ').map((name) => `${group}/${name}`)),
);

const parts = /^([a-z]+\/[a-z0-9.+_-]+)(?:; ?charset=([a-z0-9_:-]{1,40}))?$/i;

/** True for a label of an encoding that the WHATWG Encoding Standard knows. */
const isEncoding = (label: string): boolean => {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
};

/** A registered media type, by itself or with a known `charset`; any other word could be somebody's. */
export const fitMimeType = (text: string): string | undefined => {
  const [, type, charset] = parts.exec(text) ?? [];
  if (type === undefined || !known.has(type.toLowerCase())) return undefined;
  return charset === undefined || isEncoding(charset) ? text : undefined;
};
