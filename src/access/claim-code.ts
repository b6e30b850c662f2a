import type { Macs, RandomBytes } from '../ports/index.ts';

/** Digits and letters that nobody confuses (Crockford's base32, without `U`). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bytes = 9;
const digits = 15;
const groupSize = 5;

/** Makes a claim code of 72 random bits, in readable groups: `7K3QD-0M9XT-BR5VE`. */
export const makeClaimCode = (random: RandomBytes): string => {
  const bits = [...random(bytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const padded = bits.padEnd(digits * 5, '0');
  const text = Array.from(
    { length: digits },
    (_, at) => alphabet[Number.parseInt(padded.slice(at * 5, at * 5 + 5), 2)],
  );
  return text.join('').replace(new RegExp(`(.{${groupSize}})(?=.)`, 'g'), '$1-');
};

/** Reads a code as people type it: letter case, spaces and dashes don't count, and `O`, `I` and `L` are digits. */
export const readClaimCode = (text: string): string | undefined => {
  const plain = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return plain.length === digits && [...plain].every((digit) => alphabet.includes(digit)) ? plain : undefined;
};

/** Returns a code as it is stored. It counts for one claim only. */
export const macOfClaim = async (macs: Macs, claim: string, code: string): Promise<string> =>
  Buffer.from(await macs.make(`graphveil/access/v1/claim/${claim}/${readClaimCode(code) ?? ''}`)).toString('base64url');
