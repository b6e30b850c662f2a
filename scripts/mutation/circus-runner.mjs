// A test runner for Stryker that loads the tests once and then runs them with one mutant after another, as its runner for mocha
// does. Stryker's own runner for jest loads every module anew for every mutant, which takes seconds a mutant with ES modules.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { expect } from 'expect';
import fc from 'fast-check';
import {
  addEventHandler,
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  getState,
  it,
  resetState,
  run,
  test,
} from 'jest-circus';
import { bundleTests, testFiles } from './bundle-tests.mjs';
import { isSampled } from './sample.mjs';

/** What Stryker's instrumented code reads and writes. */
globalThis.__stryker__ ??= {};
const shared = globalThis.__stryker__;

/** Longest test that runs, in CPU milliseconds. Mutants that only longer tests detect count as undetected. */
const slowest = 1_500;
/** Tests up to this long, in CPU milliseconds, run before all others. */
const quick = 20;
/** CPU milliseconds of each test, for the processes that start after the measurement. */
const testTimes = () => join(process.cwd(), 'test-times.json');

const cpuTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Tests of durations, which instrumented code beside other work can't pass every time. */
const measuresTime = /needs no time|in linear time/;

const testsOf = (block) => block.children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)));

const nameOf = (test) => {
  const names = [test.name];
  for (let block = test.parent; block.parent !== undefined; block = block.parent) names.unshift(block.name);
  return names.join(' ');
};

const messageOf = (error) => {
  const [first] = Array.isArray(error) ? error : [error];
  return first?.message ?? String(first);
};

const provideGlobals = () => {
  Object.assign(globalThis, { describe, it, test, beforeAll, beforeEach, afterAll, afterEach, expect });
  // One seed, so that a mutant has the same fate in every run.
  fc.configureGlobal({ seed: 20261129, endOnFailure: true, numRuns: 30 });
};

