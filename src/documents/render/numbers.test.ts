import { loadSettings } from '../../config/index.ts';
import { expectedRoles } from '../../connectors/index.ts';
import { freshMs, usableMs } from '../../population/index.ts';
import { linkLifetimes } from '../../proxy/sealed-link.ts';
import { callerDocument } from '../caller/caller-document.ts';
import { combinedConsentDocument, consentDocument } from '../consent/consent-document.ts';
import type { ConsentModel } from '../consent/consent-model.ts';
import type { ReportModel } from '../privacy-report/model.ts';
import { reportDocument } from '../privacy-report/report-document.ts';
import { requestDocument } from '../request/request-document.ts';
import { caller, googleCaller, request } from '../testing/every-document.ts';
import { oneEach, shared } from '../testing/fixture.ts';
import { deployedReport, reportModel } from '../testing/report-fixture.ts';
import { unexplainedNumbers } from '../testing/unexplained-numbers.ts';

/** Every number of a document is explained, and every explanation is of a number in it. */
const explained = { sentences: [], unused: [] };

/** Published by Microsoft: how long Exchange and Teams take, and Graph's answer until then. */
const waits = ['within 30 minutes', 'return 403'];
const exchangeWaits = ['after 30 minutes to 2 hours'];

const stepNumbers = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => index + 1).flatMap((step) => [
    `Step ${step}:`,
    ...(step === 1 || count > 1 ? [`step ${step}`] : []),
  ]);

/** The permissions that Entra grants to the first application. */
const grantsOf = (model: ConsentModel): number =>
  new Set(model.applications[0]?.connectors.flatMap(({ permissions }) => expectedRoles(permissions))).size;

const grants = (model: ConsentModel): readonly string[] =>
  grantsOf(model) === 1 ? [] : [`exactly these ${grantsOf(model)} permissions`];

/** Grant, a step that the source asks for, and Exchange if it grants. */
const stepsOf = (model: ConsentModel): number => {
  const connectors = model.applications[0]?.connectors ?? [];
  const further = new Set(connectors.flatMap(({ administratorSteps }) => administratorSteps)).size;
  const inExchange = connectors.some(({ permissions }) =>
    permissions.some(({ grantedIn }) => grantedIn === 'exchange'),
  );
  return 1 + further + (inExchange ? 1 : 0);
};

describe('numbers of consent documents', () => {
  it.each([
    ['for one connector', () => oneEach({ extras: ['members'] })],
    ['with mailboxes in Exchange', () => oneEach({ mailboxAccess: 'exchange-rbac' })],
  ])('are those of the model: %s', (_, make) => {
    const model = make();
    const document = consentDocument(model, 'diaries');
    const count = stepsOf(model);

    expect(
      document &&
        unexplainedNumbers(document, [
          ...stepNumbers(count),
          ...grants(model),
          ...waits,
          ...(count === 3 ? exchangeWaits : []),
          `${count} steps of a few minutes each`,
          '0 client secrets and 0 certificates',
        ]),
    ).toEqual(explained);
  });

  it('are those of the model for several applications, and for a shared one', () => {
    const several = oneEach();
    const one = shared();
    const common = [...waits, '0 client secrets and 0 certificates'];

    expect(
      unexplainedNumbers(combinedConsentDocument(several), [
        ...common,
        ...stepNumbers(stepsOf(several)),
        `${stepsOf(several)} steps of a few minutes each`,
        `${several.applications.length} applications`,
      ]),
    ).toEqual(explained);
    expect(
      unexplainedNumbers(combinedConsentDocument(one), [
        ...common,
        ...stepNumbers(stepsOf(one)),
        ...grants(one),
        `${stepsOf(one)} steps of a few minutes each`,
      ]),
    ).toEqual(explained);
  });

  it('count kept and dropped properties as the proof does', () => {
    const model = oneEach();
    const dispositions = [
      {
        entity: 'user',
        endpoints: ['/v1.0/users', '/v1.0/users/{userId}', '/beta/users'],
        kept: ['accountEnabled'],
        pseudonymized: ['id'],
        transformed: ['createdDateTime'],
        dropped: ['displayName', 'jobTitle', 'city', 'state'],
      },
    ];
    const applications = model.applications.map((application) => ({
      ...application,
      connectors: application.connectors.map((connector) => ({ ...connector, dispositions })),
    }));
    const document = consentDocument({ ...model, applications }, 'people');

    expect(
      document &&
        unexplainedNumbers(document, [
          ...stepNumbers(1),
          'About 2 minutes',
          '0 client secrets and 0 certificates',
          'on 3 paths',
          '4 properties',
        ]),
    ).toEqual(explained);
  });
});

