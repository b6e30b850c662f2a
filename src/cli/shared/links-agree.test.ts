import { fileURLToPath } from 'node:url';
import { ephemeralKeyring } from '../../adapters/memory/index.ts';
import { readyConnectors, resolveConnector } from '../../connectors/index.ts';
import { isKindName, kinds } from '../../plan/index.ts';
import { worldOf } from '../../proxy/testing/world.ts';
import { isAllowListEndpoint } from '../../rules/plan/index.ts';
import { loadSources } from '../../sources/index.ts';
import { sanitizeBody } from '../sanitize/sanitize-body.ts';
import { askRules } from './ask.ts';

/** The proxy, `sanitize` and `explain --upstream` decide about a link of Graph alike. */
const graph = 'https://graph.example';
const keyring = ephemeralKeyring();
const { sources } = loadSources(fileURLToPath(new URL('../../../rules', import.meta.url)));
const { connectors } = readyConnectors(sources.map((source) => resolveConnector(source)));

type Endpoint = Extract<Parameters<typeof isAllowListEndpoint>[0], object>;

/** A path as Graph sees it, with an id of each parameter's kind. */
const pathOf = (endpoint: Endpoint): string | undefined => {
  if (!isAllowListEndpoint(endpoint)) return undefined;
  const texts = endpoint.request.segments.map((segment) => {
    if (segment.type === 'literal') return segment.text;
    if (segment.type === 'function') return undefined;
    const kind = segment.value.kind ?? '';
    return isKindName(kind) ? encodeURIComponent(kinds[kind].example) : 'a1';
  });
  return texts.includes(undefined) ? undefined : `/${texts.join('/')}`;
};

const keyed = (path: string): string => path.replace(/^(\/[^/]+\/[^/]+)\/([^/]+)/, "$1('$2')");

const continued = ['$skiptoken=RFNwdA', '%24skip=10&$top=5', '$deltatoken=a%26b'];

/** Spellings that Graph uses or could use, and paths beside the rules. */
const spellingsOf = (path: string): readonly string[] => {
  const spelled = [
    path.toUpperCase(),
    keyed(path),
    `${path}/`,
    `${path}/microsoft.graph.delta()`,
    `${path}/unknown`,
    `/x${path}`,
  ];
  return [
    ...continued.map((query) => `${path}?${query}`),
    `${path}?$skip=10&$filter=startswith(displayName,'a')`,
    ...spelled.map((each, index) => `${each}?${continued[index % continued.length]}`),
  ];
};

const everywhere = ['/v1.0/me/events', '/v1.0/security/alerts', '/v1.0', '/'].flatMap(spellingsOf);

describe.each(connectors.map((connector) => [connector.name, connector] as const))(
  'links in replies of %s',
  (_, connector) => {
    const { plan } = connector.rules;
    const links = [...everywhere, ...plan.endpoints.flatMap((endpoint) => spellingsOf(pathOf(endpoint) ?? '/none'))];
    const list = connector.source.exampleCalls.find(({ path }) => !path.includes('{'))?.path ?? '';

    const byProxy = async (link: string): Promise<boolean> => {
      const { world, call } = worldOf(plan, { graph, expectedRoles: [] }, keyring);
      world.answers.push({ body: { value: [], '@odata.nextLink': `${graph}${link}` } });
      return (await call(list)).status === 200;
    };
    const answer = askRules(plan, { method: 'GET', url: list, plainValues: true }, keyring.pseudonyms);
    const bySanitize = (link: string): boolean => {
      const body = Buffer.from(JSON.stringify({ value: [], '@odata.nextLink': `${graph}${link}` }));
      if (!answer.allowed) throw new Error('the example call is not allowed');
      return sanitizeBody(plan, answer, body, { pseudonyms: keyring.pseudonyms, graph }).ok;
    };
    const byExplain = (link: string): boolean =>
      askRules(plan, { method: 'GET', url: `${graph}${link}`, plainValues: true }, keyring.pseudonyms).allowed;

    it('are decided alike by the proxy, sanitize and explain', async () => {
      const decisions = await Promise.all(
        links.map(async (link) => [link, await byProxy(link), bySanitize(link), byExplain(link)] as const),
      );
      expect(decisions.filter(([, proxy, sanitize, explain]) => proxy !== sanitize || proxy !== explain)).toEqual([]);
      const followed = decisions.filter(([, proxy]) => proxy).length;
      expect(followed).toBeGreaterThan(20);
      expect(decisions.length - followed).toBeGreaterThan(20);
    });
  },
);
