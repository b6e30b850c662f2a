const swc = (parser, transform = {}) => [
  '@swc/jest',
  {
    jsc: { target: 'es2023', parser, transform, experimental: { keepImportAttributes: true } },
    module: { type: 'es6' },
  },
];
const typescript = { syntax: 'typescript' };
const jsx = { react: { runtime: 'automatic', importSource: 'hono/jsx' } };

export default {
  testEnvironment: './scripts/jest-environment.mjs',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': swc(typescript), '\\.tsx$': swc({ ...typescript, tsx: true }, jsx) },
  moduleNameMapper: { '^fast-check$': '<rootDir>/scripts/fast-check.mjs' },
  testMatch: ['<rootDir>/{src,infra,scripts,docs}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdktf.out/', '<rootDir>/.mutation/'],
  globalSetup: './scripts/jest-setup.mjs',
  reporters: ['default', './scripts/jest-closing-line.mjs'],
  maxWorkers: 2,
  runtime: './scripts/jest-runtime.cjs',
  testSequencer: './scripts/jest-sequencer.mjs',
  // A worker keeps modules of earlier tests in memory; it is restarted before they slow it down.
  workerIdleMemoryLimit: '800MB',
  testTimeout: 30_000,
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'json'],
  // What only tests use has no coverage to reach.
  collectCoverageFrom: ['src/**/*.{ts,tsx}', '!src/**/*.test.ts', '!src/**/testing/**', '!src/**/*.generated.ts'],
};
