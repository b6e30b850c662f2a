import type { Source } from '../../src/sources/index.ts';
import {
  judgeTool,
  type RecordedForm,
  type RecordedTool,
  recordedTools,
  type Verdict,
} from '../connectors/recorded-forms.ts';
import { fenced, generatedBy, type Page, table } from './page.ts';

const reasons = {
  privacy: 'refused for privacy',
  delegated: 'refused: needs a signed-in person',
  absent: 'not there',
  graph: 'refused by Microsoft Graph, too',
} as const;

const reaches = {
  settings: 'It is pointed to Graphveil by its settings:',
  environment: 'Variables of its environment lead it here:',
  lines: 'Its hosts are constants, so a few lines of it have to change:',
  no: 'It can’t use Graphveil as it is:',
} as const;

const pointers = {
  settings: 'its settings',
  environment: 'its environment',
  lines: 'lines of its code',
  no: 'nothing',
} as const;

type Judged = { readonly form: RecordedForm; readonly verdict: Verdict };

const resultText = ({ form: { not, why }, verdict }: Judged): string => {
  if (verdict.served)
    return verdict.extra === undefined
      ? `served by \`${verdict.source}\``
      : `served by \`${verdict.source}\`, extra \`${verdict.extra}\``;
  const reason = not === undefined ? 'refused' : reasons[not];
  return why === undefined ? reason : `${reason}: ${why}`;
};

/** The lines of the settings that serve everything that a tool asks for and that is served. */
const settingsOf = ({ sources }: RecordedTool, judged: readonly Judged[]): string => {
  const extras = (source: string): readonly string[] => [
    ...new Set(
      judged.flatMap(({ verdict }) => (verdict.served && verdict.source === source ? (verdict.extra ?? []) : [])),
    ),
  ];
  return [
    'sources:',
    ...sources.map((source) => {
      const chosen = extras(source);
      return `  ${source}: ${chosen.length === 0 ? '{}' : `{ extras: [${chosen.join(', ')}] }`}`;
    }),
  ].join('\n');
};

const part = (tool: RecordedTool, sources: readonly Source[]): string => {
  const judge = judgeTool(tool, sources);
  const judged = tool.streams.map((form) => ({ form, verdict: judge(form) }));
  const rows = judged.map(({ form, verdict }) => [
    form.stream,
    `\`${form.method === 'GET' ? '' : `${form.method} `}${form.call}\``,
    resultText({ form, verdict }),
  ]);
  return [
    `## ${tool.tool}`,
    `[Its code](${tool.code}), read on ${tool.read}. Settings of Graphveil:`,
    fenced('yaml', settingsOf(tool, judged)).trimEnd(),
    reaches[tool.reach],
    fenced('text', tool.settings).trimEnd(),
    table(['Stream', 'Call', 'Result'], rows).trimEnd(),
  ].join('\n\n');
};

const summaryRows = (tools: readonly RecordedTool[]): readonly (readonly string[])[] =>
  tools.map(({ tool, streams, reach }) => {
    const served = streams.filter(({ not }) => not === undefined).length;
    const count = (not: RecordedForm['not']): string => String(streams.filter((form) => form.not === not).length);
    const anchor = tool
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-');
    return [
      `[${tool}](#${anchor})`,
      String(served),
      count('privacy'),
      count('absent'),
      count('delegated'),
      count('graph'),
      pointers[reach],
    ];
  });

/** The tools whose calls are known, with the rules' decision about each call. */
export const connectorsPage = (sources: readonly Source[]): Page => ({
  path: 'docs/reference/connectors.md',
  render: () => {
    const tools = recordedTools();
    return `${[
      `${generatedBy('scripts/connectors/recorded-forms.yaml and the rules')}# Which connector works`,
      'Public connectors of Microsoft 365 data, with the calls that they send and the decision of the rules about each. The calls were read in their source code; the connectors themselves weren’t run. A test repeats each decision, and `npm run test:connectors` makes every served call of those that their settings or environment lead to Graphveil, with their hosts, sign-in and paging: the items are those of Graph. [Register a client](../guides/register-a-client.md) gives a tool its ID and secret; `BASE_URL` is where `graphveil serve` listens, and `GRAPHVEIL` its host. A proxy in the environment needs [`serve --as-proxy`](../guides/call-with-a-tool.md#tools-whose-hosts-are-constants).',
      table(
        [
          'Connector',
          'Served',
          'Refused for privacy',
          'Not there',
          'Needs a person',
          'Refused by Graph',
          'Pointed to Graphveil by',
        ],
        summaryRows(tools),
      ).trimEnd(),
      'Ids in calls, such as `{user-id}`, are pseudonyms from earlier replies. A connector that ignores a 403 shows an empty table for a refused stream, so leave these streams out.',
      ...tools.map((tool) => part(tool, sources)),
    ].join('\n\n')}\n`;
  },
});
