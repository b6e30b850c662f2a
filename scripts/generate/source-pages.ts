import {
  type CompiledRules,
  narrowerPermissions,
  type Overlays,
  resolveConnector,
} from '../../src/connectors/index.ts';
import type { Position } from '../../src/diagnostics/index.ts';
import { typesPackages } from '../../src/graph-types/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import {
  alikeEndpoints,
  type ChangedDisposition,
  compareProofs,
  countProof,
  dispositionTable,
  type EndpointProof,
  type Proof,
} from '../../src/proof/index.ts';
import { isAllowListEndpoint } from '../../src/rules/plan/index.ts';
import { overlaySummary, type Source } from '../../src/sources/index.ts';
import { lostWith } from './lost-with.ts';
import { generatedBy, type Page, table } from './page.ts';
import { requestRows } from './request-text.ts';

const provenWith = (source: Source, overlays: Partial<Overlays>): CompiledRules => {
  const { rules } = resolveConnector(source, overlays);
  if (rules.plan !== undefined) return rules;
  throw new Error(`the rules of ${source.id} have mistakes: ${rules.diagnostics[0]?.message}`);
};

const code = (text: string): string => `\`${text}\``;

const states = {
  ga: 'ready for production',
  beta: 'beta: complete, but newer',
  alpha: 'alpha: may still change',
} as const;

/** Formats a rule's position as a link to its line. */
const refer = ({ file, line }: Position): string => {
  const [, , ...rest] = file.split('/');
  const shown = file.startsWith('rules/shared/') ? file.slice('rules/'.length) : rest.join('/');
  return `[${shown}:${line}](../../../${file}#L${line})`;
};

const permissionTable = (permissions: Source['permissions']): string =>
  table(
    ['Permission', 'Why it is needed, and which data the rules drop', 'Needed by'],
    permissions.map(({ name, reason, mailbox, endpoints }) => [
      code(name),
      `${reason.trim()}${mailbox ? ' Exchange can grant it for some mailboxes only.' : ''}`,
      endpoints.map(code).join(', '),
    ]),
  );

const narrowerPart = (source: Source): string => {
  const narrower = narrowerPermissions(source);
  if (narrower.length === 0) return '';
  const rows = narrower.map((each) => [code(each.instead), code(each.use), lostWith(each)]);
  return `\n\`permissions: narrow\` in the settings requests less: all of these narrower permissions. A list such as \`permissions: [${narrower[0]?.use}]\` chooses some.\n\n${table(['Instead of', 'Narrower permission', 'Lost data'], rows)}`;
};

const shapes = {
  entity: 'Answers with',
  collection: 'Answers with a list, in pages, of',
  delta: 'Answers with the changes of a list of',
  count: 'Answers with the number, as text, of',
  any: 'Answers with',
} as const;

const endpointPart = ({ pathTemplate, shape, entity = '' }: EndpointProof, index: number, plan: Plan): string => {
  const endpoint = plan.endpoints[index];
  const rows = endpoint !== undefined && isAllowListEndpoint(endpoint) ? requestRows(endpoint.request) : [];
  const parameters =
    rows.length === 0 ? 'It takes no parameters.\n' : table(['Parameter', 'Where', 'Allowed values'], rows);
  return `### ${code(`GET ${pathTemplate}`)}\n\n${shapes[shape]} ${code(entity)}.\n\n${parameters}`;
};

const answerPart = (endpoints: readonly EndpointProof[]): string =>
  alikeEndpoints(endpoints)
    .map(({ first, all }) => {
      const version = first.version === 'beta' ? ' (beta)' : '';
      const paths = all.map(({ pathTemplate }) => `- ${code(pathTemplate)}`).join('\n');
      return `### ${first.entity ?? ''}${version}\n\n${paths}\n\n${dispositionTable(first, refer)}`;
    })
    .join('\n');

