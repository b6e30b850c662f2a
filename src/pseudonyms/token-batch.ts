import type { TokenBatch } from './pseudonyms.ts';

/** A batch whose tokens are made one by one. */
export const batchOf = (make: (...asked: Parameters<TokenBatch['add']>) => string): TokenBatch => {
  let tokens: string[] = [];
  return {
    add: (...asked) => {
      const token = make(...asked);
      tokens.push(token);
      return token.length;
    },
    write: (target, places) => {
      const bytes = Buffer.from(target.buffer, target.byteOffset, target.byteLength);
      for (const [index, token] of tokens.entries()) bytes.write(token, places[index] ?? 0, 'latin1');
      tokens = [];
    },
    clear: () => {
      tokens = [];
    },
  };
};
