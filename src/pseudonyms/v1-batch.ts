import { isCarriable } from './canonical-text.ts';
import { identify } from './identity.ts';
import type { DomainHandling, TokenBatch } from './pseudonyms.ts';
import { batchOf } from './token-batch.ts';
import { createTokenHash, firstFree } from './token-hash.ts';
import { rulePlace, tokenKindOf, tokenKinds } from './token-kinds.ts';
import type { V1Epoch } from './v1-epoch.ts';
import {
  type Asked,
  createMaker,
  encryptedLength,
  hashBytes,
  headBytes,
  type Maker,
  mostOf,
  tagBytes,
} from './v1-maker.ts';

/** How the tokens of an epoch are made one by one, for values that a batch leaves out. */
export type MakeToken = (...asked: Parameters<TokenBatch['add']>) => string;

/** Shows a domain in its token; undefined where it is dropped. */
export type ShowDomain = (domain: string | undefined, how: DomainHandling) => string | undefined;

/** A token that was made by itself, and its index in the list of places. */
type Single = { readonly token: string; readonly index: number };

/** UTF-16 units; longer values are made one by one. */
const longest = 2_048;

const lengthOf = (openable: string | undefined, suffix: string): number => {
  const bytes =
    openable === undefined ? hashBytes : headBytes + encryptedLength(Buffer.byteLength(openable, 'utf8')) + tagBytes;
  return 2 + Math.ceil((bytes * 4) / 3) + suffix.length;
};

/** Makes batches of an epoch's tokens: the same as those made one by one, in about a quarter of the time. */
export const v1Batches = (epoch: V1Epoch, make: MakeToken, showDomain: ShowDomain): (() => TokenBatch) => {
  let maker: Maker | undefined;
  let room = 0;

  const start = (): boolean => {
    if (maker !== undefined) return true;
    const hash = createTokenHash();
    if (hash === undefined) return false;
    room = hash.memory.length - firstFree;
    maker = createMaker(hash, epoch);
    return true;
  };

  return () => {
    if (!start()) return batchOf(make);
    let parts: Asked[][] = [];
    /** Memory that the last part takes. */
    let used = room;
    let single: Single[] = [];
    let count = 0;
    const clear = (): void => {
      parts = [];
      used = room;
      single = [];
      count = 0;
    };
    return {
      add: (value, kind, how) => {
        const index = count;
        count += 1;
        if (value.length > longest || rulePlace(kind) !== undefined) {
          const token = make(value, kind, how);
          single.push({ token, index });
          return token.length;
        }
        const { space, canonical, openable: text, domain: own } = identify(value, kind, epoch.series.settings);
        const domain = showDomain(own, how.domain);
        const name = tokenKindOf(kind);
        const openable = how.reversible && isCarriable(text) ? text : undefined;
        const suffix = domain === undefined ? '' : `@${domain}`;
        const length = lengthOf(openable, suffix);
        const { code } = tokenKinds[name];
        const asked: Asked = { space, canonical, openable, kind: name, code, suffix, length, index };
        const most = mostOf(asked);
        if (used + most > room) {
          parts.push([]);
          used = 0;
        }
        used += most;
        parts.at(-1)?.push(asked);
        return length;
      },
      write: (target, places) => {
        for (const { token, index } of single) {
          const place = places[index] as number;
          for (let at = 0; at < token.length; at += 1) target[place + at] = token.charCodeAt(at);
        }
        for (const part of parts) maker?.(part, places, target);
        clear();
      },
      clear,
    };
  };
};
