/** Percent-encoding for the two places of a URL that values go to; only what a URL parser leaves alone stays bare. */
const bare = (encoded: string, kept: RegExp): string => encoded.replace(kept, decodeURIComponent);

/** One path segment's value: `/`, quotes and parentheses are encoded, so that it can't become path or key syntax. */
export const encodePathValue = (value: string): string =>
  bare(encodeURIComponent(value), /%(?:3A|40|2B|2C|3D)/g).replace(
    /['()]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );

/** A query value: `&`, `=`, `+`, `#`, `%` and `;` are encoded. */
export const encodeQueryValue = (value: string): string => bare(encodeURIComponent(value), /%(?:3A|40|2C|2F)/g);

/** Lower case of A–Z and nothing else: no letter outside ASCII equals one inside it. */
export const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
