import { isSubjectKind } from '../../plan/index.ts';
import type { Pseudonyms, ValueKind } from '../../pseudonyms/index.ts';

/** Names of people and groups, by which replies could identify them. */
export type Names = {
  readonly people: readonly string[];
  readonly groups: readonly string[];
};

/** Whom a reply mentions: hashes of the names, by whether they are in the group. */
export type Mentions = { readonly inside: ReadonlySet<string>; readonly outside: ReadonlySet<string> };

const token = /([tp])~([A-Za-z0-9_-]{43,})(@[A-Za-z0-9.~_-]+)?/g;
const hashLength = 43;

/**
 * Prepares to find the people and groups whose pseudonyms are in a reply. Reversible ones are opened, the others compared with
 * the names of everybody. `everybody` includes the people and the group `inside`.
 */
export const prepareMentions = (
  pseudonyms: Pseudonyms,
  inside: Names,
  everybody: Names,
): ((reply: unknown) => Mentions) => {
  const hashOf = (name: string, kind: ValueKind): string =>
    pseudonyms.pseudonymize(name, kind, { reversible: false, domain: 'drop' }).hash;
  const hashesOf = ({ people, groups }: Names): ReadonlySet<string> =>
    new Set([
      ...people.flatMap((name) => [
        hashOf(name, 'user-id'),
        hashOf(name, 'mail-address'),
        hashOf(name, 'phone-number'),
      ]),
      ...groups.flatMap((name) => [hashOf(name, 'group-id'), hashOf(name, 'mail-address')]),
    ]);
  let hashes: { readonly members: ReadonlySet<string>; readonly known: ReadonlySet<string> } | undefined;
  const prepared = () => {
    hashes ??= { members: hashesOf(inside), known: hashesOf(everybody) };
    return hashes;
  };

  /** Returns the hash of the person or group that a token represents; undefined for a thing. */
  const subjectOf = (kind: string, body: string, domain: string | undefined): string | undefined => {
    if (kind === 't') {
      const hash = body.slice(0, hashLength);
      return prepared().known.has(hash) || domain !== undefined ? hash : undefined;
    }
    const opened = pseudonyms.open(`p~${body}`);
    if (!opened.ok || opened.kind === undefined || !isSubjectKind(opened.kind)) return undefined;
    return hashOf(opened.value, opened.kind);
  };

  return (reply) => {
    const found = [...new Set(JSON.stringify(reply).match(token) ?? [])].flatMap((text) => {
      const [[, kind = '', body = '', domain] = []] = text.matchAll(token);
      return subjectOf(kind, body, domain) ?? [];
    });
    return {
      inside: new Set(found.filter((hash) => prepared().members.has(hash))),
      outside: new Set(found.filter((hash) => !prepared().members.has(hash))),
    };
  };
};
