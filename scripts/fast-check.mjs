// fast-check for the tests. Coverage must be the same in every run, so the run that measures it sets a seed for all
// properties. Every other run uses a random seed, and a failure prints it.
import fc from '../node_modules/fast-check/lib/fast-check.js';

const seed = process.env.GRAPHVEIL_PROPERTY_SEED;
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });

const surrogates = { first: 0xd800, count: 0x800 };
const characterAt = (index) => String.fromCodePoint(index < surrogates.first ? index : index + surrogates.count);
const indexOf = (character) => {
  const code =
    typeof character === 'string' && [...character].length === 1 ? character.codePointAt(0) : surrogates.first;
  if (code >= surrogates.first && code < surrogates.first + surrogates.count) throw new Error('not one character');
  return code < surrogates.first ? code : code - surrogates.count;
};

/** Any character, as fast-check's own `binary` has them; fast-check would put all 1.1 million into a Map first. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff - surrogates.count }).map(characterAt, indexOf);

const string = (constraints) =>
  fc.string(constraints?.unit === 'binary' ? { ...constraints, unit: anyCharacter } : constraints);

export default { ...fc, string };
