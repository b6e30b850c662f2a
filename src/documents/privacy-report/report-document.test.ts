import { toHtml } from '../render/to-html.ts';
import { toMarkdown } from '../render/to-markdown.ts';
import { rowsOf } from '../testing/read-markdown.ts';
import { deployedReport, reportedDiaries, reportModel } from '../testing/report-fixture.ts';
import { reportDocument } from './report-document.ts';

const markdown = (model = reportModel): string => toMarkdown(reportDocument(model));
const html = (model = reportModel): string => toHtml(reportDocument(model));

/** The diaries without the room, of which any text leaves. */
const formatted = {
  ...reportedDiaries,
  answers: reportedDiaries.answers.map((answer) => ({
    ...answer,
    rows: answer.rows.filter(({ path }) => path !== 'room'),
  })),
};

const own = {
  ...reportedDiaries,
  ownRules: {
    endpoints: [
      { path: '/v1.0/users', asks: ['$top: integer from 1 to 999', '$filter: mail eq any text'] },
      { path: '/v1.0/me', asks: [] },
    ],
    expressions: ['/^ticket-[0-9]+$/iu'],
    lists: ['Standup, Retro'],
    reasons: [{ property: 'event.room', reason: 'rooms are large' }],
  },
};

describe('the report', () => {
  it('begins with numbers, the last of which counts data that leaves in plain', () => {
    const text = markdown({ ...reportModel, sources: [reportedDiaries] });

    expect(text).toContain('- **9** properties');
    expect(text).toContain('- **2** leave as pseudonyms');
    expect(text).toContain('leave unchanged, 1 of them as any text');
    expect(text).toContain('- **1** names, addresses, texts or secrets leave unchanged');
  });

  it('warns of properties that leave as any text, and counts them', () => {
    const withRoom = markdown({ ...reportModel, sources: [reportedDiaries] });
    const without = markdown({ ...reportModel, sources: [formatted] });

    expect(withRoom).toMatch(/In these properties any text leaves[\s\S]{1,200}room: rooms are/);
    expect(without).not.toContain('any text leaves');
    expect(without).toContain('- **0** names, addresses, texts or secrets leave unchanged');
  });

  it('shows for each source its purpose, the form of data that leaves, and dropped data', () => {
    const text = markdown({
      ...reportModel,
      sources: [{ ...formatted, answers: reportedDiaries.answers.slice(0, 0) }, formatted],
    });

    expect(text).toContain('Lists people.');
    expect(text).toContain('| `attendees[].emailAddress.address` | direct identifier | pseudonym | Pseudonymization |');
    expect(text).toContain('**3 of 9 properties never leave**');
    expect(text).toContain('`bodyPreview`');
    expect(text).toContain('`organizer` like `attendees[]`');
    expect(text).toContain('Calendars.ReadBasic.All');
  });

  it('shows an example line by line', () => {
    expect(markdown()).toContain('-  "id": "AAMk"\n+  "id": "p~x"\n-  "bodyPreview"');
    expect(html()).toContain('<del>  &quot;id&quot;: &quot;AAMk&quot;</del><ins>');
  });

  it('writes the same answer of two sources once', () => {
    expect(markdown()).toContain(': as under Diaries.');
    expect(markdown().match(/never leave\*\*/g)).toHaveLength(1);
  });

  it('writes an answer that one source gives in two versions once, and refers to it above', () => {
    const [first] = reportedDiaries.answers;
    if (first === undefined) throw new Error('the fixture has an answer');
    const answers = [first, { ...first, endpoints: ['/beta/diaries'] }];
    const text = markdown({ ...reportModel, sources: [{ ...reportedDiaries, answers }] });

    expect(text).toContain('`/beta/diaries`: as above.');
  });

  it('gives each permission its reason, and each text that is kept the reason of its rule', () => {
    const rows = rowsOf(markdown({ ...reportModel, sources: [formatted] }));
    const reasonRows = rowsOf(markdown({ ...reportModel, sources: [reportedDiaries] }));
    const permissions = reportedDiaries.permissions.map(({ name, reason, extra }) => [
      name,
      `${extra === undefined ? '' : `For the extra “${extra}”. `}${reason}`,
    ]);
    const reasons = reportedDiaries.answers.flatMap(({ entity, rows: all }) =>
      all.flatMap(({ path, reason }) => (reason === undefined ? [] : [['Diaries', `${entity}.${path}`, reason]])),
    );

    expect(permissions.length).toBeGreaterThan(2);
    expect(rows.flatMap(([name = '', , why]) => (/\.Read\.?\w*$/.test(name) ? [[name, why]] : []))).toEqual([
      ...permissions,
      ['Calendars.Read', 'Nothing that is kept. Not served: /v1.0/users/{userId}/events/{eventId}.'],
    ]);
    const head = reasonRows.findIndex((row) => row.join() === 'Source,Property,Reason');
    expect(reasonRows.slice(head + 1, head + 1 + reasons.length)).toEqual(reasons);
    expect(reasons).toEqual([['Diaries', 'event.room', 'rooms are <b>few</b> | and large']]);
  });

  it.each([
    ['free text', 40],
    ['metadata', 12],
  ])('lists of %s at most %d places, and counts the rest', (name, most) => {
    const paths = Array.from({ length: most + 7 }, (_, index) => `${'xyz'[index % 3]}${index}`);
    const [answer] = reportedDiaries.answers;
    if (answer === undefined) throw new Error('the fixture has an answer');
    const answers = [{ ...answer, declared: answer.rows.length + paths.length, dropped: [{ class: name, paths }] }];
    const text = markdown({ ...reportModel, sources: [{ ...reportedDiaries, answers }] });

    expect(text).toContain(`**${paths.length} of ${answer.rows.length + paths.length} properties never leave**`);
    expect(paths.filter((path) => text.includes(`\`${path}\``))).toHaveLength(most);
    expect(text).toContain(' and 7 more |');
  });

  it('prints the reason of every text that is kept without a format, and the formats of all others', () => {
    const text = markdown();

    expect(text).toContain('`event.room`');
    expect(text).toContain('rooms are \\<b\\>few');
    expect(text).toContain('| a time | only a date and time in ISO 8601 | `event.start.dateTime` |');
    expect(text).not.toContain('`event.isCancelled` |');
  });

  it('prints nothing of the source for a custom rule file, but everything in it', () => {
    const text = markdown({ ...reportModel, sources: [own] });

    expect(text).toContain('verified against Microsoft’s types of their paths');
    for (const shown of [
      '| `/v1.0/users` | `$top: integer from 1 to 999`, `$filter: mail eq any text` |',
      '| `/v1.0/me` | none |',
      '/^ticket-\\[0-9]+$/iu',
      'Standup, Retro',
      '| `event.room` | rooms are large |',
    ])
      expect(text.replaceAll('\\[', '[')).toContain(shown.replaceAll('\\[', '['));
    expect(text).not.toContain(reportedDiaries.summary);
    expect(text).not.toContain('beta: complete');
    for (const { reason } of reportedDiaries.permissions) expect(text).not.toContain(reason);
    for (const { loses } of reportedDiaries.narrower) expect(text).not.toContain(loses);
  });

  it('does not count zero names for a custom rule file', () => {
    const text = markdown({ ...reportModel, sources: [{ ...own, answers: formatted.answers }] });

    expect(text).not.toContain('names, addresses, texts or secrets leave unchanged');
  });

  it('warns that calls may reveal more under unproven rules', () => {
    const text = markdown({ ...reportModel, sources: [{ ...own, acceptUnproven: 'until March' }] });

    expect(text).not.toContain('verified against');
    expect(text).toContain('which don’t pass the proof.');
    expect(text).toContain('can reveal which pseudonym belongs to which person');
    expect(text).not.toContain('can’t request data about a person by name');
    expect(text).toContain('The proof doesn’t show this for Diaries');
  });

  it('names plain ids, texts that leave, and parts that an expression selects', () => {
    const row = { type: 'string', class: 'free text', technique: 'none' } as const;
    const rows = [
      { ...row, path: 'user.id', class: 'opaque id', form: 'unchanged: a GUID' },
      { ...row, path: 'note', form: 'unchanged: fits a pattern' },
      {
        ...row,
        path: 'subject',
        form: 'the part that a listed expression matches',
        technique: 'local-suppression' as const,
      },
    ];
    const [answer] = formatted.answers;
    const answers = answer === undefined ? [] : [{ ...answer, rows }];
    const text = markdown({ ...reportModel, sources: [{ ...formatted, answers }] });

    expect(text).toContain('knows the person: `event.user.id`.');
    expect(text).toContain('IDs leave in plain form: `event.user.id`.');
    expect(text).toContain('These texts leave unchanged: `event.note`.');
    expect(text).toContain('parts that an expression matches: `event.subject`.');
  });

  it('gives the reasons of the settings for variants, and none otherwise', () => {
    const choices = [{ name: 'plain-ids', reason: 'joined with the survey', date: '2026-02-01' }];

    expect(markdown({ ...reportModel, sources: [{ ...reportedDiaries, choices }] })).toContain(
      '| plain-ids | joined with the survey | 2026-02-01 |',
    );
    expect(markdown()).not.toContain('Variant or extra');
  });

  it('warns of connectors that are not proven, with the reason', () => {
    expect(markdown().match(/Taken over \\<until\\> March/g)).toHaveLength(2);
    expect(markdown({ ...reportModel, sources: [reportedDiaries] })).not.toContain('don’t pass the proof');
  });

  it('names the techniques of the standard that are in use, and no others', () => {
    const text = markdown();

    expect(text).toContain('ISO/IEC 20889');
    expect(text).toContain('Deterministic encryption (Cryptographic tools)');
    expect(text).not.toContain('Rounding');
  });

  it('names of a deployment who holds keys, who calls and how long logs are kept', () => {
    const text = markdown(deployedReport);

    expect(text).toContain('`/graphveil/prod/keyring`');
    expect(text).toContain('30 days');
    expect(text).toContain('tool & \\<friends\\>');
    expect(markdown()).toContain('90 days by default');
  });

  it('names the version of TLS, and the setting that lowers it', () => {
    const { deployment } = deployedReport;
    if (deployment === undefined) throw new Error('no deployment');

    expect(markdown(deployedReport)).toContain('TLS 1.3; read-only permissions');
    expect(markdown({ ...deployedReport, deployment: { ...deployment, minimumTls: '1.2' } })).toContain(
      'TLS 1.2 or newer, by the setting tenant.minimumTls; read-only',
    );
  });

  it('draws the flow of data, without letting a name become markup', () => {
    const page = html(deployedReport);

    expect(page).toMatch(/<svg viewBox="0 0 960 \d+" role="img"/);
    expect(page).toContain('tool &amp; &lt;friends&gt;');
    expect(page).not.toMatch(/<friends>|<script>/);
    expect(markdown(deployedReport)).toContain('1. **Microsoft 365 tenant.**');
  });

  it('leads from its contents to every chapter', () => {
    const page = html();
    const targets = [...page.matchAll(/<a href="#([^"]+)">/g)].map(([, anchor]) => anchor);

    expect(targets.length).toBeGreaterThan(8);
    expect(new Set(targets).size).toBe(targets.length);
    for (const anchor of targets) expect(page).toContain(`<h2 id="${anchor}">`);
    expect(markdown()).toContain('- [Data flow](#data-flow)');
  });
});
