import type { Pseudonyms, ValueKind } from '../../../pseudonyms/index.ts';
import type { Organization } from '../../../twin/index.ts';
import { isList, isObject, type Json, textsOf } from './json.ts';

export type Dice = ReturnType<Organization['dice']>;

/** Pseudonyms by their kind. */
export type ByKind = ReadonlyMap<string, string>;

/** A pseudonym that a call can use, and those that were next to it or in the path that led to it. */
export type KnownId = { readonly token: string; readonly around: ByKind };

export type KnownIds = {
  /** Remembers the pseudonyms of a reply to a call with these values in its path. */
  readonly learn: (reply: Json, path: ByKind) => void;
  /** Draws a pseudonym, preferably one that `suits`. */
  readonly draw: (kind: string, dice: Dice, suits: (id: KnownId) => boolean) => KnownId | undefined;
};

/** Numbers of remembered pseudonyms of a kind, and of attempts to find one that suits. */
const [mostOfKind, mostTries] = [2_000, 40];

/** Remembers the pseudonyms that callers get, so that calls can use them. */
export const createKnownIds = ({ open }: Pseudonyms): KnownIds => {
  const byKind = new Map<string, KnownId[]>();
  const known = new Set<string>();

  const kindOf = (text: string): ValueKind | undefined => {
    if (!text.startsWith('p~')) return undefined;
    const opened = open(text);
    return opened.ok ? opened.kind : undefined;
  };
  const add = (kind: string, id: KnownId): void => {
    const key = `${kind} ${id.token} ${[...id.around.values()].join(' ')}`;
    const all = byKind.get(kind) ?? [];
    if (known.has(key) || all.length >= mostOfKind) return;
    known.add(key);
    all.push(id);
    byKind.set(kind, all);
  };
  const learnObject = (object: Json, path: ByKind): void => {
    const found = textsOf(object).flatMap((text) => {
      const kind = kindOf(text);
      return kind === undefined ? [] : [[kind, text] as const];
    });
    const around = new Map([...found.toReversed(), ...path]);
    for (const [kind, token] of found) add(kind, { token, around });
  };
  return {
    learn: (reply, path) => {
      const listed = isObject(reply) ? reply['value'] : undefined;
      for (const item of isList(listed) ? listed : [reply]) learnObject(item, path);
    },
    draw: (kind, dice, suits) => {
      const all = byKind.get(kind) ?? [];
      if (all.length === 0) return undefined;
      let id = dice.pick(all);
      for (let tries = 1; tries < mostTries && !suits(id); tries += 1) id = dice.pick(all);
      return id;
    },
  };
};
