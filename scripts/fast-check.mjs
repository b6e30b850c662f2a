// fast-check for the tests. Coverage has to be the same in every run, so the run that measures it sets a seed for all properties;
// every other run draws its own, and a failure prints the one it had.
import fc from '../node_modules/fast-check/lib/fast-check.js';

const seed = process.env.GRAPHVEIL_PROPERTY_SEED;
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });

export default fc;
