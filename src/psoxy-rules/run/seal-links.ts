import { isArray, isObject, type JsonValue } from '../../json/index.ts';
import type { RunContext } from '../../plan/index.ts';

const linkName = /@odata\.(next|delta)link$/i;
const token = /p~[A-Za-z0-9_-]{43,}(?:@(?:h~[A-Za-z0-9_-]{43}|[A-Za-z0-9.-]*))?/g;

/** The link as upstream wrote it: tokens that transforms put into it are opened again. */
const upstreamLink = (written: string, { pseudonyms }: RunContext): string =>
  written.replaceAll(token, (text) => {
    const opened = pseudonyms.open(text);
    return opened.ok ? opened.value : text;
  });

/**
 * Seals every link that the rules left in a document, in place, whatever its letter case; what is no web address any more
 * stays as the rules made it. False when one leads to no endpoint of the file.
 */
export const sealLinks = (value: JsonValue, tools: RunContext): boolean => {
  if (isArray(value)) return value.every((item) => sealLinks(item, tools));
  if (!isObject(value)) return true;
  const object = value as Map<string, JsonValue>;
  for (const [name, member] of object) {
    const [, kind] = linkName.exec(name) ?? [];
    if (kind === undefined || typeof member !== 'string' || !/^https?:/i.test(member)) {
      if (!sealLinks(member, tools)) return false;
      continue;
    }
    const url = upstreamLink(member, tools);
    const sealed = tools.seal({ url, kind: kind.toLowerCase() === 'next' ? 'page' : 'delta', written: member });
    if (sealed === undefined) return false;
    object.set(name, sealed);
  }
  return true;
};