class CircusRunner {
  #bundle = '';
  #files = [];
  #sample;
  #loads = 0;
  /** Test by id: its file and its name, with a number where two have the same. */
  #tests = new Map();
  #idOf = new Map();
  /** Hooks that ran before a group of tests, by the id that their coverage is counted under. */
  #hooks = new Map();
  #bail = true;
  #times = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    provideGlobals();
    if (existsSync(testTimes())) this.#times = new Map(JSON.parse(readFileSync(testTimes(), 'utf8')));
    const asked = JSON.parse(process.env.GRAPHVEIL_MUTATION_TESTS ?? '{}');
    this.#files = testFiles(asked);
    this.#sample = asked.sample;
    this.#bundle = await bundleTests(process.cwd(), this.#files);
    const blame = (error) => {
      getState().currentlyRunningTest?.errors.push(error);
    };
    process.on('uncaughtException', blame);
    process.on('unhandledRejection', blame);
  }

  async #load() {
    resetState();
    getState().testTimeout = 30_000;
    this.#hooks = new Map();
    addEventHandler((event) => {
      if (event.name === 'hook_start' && event.hook.type === 'beforeAll') {
        shared.currentTestId = `hook ${this.#hooks.size}`;
        this.#hooks.set(shared.currentTestId, event.hook.parent);
      }
      if (/^hook_(?:success|failure)$/.test(event.name) && event.hook.type === 'beforeAll')
        shared.currentTestId = undefined;
      if (event.name === 'test_started') {
        shared.currentTestId = this.#idOf.get(event.test);
        event.test.cpuAtStart = cpuTime();
      }
      if (event.name === 'test_done') {
        shared.currentTestId = undefined;
        event.test.cpu = cpuTime() - event.test.cpuAtStart;
        if (this.#bail && event.test.errors.length > 0) for (const test of this.#tests.values()) test.mode = 'skip';
      }
    });
    this.#tests = new Map();
    this.#idOf = new Map();
    const root = getState().rootDescribeBlock;
    const named = (file) => {
      for (const test of testsOf(root)) {
        if (this.#idOf.has(test)) continue;
        const name = `${file} ${nameOf(test)}`;
        let id = name;
        for (let count = 2; this.#tests.has(id); count += 1) id = `${name} (${count})`;
        this.#tests.set(id, test);
        this.#idOf.set(test, id);
        test.file = file;
        test.asWritten = measuresTime.test(name) || this.#timeOf(id) > slowest ? 'skip' : test.mode;
      }
    };
    this.#loads += 1;
    const { load } = await import(`${this.#bundle}?load=${this.#loads}`);
    let current;
    await load((file) => {
      if (current !== undefined) named(current);
      current = file;
    });
    if (current !== undefined) named(current);
  }

  /** Runs the tests with these ids, or all. */
  async #run(ids, bail) {
    this.#bail = bail;
    const chosen = ids === undefined ? undefined : new Set(ids);
    for (const [id, test] of this.#tests) {
      test.mode = chosen === undefined || chosen.has(id) ? test.asWritten : 'skip';
      test.errors = [];
      test.status = null;
      test.retryReasons = [];
    }
    getState().unhandledErrors.length = 0;
    await run();
    const tests = [];
    for (const [id, test] of this.#tests) {
      if (test.status !== 'done') continue;
      const result = { id, name: id, fileName: join(process.cwd(), test.file), timeSpentMs: test.duration ?? 0 };
      if (test.errors.length === 0) tests.push({ ...result, status: 0 });
      else tests.push({ ...result, status: 1, failureMessage: messageOf(test.errors[0]) });
    }
    return { status: 'complete', tests };
  }

  async dryRun({ coverageAnalysis }) {
    shared.mutantCoverage = undefined;
    try {
      await this.#load();
    } catch (error) {
      return { status: 'error', errorMessage: error?.stack ?? String(error) };
    }
    const result = await this.#run(undefined, false);
    // A test that fails without a mutant, since it reads its place in a stack trace, counts as one that takes for ever.
    const failed = new Set(result.tests.filter(({ status }) => status === 1).map(({ id }) => id));
    const timeOf = (id, { cpu = 0 }) => (failed.has(id) ? Number.MAX_SAFE_INTEGER : cpu);
    this.#times = new Map([...this.#tests].map(([id, test]) => [id, timeOf(id, test)]));
    writeFileSync(testTimes(), JSON.stringify([...this.#times]));
    const slow = [...this.#times.keys()].filter((id) => this.#timeOf(id) > slowest);
    const { static: ofLoading = {}, perTest = {} } = shared.mutantCoverage ?? {};
    this.#countHooks(perTest);
    for (const id of slow) {
      delete perTest[id];
      this.#tests.get(id).asWritten = 'skip';
      process.stderr.write(`left out, since it ${failed.has(id) ? 'fails without a mutant' : 'takes long'}: ${id}\n`);
    }
    const tests = result.tests.filter(({ id }) => !slow.includes(id));
    if (coverageAnalysis === 'off') return { ...result, tests };
    return { ...result, tests, mutantCoverage: { static: ofLoading, perTest } };
  }

  /** Counts code that a hook covers as covered by each test that it prepares, since it runs again with each of them. */
  #countHooks(perTest) {
    for (const [hook, block] of this.#hooks) {
      for (const id of testsOf(block).map((test) => this.#idOf.get(test))) {
        const covered = perTest[id] ?? {};
        for (const [mutant, count] of Object.entries(perTest[hook] ?? {}))
          covered[mutant] = (covered[mutant] ?? 0) + count;
        perTest[id] = covered;
      }
      delete perTest[hook];
    }
  }

  #timeOf(id) {
    return this.#times.get(id) ?? 0;
  }

  /**
   * Groups the tests: of the mutated file, next to it, and all others, quick ones first. The first usually detect the
   * mutant, so that the others don't have to run.
   */
  #byNearness(ids, mutated) {
    const path = relative(process.cwd(), mutated).replace(/\.ts$/, '');
    const nearness = (id) => {
      const { file } = this.#tests.get(id);
      if (file === `${path}.test.ts`) return 0;
      return dirname(file) === dirname(path) ? 1 : 2;
    };
    const isQuick = (id) => this.#timeOf(id) <= quick;
    const groups = [true, false].flatMap((first) =>
      [0, 1, 2].map((near) => ids.filter((id) => nearness(id) === near && isQuick(id) === first)),
    );
    return groups;
  }

  /** One run with the mutant on, in modules that are loaded with it or are there already. */
  async #runMutant({ activeMutant, sandboxFileName, testFilter, disableBail, hitLimit }, loadedWithMutant) {
    shared.hitLimit = hitLimit;
    shared.hitCount = hitLimit === undefined ? undefined : 0;
    try {
      if (loadedWithMutant) {
        shared.activeMutant = activeMutant.id;
        await this.#load();
      }
      shared.activeMutant = activeMutant.id;
      const result = { status: 'complete', tests: [] };
      for (const ids of this.#byNearness(testFilter ?? [...this.#tests.keys()], sandboxFileName)) {
        if (ids.length > 0) result.tests.push(...(await this.#run(ids, !disableBail)).tests);
        if (!disableBail && result.tests.some(({ status }) => status === 1)) break;
      }
      return determineHitLimitReached(shared.hitCount, shared.hitLimit) ?? result;
    } catch (error) {
      const limit = determineHitLimitReached(shared.hitCount, shared.hitLimit);
      // A module that no longer loads fails every test.
      const failed = { id: 'load', name: 'load', timeSpentMs: 0, status: 1, failureMessage: messageOf(error) };
      return limit ?? { status: 'complete', tests: [failed] };
    } finally {
      shared.activeMutant = undefined;
      shared.hitLimit = undefined;
      shared.hitCount = undefined;
    }
  }

  /**
   * True if these tests fail without any mutant, because an earlier mutant left wrong values in the caches of modules.
   */
  async #isSpoiled(result) {
    const killers = result.tests?.filter(({ status }) => status === 1).map(({ id }) => id) ?? [];
    const { tests } = await this.#run(killers, false);
    return tests.some(({ status }) => status === 1);
  }

  async mutantRun(options) {
    if (!isSampled(options.activeMutant.id, this.#sample))
      return { status: 'error', errorMessage: 'not in the sample' };
    if (options.mutantActivation === 'static' || options.reloadEnvironment) {
      const result = await this.#runMutant(options, true);
      this.#stale = true;
      return toMutantRunResult(result);
    }
    if (this.#stale || this.#tests.size === 0) await this.#reload();
    const first = await this.#runMutant(options, false);
    if (first.status !== 'complete') {
      this.#stale = true;
      return toMutantRunResult(first);
    }
    const killed = first.tests.some(({ status }) => status === 1);
    if (killed && !(await this.#isSpoiled(first))) return toMutantRunResult(first);
    // Modules may have cached results from before this mutant, so a second run in fresh modules confirms the result.
    await this.#reload();
    const second = await this.#runMutant(options, false);
    this.#stale = second.status !== 'complete' || second.tests.some(({ status }) => status === 1);
    return toMutantRunResult(second);
  }

  #stale = false;

  async #reload() {
    await this.#load();
    this.#stale = false;
  }
}
CircusRunner.inject = tokens(commonTokens.options);

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'circus', CircusRunner)];