const reportNumbers = ({ sources, types }: ReportModel): readonly string[] => {
  const answers = sources.flatMap((source) => source.answers);
  const rows = answers.flatMap((answer) => answer.rows);
  const declared = answers.reduce((sum, answer) => sum + answer.declared, 0);
  const inClear = ['direct identifier', 'free text', 'credential'];
  const asIs = rows.filter(({ technique }) => technique === 'none');
  const pseudonyms = rows.filter(({ technique }) =>
    ['pseudonymization', 'deterministic-encryption'].includes(technique),
  );
  const anyText = asIs.filter(({ form }) => form.endsWith('any text'));
  const [written] = answers;
  return [
    `${declared} properties that Microsoft’s types declare`,
    `${declared - rows.length} never leave`,
    `${pseudonyms.length} leave as pseudonyms`,
    `${rows.length - pseudonyms.length - asIs.length} leave generalized`,
    `${asIs.length} leave unchanged`,
    `${asIs.filter((row) => inClear.includes(row.class) || anyText.includes(row)).length} names, addresses, texts or secrets leave unchanged`,
    ...(anyText.length === 0 ? [] : [`${anyText.length} of them as any text`]),
    `${(written?.declared ?? 0) - (written?.rows.length ?? 0)} of ${written?.declared} properties never leave`,
    ...new Set(answers.map(({ endpoints }) => `from ${endpoints.length} paths`)),
    ...new Set(sources.map(({ endpoints }) => `${endpoints} endpoints`)),
    ...types,
    `${linkLifetimes.delta / 86_400_000} days for changes`,
  ];
};

const defaultRetention = ((): number | undefined => {
  const { settings } = loadSettings(
    `environment: prod
tenant: { id: 11111111-2222-3333-4444-555555555555 }
aws:
  account: "111122223333"
  region: eu-central-1
  tokenIssuer: https://abc.tokens.sts.global.api.aws
  keysRole: arn:aws:iam::111122223333:role/operators
sources: { people: {} }`,
    'graphveil.yaml',
    [{ id: 'people', aliases: [], variants: new Map(), extras: [] }],
  );
  return settings?.aws.logRetentionDays;
})();

describe('numbers of the report', () => {
  it('are those of the model', () => {
    expect(linkLifetimes.page).toBe(86_400_000);
    expect(
      unexplainedNumbers(reportDocument(reportModel), [
        ...reportNumbers(reportModel),
        `${defaultRetention} days by default`,
      ]),
    ).toEqual(explained);
  });

  it('are those of the model and its deployment', () => {
    const { account = '', region = '', logRetentionDays = 0, leastGroupSize = 0 } = deployedReport.deployment ?? {};
    const numbers = [
      ...reportNumbers(deployedReport),
      ...[account, region, `${logRetentionDays} days`],
      ...[`${freshMs / 60_000} minutes`, `${usableMs / 60_000} minutes`, `at least ${leastGroupSize} people`],
    ];

    expect(unexplainedNumbers(reportDocument(deployedReport), numbers)).toEqual(explained);
  });
});

describe('numbers of the request', () => {
  it('are those of the model', () => {
    const { length } = request.applications;
    const numbers = [`${length} applications`, 'about 3 minutes each'];

    expect(unexplainedNumbers(requestDocument(request), numbers)).toEqual(explained);
  });
});

describe('numbers of the page for callers', () => {
  it.each([
    ['AWS', caller],
    ['Google', googleCaller],
  ])('are statuses that Graphveil answers with, and the version of curl that signs: %s', (_, model) => {
    const numbers = ['the reply is 410', 'a 429 or 503', 'curl 7.88'];

    expect(unexplainedNumbers(callerDocument(model), numbers)).toEqual(explained);
  });
});
