const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2023', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
    module: { type: 'es6' },
  },
];

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  moduleNameMapper: { '^fast-check$': '<rootDir>/scripts/fast-check.mjs' },
  testMatch: ['<rootDir>/{src,infra,scripts,docs}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdktf.out/'],
  globalSetup: './scripts/jest-setup.mjs',
  reporters: ['default', './scripts/jest-closing-line.mjs'],
  maxWorkers: 2,
  // Modules of earlier tests stay in a worker's memory; a worker begins anew before they slow it.
  workerIdleMemoryLimit: '800MB',
  testTimeout: 30_000,
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'json'],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.test.ts', '!src/**/*.generated.ts'],
};
