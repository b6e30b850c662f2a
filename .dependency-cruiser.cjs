/** Import boundaries of the modules (docs/architecture.md). Every rule is an error. */
const tests = ['\\.test\\.ts$', '/testing/'];
const buildTime =
  '^src/(rules/(format|compile)|psoxy-rules/(format|compile|java-regex|json-path)|compile|graph-types|yaml)/';
/** What runs for a call: no SDK, no I/O, nothing of build time. */
const runtimeDomain =
  '^src/(proxy|population|plan|rules/(plan|match|run)|psoxy-rules/(plan|match|run)|transforms|json|pseudonyms|ports)/|^src/problems/[^/]+$';
const outer =
  '^(src/(adapters|client|lambda|cli|twin|config|sources|connectors|documents|proof|rule-tests)|infra|scripts)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      comment: 'what runs for a call imports no SDK and does no I/O',
      severity: 'error',
      from: { path: runtimeDomain, pathNot: tests },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: ['^buffer$', '^crypto$', '^zlib$'] },
    },
    {
      name: 'domain-knows-no-outer-module',
      severity: 'error',
      from: { path: [runtimeDomain, buildTime, '^src/(rule-forms|diagnostics)/'], pathNot: tests },
      to: { path: outer },
    },
    {
      name: 'access-is-pure',
      comment: 'clients, grants and tokens know their store, keys and issuers as ports',
      severity: 'error',
      from: { path: '^src/access/', pathNot: tests },
      to: { pathNot: ['^src/(access|ports|problems)/', '^crypto$', '^buffer$', 'node_modules/jose/'] },
    },
    {
      name: 'verify-knows-no-other-part-of-access',
      severity: 'error',
      from: { path: '^src/access/verify/', pathNot: tests },
      to: { path: '^src/access/', pathNot: '^src/access/verify/' },
    },
    {
      name: 'data-plane-verifies-only',
      comment: 'a connector’s function reaches access through verify, which reads and writes nothing',
      severity: 'error',
      from: { path: ['^src/proxy/', '^src/lambda/start-function\\.ts$'], pathNot: tests },
      to: { path: '^src/access/', pathNot: '^src/access/verify/', reachable: true },
    },
    {
      name: 'registry-is-pure',
      comment: 'the console’s function runs it: descriptions are made when a deployment is built (registry/describe)',
      severity: 'error',
      from: { path: '^src/registry/', pathNot: [...tests, '^src/registry/describe/'] },
      to: {
        pathNot: [
          '^src/(registry|access|ports|problems)/',
          '^src/connectors/choose-permissions\\.ts$',
          '^crypto$',
          '^buffer$',
          'node_modules/zod/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'registry-describes-at-build-time',
      severity: 'error',
      from: { path: ['^src/registry/', '^src/console/'], pathNot: [...tests, '^src/registry/describe/'] },
      to: { path: '^src/registry/describe/' },
    },
    {
      name: 'pseudonyms-use-crypto-only',
      severity: 'error',
      from: { path: '^src/pseudonyms/', pathNot: tests },
      to: { pathNot: ['^src/pseudonyms/', '^crypto$'] },
    },
    {
      name: 'nothing-of-build-time-at-run-time',
      comment: 'rules are compiled at build: a running function reaches no YAML, no schema, no type of Microsoft',
      severity: 'error',
      from: {
        path: [runtimeDomain, '^src/(lambda|adapters)/', '/prepared\\.ts$'],
        pathNot: [...tests, '^src/problems/diagnostics/'],
      },
      to: {
        path: [
          buildTime,
          '^src/(rule-forms/(index|compile|rule-form)\\.|diagnostics/|problems/diagnostics/)',
          'node_modules/(zod|yaml|recheck)/',
          '^src/graph-types/generated/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'function-reaches-no-build-time',
      comment:
        'the same for everything that a function reaches; its bundle is checked for YAML and zod (check-bundle.ts)',
      severity: 'error',
      from: { path: '^src/lambda/', pathNot: tests },
      to: {
        path: [
          '^src/(rules/(format|compile)|psoxy-rules/(format|compile|java-regex|json-path)|compile|graph-types)/',
          '^src/rule-forms/(index|compile|rule-form)\\.',
          'node_modules/recheck/',
        ],
        reachable: true,
      },
    },
    {
      name: 'plan-knows-no-rule-form',
      severity: 'error',
      from: { path: '^src/plan/' },
      to: { path: '^src/(rules|psoxy-rules|rule-forms)/' },
    },
    {
      name: 'transforms-know-no-rule-form',
      severity: 'error',
      from: { path: '^src/transforms/', pathNot: tests },
      to: { path: '^src/(rules|psoxy-rules|rule-forms)/' },
    },
    {
      name: 'psoxy-rules-behind-the-registry',
      comment: 'only the registry of rule forms reaches the module of Psoxy’s form',
      severity: 'error',
      from: { path: '^(src|infra|scripts|bench)/', pathNot: [...tests, '^src/(psoxy-rules|rule-forms)/'] },
      to: { path: '^src/psoxy-rules/' },
    },
    {
      name: 'rules-behind-the-registry',
      severity: 'error',
      from: { path: '^src/', pathNot: [...tests, '^src/(rules|rule-forms)/'] },
      to: { path: '^src/rules/(prepared\\.ts|(compile|match|run)/)' },
    },
    {
      name: 'yaml-in-one-module',
      severity: 'error',
      from: { path: '^src/', pathNot: [...tests, '^src/yaml/'] },
      to: { path: 'node_modules/yaml/' },
    },
    {
      name: 'modules-have-one-public-api',
      comment: 'another module is imported through its index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: tests },
      to: {
        path: '^src/([^/]+)/.+',
        pathNot: [
          '^src/$1/',
          '^src/[^/]+/index\\.ts$',
          '^src/(access|adapters|rules|psoxy-rules|documents|problems|registry)/[^/]+/index\\.ts$',
          '^src/connectors/choose-permissions\\.ts$',
          '^src/graph-types/types-package\\.ts$',
          '^src/(rule-forms|rules|psoxy-rules)/prepared\\.ts$',
          '^src/plan/kinds\\.ts$',
          '^src/pseudonyms/(manage|documentation)-keyring\\.ts$',
          '^src/adapters/records/[a-z]+-(records|read)\\.ts$',
        ],
      },
    },
    {
      name: 'connectors-know-no-documents',
      comment: 'documents and everything else of a deployment are made from resolved connectors',
      severity: 'error',
      from: { path: '^src/connectors/', pathNot: tests },
      to: { path: '^src/(documents|rule-tests|proxy|cli)/' },
    },
    {
      name: 'adapters-are-chosen-outside',
      severity: 'error',
      from: { path: '^src/', pathNot: [...tests, '^src/(adapters|lambda|cli|twin)/'] },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'console-stack-in-the-console',
      comment: 'pages, routes and sign-in of people are the console’s own',
      severity: 'error',
      from: { path: '^(src|infra|scripts)/', pathNot: [...tests, '^src/console/'] },
      to: { path: 'node_modules/(hono|openid-client)/' },
    },
    {
      name: 'console-reaches-no-data',
      comment: 'no page and no verb of the console reads what people have in Microsoft 365',
      severity: 'error',
      from: { path: '^src/console/', pathNot: tests },
      to: {
        path: [
          '^src/(proxy|pseudonyms|rules|psoxy-rules|rule-forms|transforms|adapters|lambda|cli|twin|config|compile)/',
          'node_modules/(@aws-sdk|@azure|@smithy)/',
        ],
      },
    },
    {
      name: 'data-plane-knows-no-console',
      comment: 'neither a connector nor the token service reaches the console or the registry',
      severity: 'error',
      from: {
        path: ['^src/(proxy|population|access|adapters)/', '^src/lambda/(start-function|token-function)\\.ts$'],
        pathNot: tests,
      },
      to: { path: ['^src/(console|registry)/', 'node_modules/(hono|openid-client)/'], reachable: true },
    },
    {
      name: 'sdks-live-in-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: [...tests, '^src/(adapters|client|cli)/'] },
      to: { path: 'node_modules/(@aws-sdk|@azure|@smithy)/' },
    },
    {
      name: 'store-sdk-in-one-adapter',
      comment:
        'the data plane reads records by signed requests (dynamodb-read); the SDK would be a third of its bundle',
      severity: 'error',
      from: { path: '^(src|infra)/', pathNot: [...tests, '^src/adapters/records/dynamodb-records\\.ts$'] },
      to: { path: 'node_modules/@aws-sdk/client-dynamodb/' },
    },
    {
      name: 'twin-is-not-for-production',
      severity: 'error',
      from: { path: '^src/', pathNot: [...tests, '^src/(twin|cli)/'] },
      to: { path: '^src/twin/' },
    },
    {
      name: 'infra-uses-five-modules',
      severity: 'error',
      from: { path: '^infra/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(sources|config|connectors|documents|graph-types)/index\\.ts$' },
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
      from: { pathNot: '\\.test\\.ts$|^bench/' },
      to: { path: 'node_modules/jsonpath-plus/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdktf\\.out)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      mainFields: ['main', 'types'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
