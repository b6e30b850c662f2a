const { Session } = require('node:inspector');
const { promisify } = require('node:util');
const { default: Runtime } = require('jest-runtime');

const session = new Session();
const post = promisify(session.post.bind(session));
let started;

const start = async () => {
  session.connect();
  await post('Profiler.enable');
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
};

/** Counts of the code that ran since the counts were last taken, in the form of jest's own instrumenter. */
const counters = {
  startInstrumenting: async () => {
    started ??= start();
    await started;
  },
  stopInstrumenting: async () => (await post('Profiler.takePreciseCoverage')).result,
};

/**
 * Counts coverage without a stop between test files. V8 discards optimized code and visits the whole heap at each start, which takes half
 * a second for each test file in a worker that has run some.
 */
module.exports = class CountingRuntime extends Runtime {
  collectV8Coverage() {
    this.v8Coverage.instrumenter = counters;
    this.v8Coverage.sources = new Map();
    return counters.startInstrumenting();
  }
};
