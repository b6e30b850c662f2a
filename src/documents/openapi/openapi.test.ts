import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { resolveConnector } from '../../connectors/index.ts';
import { loadCases, loadCast, runCases } from '../../rule-tests/index.ts';
import { loadSources } from '../../sources/index.ts';
import { openApi } from './openapi-document.ts';

const folder = fileURLToPath(new URL('../../../rules', import.meta.url));
const { sources } = loadSources(folder);
const { cast } = loadCast(folder);

const validator = new Validator();
const url = 'https://abc.lambda-url.eu-central-1.on.aws';
const described = sources.map((source) => {
  const { rules } = resolveConnector(source, { extras: source.extras.map(({ id }) => id) });
  if (rules.plan === undefined) throw new Error(`the rules of ${source.id} have errors`);
  const { id, title, summary } = source;
  return { source, plan: rules.plan, document: openApi({ name: id, title, summary, rules }, url) };
});

type Operation = {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: { readonly '200': { readonly content: Readonly<Record<string, { readonly schema: object }>> } };
};
type Paths = Readonly<Record<string, { readonly get: Operation }>>;
const pathsOf = (document: object | undefined): Paths => (document as { readonly paths: Paths }).paths;

describe.each(described)('the OpenAPI description of $source.id', ({ source, plan, document }) => {
  it('is valid', async () => {
    const result = await validator.validate(structuredClone(document) as Record<string, unknown>);

    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('has every endpoint once, with each parameter of its path', () => {
    const paths = pathsOf(document);
    const ids = Object.values(paths).map(({ get }) => get.operationId);

    expect(Object.keys(paths)).toEqual(plan.endpoints.map(({ pathTemplate }) => pathTemplate));
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, { get }] of Object.entries(paths))
      expect(get.parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
  });

  it('describes every reply of the cases', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document as object, 'api');
    const cases = loadCases(`${folder}/${source.id}`, folder).filter(({ file }) => file?.variants.length === 0);
    const runs = (await runCases(cases, cast, () => plan)).flatMap(({ run }) => run ?? []);
    const passing = runs.filter(({ endpoint, goldens }) => endpoint !== undefined && goldens.reply.status < 400);

    expect(passing.length).toBeGreaterThanOrEqual(plan.endpoints.length / 2);
    for (const { endpoint = '', example } of passing) {
      const [type = ''] = Object.keys(pathsOf(document)[endpoint]?.get.responses['200'].content ?? {});
      const path = ['paths', endpoint, 'get', 'responses', '200', 'content', type, 'schema'];
      const pointer = path
        .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
        .join('/');
      const valid = ajv.getSchema(`api#/${pointer}`);
      const body = type === 'text/plain' ? String(example.after) : example.after;
      expect([endpoint, valid?.(body), valid?.errors ?? []]).toEqual([endpoint, true, []]);
    }
  });
});
