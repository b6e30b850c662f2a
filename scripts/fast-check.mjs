// fast-check for the tests. Coverage must be the same in every run, so the run that measures it sets a seed for all
// properties. Every other run uses a random seed, and a failure prints it.
import fc from '../node_modules/fast-check/lib/fast-check.js';

const seed = process.env.GRAPHVEIL_PROPERTY_SEED;
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) });

export default fc;
