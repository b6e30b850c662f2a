import type { RunContext } from '../../../plan/index.ts';
import type { DomainHandling, Pseudonym, Pseudonyms, TokenBatch, ValueKind } from '../../../pseudonyms/index.ts';
import { clearMemo, type Memo } from './memo.ts';
import { type Output, writeBytes } from './output.ts';

/** What a step asked of the pseudonyms while it was given placeholders. */
export type Asked = {
  readonly value: string;
  readonly kind: ValueKind;
  readonly reversible: boolean;
  readonly domain: DomainHandling;
};

/** A token that is still to come: its place in the output, in quotes, and in the memory that shall hold it. */
type Owed = { readonly memo: Memo; readonly value: number; readonly size: number; readonly place: number };

/** Tokens of a page that are made together, since that takes a third of the time. */
export type PageTokens = {
  readonly batch: TokenBatch;
  /** Places of the batch's tokens, in its sequence. */
  readonly places: number[];
  readonly learned: Owed[];
  readonly repeated: Owed[];
  readonly asked: Asked[];
  /** Gives `placeholder` in the place of every token. */
  readonly recorder: Pseudonyms;
};

/** What a step returns for a token of `asked`; no value that it could return by itself counts, unless one token was asked for. */
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

/** Tokens that are made at once, at most. */
const most = 4_096;

/** Writes every token that is still to come into the output and into the memories. */
export const writeTokens = (tokens: PageTokens, output: Output): void => {
  const { batch, places, learned, repeated } = tokens;
  batch.write(output.bytes, places);
  for (const { memo, value, size, place } of learned) output.bytes.copy(memo.arena, value, place, place + size);
  for (const { memo, value, size, place } of repeated) memo.arena.copy(output.bytes, place, value, value + size);
  for (const { memo } of learned) memo.filled = memo.used;
  places.length = 0;
  learned.length = 0;
  repeated.length = 0;
};

/** Keeps the place of a token free and returns its bytes with the quotes. */
export const oweToken = (tokens: PageTokens, { value, kind, ...how }: Asked, output: Output): number => {
  const length = tokens.batch.add(value, kind, how);
  tokens.places.push(output.to + 1);
  return length + 2;
};

/** True if so many tokens are owed that they should be made now. */
export const areMany = ({ places }: PageTokens): boolean => places.length >= most;

/** Forgets the tokens of a page that is left to the reference walk, and the memories that wait for them. */
export const abandonTokens = (tokens: PageTokens): void => {
  for (const { memo } of tokens.learned) clearMemo(memo);
  tokens.batch.clear();
  tokens.places.length = 0;
  tokens.learned.length = 0;
  tokens.repeated.length = 0;
};

/** Writes a remembered value, or keeps its place free if it is a token that is still to come. */
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
