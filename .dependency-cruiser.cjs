/** Import boundaries of the rooms (docs/architecture.md). Every rule is an error. */
const room = (name) => `^src/${name}/`;
const domain = '^src/(proxy|rule-engine|pseudonyms|ports)/';
const tests = '\\.test\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      comment: 'the domain imports no SDK and does no I/O',
      severity: 'error',
      from: { path: domain, pathNot: [tests, '^src/rule-engine/(format|compile)/'] },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'core'],
        pathNot: ['^crypto$', '^zlib$'],
      },
    },
    {
      name: 'domain-knows-no-outer-room',
      severity: 'error',
      from: { path: domain, pathNot: tests },
      to: { path: '^(src/(adapters|lambda|cli|twin|config|sources|consent|proof)|infra|scripts)/' },
    },
    {
      name: 'pseudonyms-use-crypto-alone',
      severity: 'error',
      from: { path: room('pseudonyms'), pathNot: tests },
      to: { pathNot: ['^src/pseudonyms/', '^crypto$'] },
    },
    {
      name: 'rules-are-read-at-compile',
      comment:
        'zod, yaml, diagnostics, type index and regex checker: only format and compile, plus config, proof, sources and cli as designed',
      severity: 'error',
      from: {
        path: '^src/(rule-engine/(run|plan|transforms)|proxy|pseudonyms|ports|lambda|adapters)/',
        pathNot: tests,
      },
      to: {
        path: [
          '^src/rule-engine/(format|compile|type-index)/',
          'node_modules/(zod|yaml|recheck)/',
          '\\.generated\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'yaml-and-zod-stay-home',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/(rule-engine/(format|compile)|config|twin)/'] },
      to: { path: 'node_modules/(zod|yaml)/' },
    },
    {
      name: 'rooms-have-one-door',
      comment: 'another room is imported through its index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: tests },
      to: {
        path: '^src/([^/]+)/.+',
        pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', '^src/(adapters|rule-engine)/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'adapters-are-chosen-outside',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/(adapters|lambda|cli|twin)/'] },
      to: { path: room('adapters') },
    },
    {
      name: 'sdks-live-in-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/(adapters|cli)/'] },
      to: { path: 'node_modules/(@aws-sdk|@azure|@smithy)/' },
    },
    {
      name: 'twin-is-not-for-production',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/(twin|cli)/'] },
      to: { path: room('twin') },
    },
    {
      name: 'infra-uses-four-doors',
      severity: 'error',
      from: { path: '^infra/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(sources|config|proof|consent)/index\\.ts$' },
    },
    {
      name: 'cdktf-lives-in-infra',
      severity: 'error',
      from: { pathNot: '^(infra|node_modules)/' },
      to: { path: 'node_modules/(cdktf|@cdktf|constructs)/' },
    },
    {
      name: 'no-barrel-of-providers',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/@cdktf/provider-[^/]+/lib/index\\.' },
    },
    {
      name: 'jsonpath-plus-is-a-second-opinion',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: 'node_modules/jsonpath-plus/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdktf\\.out)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      mainFields: ['main', 'types'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