/** Lists the paths of one group of changes; if there are many, by their last two names with a count. */
const pathsText = (paths: readonly string[]): string => {
  if (paths.length <= 6) return paths.map(code).join(', ');
  const counts = new Map<string, number>();
  for (const path of paths) {
    const end = path.split('.').slice(-2).join('.');
    counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  return [...counts].map(([end, count]) => (count === 1 ? code(end) : `${code(end)} in ${count} places`)).join(', ');
};

const changeTable = (changes: readonly ChangedDisposition[]): string => {
  const groups = new Map<string, ChangedDisposition[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.entity, change.before, change.after]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return table(
    ['Type', 'Properties', 'Without it', 'With it'],
    [...groups.values()].map((group) => {
      const [{ entity, before, after, reason } = { entity: '', before: '', after: '', reason: undefined }] = group;
      const why = reason === undefined ? '' : ` (${reason})`;
      return [code(entity), pathsText(group.map(({ path }) => path)), before, `${after}${why}`];
    }),
  );
};

const variantPart = (source: Source, base: Proof): string =>
  [...source.variants]
    .map(([name, text]) => {
      const changes = compareProofs(base, provenWith(source, { variants: [name] }).proof);
      return `### ${name}\n\n${overlaySummary(text)}\n\n${changeTable(changes)}`;
    })
    .join('\n');

const extraPart = (source: Source, base: Proof): string => {
  const known = new Set(base.endpoints.map(({ pathTemplate }) => pathTemplate));
  return source.extras
    .map(({ id, title, summary, permissions }) => {
      const { plan, proof } = provenWith(source, { extras: [id] });
      const added = proof.endpoints.filter(({ pathTemplate }) => !known.has(pathTemplate));
      const endpoints = proof.endpoints.flatMap((endpoint, index) =>
        known.has(endpoint.pathTemplate) ? [] : [endpointPart(endpoint, index, plan)],
      );
      return [
        `### ${id}: ${title}\n\n${summary.trim()}\n\n${permissionTable(permissions)}`,
        ...[...endpoints, answerPart(added)].map((part) => part.replaceAll(/^### /gm, '#### ')),
      ].join('\n');
    })
    .join('\n');
};

const render = (source: Source): string => {
  const { id, aliases, title, summary, availability, absentFrom = [], graph } = source;
  const { plan, proof } = provenWith(source, {});
  const counts = countProof(proof.endpoints);
  const also = aliases.length === 0 ? '' : ` Settings may also call it ${aliases.map(code).join(', ')}.`;
  const absent =
    absentFrom.length === 0 ? '' : ` Microsoft does not offer it in the cloud ${absentFrom.map(code).join(', ')}.`;
  const parts = [
    `# ${title}\n\n${summary}\n\n\`${id}\`, ${states[availability]}. Microsoft Graph ${graph.version} unless a path has another version.${also}${absent}`,
    `Decisions and their reasons: [notes](../../../rules/${id}/notes.md). The rules: [rules.yaml](../../../rules/${id}/rules.yaml).`,
    `## Permissions\n\n${permissionTable(source.permissions)}${narrowerPart(source)}`,
    `## Endpoints\n\nOnly these endpoints are answered, and only \`GET\`. Parameters that aren't listed are refused.\n\n${proof.endpoints
      .map((endpoint, index) => endpointPart(endpoint, index, plan))
      .join('\n')}`,
    `## Outcome of each property\n\nEvery property of Microsoft's types (${Object.values(typesPackages).join(', ')}), compared with the rules: ${counts.kept.toLocaleString('en-US')} are kept, ${counts.pseudonymized.toLocaleString('en-US')} become pseudonyms, ${counts.transformed.toLocaleString('en-US')} are changed, ${counts.dropped.toLocaleString('en-US')} are dropped, counted over all endpoints. Properties that Microsoft adds later are dropped until a rule names them.\n\n${answerPart(proof.endpoints)}`,
    ...(source.variants.size === 0 ? [] : [`## Variants\n\n${variantPart(source, proof)}`]),
    ...(source.extras.length === 0
      ? []
      : [`## Extras\n\nEach is added by settings, with its permissions.\n\n${extraPart(source, proof)}`]),
  ];
  return `${generatedBy(`rules/${id}`)}${parts.join('\n\n')}`.replaceAll(/\n{3,}/g, '\n\n');
};

const index = (sources: readonly Source[]): Page => ({
  path: 'docs/reference/sources/README.md',
  render: () => {
    const rows = sources.map(({ id, title, availability, summary, permissions }) => [
      `[${title}](${id}.md)`,
      code(id),
      states[availability],
      summary,
      permissions.map(({ name }) => code(name)).join(', '),
    ]);
    const head = `${generatedBy('rules')}# Sources\n\nThe sources that Graphveil can serve, each with its permissions, endpoints, and the outcome of every property.\n\n`;
    return `${head}${table(['Source', 'Id', 'State', 'Purpose', 'Permissions'], rows)}`;
  },
});

/** Generates a page for each source from its rules and their proof. */
export const sourcePages = (sources: readonly Source[]): readonly Page[] => [
  index(sources),
  ...sources.map((source) => ({ path: `docs/reference/sources/${source.id}.md`, render: () => render(source) })),
];
