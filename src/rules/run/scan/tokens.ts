import type { RunContext } from '../../../plan/index.ts';
import type { DomainHandling, Pseudonym, Pseudonyms, TokenBatch, ValueKind } from '../../../pseudonyms/index.ts';
import { clearMemo, type Memo } from './memo.ts';
import { type Output, writeBytes } from './output.ts';
import { copyWords } from './words.ts';

/** A call to the pseudonyms that was recorded while a step ran with placeholders. */
export type Asked = {
  readonly value: string;
  readonly kind: ValueKind;
  readonly reversible: boolean;
  readonly domain: DomainHandling;
};

/** A token to be created: its position in the output, in quotes, and in the cache entry for it. */
type Owed = { readonly memo: Memo; readonly value: number; readonly size: number; readonly place: number };

/** Tokens of a page that are created together, which takes a third of the time. */
export type PageTokens = {
  readonly batch: TokenBatch;
  /** Positions of the batch's tokens, in order. */
  readonly places: number[];
  readonly learned: Owed[];
  readonly repeated: Owed[];
  readonly asked: Asked[];
  /** Returns `placeholder` instead of every token. */
  readonly recorder: Pseudonyms;
};

/**
 * The result of a step for a token in `asked`. The result counts only if exactly one token was requested, because a
 * step could also return this text by itself.
 */
export const placeholder = '\u0000token';

const standIn: Pseudonym = { hash: '\u0000hash', token: placeholder };

export const createPageTokens = (pseudonyms: Pseudonyms): PageTokens | undefined => {
  const { batch } = pseudonyms;
  if (batch === undefined) return undefined;
  const asked: Asked[] = [];
  const recorder: Pseudonyms = {
    ...pseudonyms,
    pseudonymize: (value, kind, { reversible, domain }) => {
      asked.push({ value, kind, reversible, domain });
      return standIn;
    },
    tokenize: (value, kind) => {
      asked.push({ value, kind, reversible: true, domain: 'drop' });
      return placeholder;
    },
  };
  return { batch: batch(), places: [], learned: [], repeated: [], asked, recorder };
};

/** The run's context with placeholders for tokens. */
export const recording = (tools: RunContext, { recorder }: PageTokens): RunContext => ({
  ...tools,
  pseudonyms: recorder,
});

/** Maximum number of tokens that are created together. */
const most = 4_096;

/** Writes all pending tokens into the output and the caches. */
export const writeTokens = (tokens: PageTokens, output: Output): void => {
  const { batch, places, learned, repeated } = tokens;
  batch.write(output.bytes, places);
  for (const { memo, value, size, place } of learned) copyWords(output, place, place + size, memo.arena, value);
  for (const { memo, value, size, place } of repeated) copyWords(memo.arena, value, value + size, output, place);
  for (const { memo } of learned) memo.filled = memo.used;
  places.length = 0;
  learned.length = 0;
  repeated.length = 0;
};

/** Reserves room for a token and returns its bytes with the quotes. */
export const oweToken = (tokens: PageTokens, { value, kind, ...how }: Asked, output: Output): number => {
  const length = tokens.batch.add(value, kind, how);
  tokens.places.push(output.to + 1);
  return length + 2;
};

/** True if enough tokens are pending to create them now. */
export const areMany = ({ places }: PageTokens): boolean => places.length >= most;

/** Discards the tokens of a page that is left to the reference walk, and the cache entries that wait for them. */
export const abandonTokens = (tokens: PageTokens): void => {
  for (const { memo } of tokens.learned) clearMemo(memo);
  tokens.batch.clear();
  tokens.places.length = 0;
  tokens.learned.length = 0;
  tokens.repeated.length = 0;
};

/** Writes a cached value, or reserves room for it if it is a pending token. */
export const writeRemembered = (
  tokens: PageTokens | undefined,
  memo: Memo,
  value: number,
  size: number,
  output: Output,
): void => {
  if (tokens !== undefined && value >= memo.filled) tokens.repeated.push({ memo, value, size, place: output.to });
  writeBytes(output, memo.arena, value, value + size);
};
