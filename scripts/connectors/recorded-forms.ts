import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { askRules } from '../../src/cli/shared/ask.ts';
import { resolveConnector } from '../../src/connectors/index.ts';
import { isKindName, kindOfLinkValue, kinds } from '../../src/plan/index.ts';
import { problemMessage, shareBaseUrl } from '../../src/proxy/index.ts';
import { documentationPseudonyms } from '../../src/pseudonyms/documentation-keyring.ts';
import type { Source } from '../../src/sources/index.ts';
import { root } from '../root.ts';

const form = z.strictObject({
  stream: z.string(),
  method: z.enum(['GET', 'POST']).default('GET'),
  /** Below the API's version, unless it begins with one. */
  call: z.string(),
  /** Why it isn't served; absent for a served form. */
  not: z.enum(['privacy', 'delegated', 'absent', 'graph']).optional(),
  why: z.string().optional(),
});

const tool = z.strictObject({
  tool: z.string(),
  code: z.url(),
  read: z.iso.date(),
  /** Ids of sources, the first one for paths that several have. */
  sources: z.array(z.string()).min(1),
  /** How the tool is led here: by its settings, by variables of its environment, by lines of its code, or not at all. */
  reach: z.enum(['settings', 'environment', 'lines', 'no']),
  /** With reach `environment`: the variable for both hosts, or that for a proxy, since its hosts are constants. */
  variable: z.enum(['base', 'proxy']).optional(),
  /** Its credential at the token endpoint. */
  token: z.enum(['secret', 'refresh']).default('secret'),
  /** Whether its Authorization header has no scheme. */
  bare: z.boolean().default(false),
  /** How it asks for further pages: by the link, or by its own call with the link's token. */
  paging: z.enum(['link', 'skiptoken']).default('link'),
  /** Text that it writes before paths. */
  before: z.string().default(''),
  settings: z.string(),
  streams: z.array(form).min(1),
});

export type RecordedTool = z.infer<typeof tool>;
export type RecordedForm = z.infer<typeof form>;

/** Reads the URL forms that public connectors send. */
export const recordedTools = (): readonly RecordedTool[] =>
  z
    .array(tool)
    .parse(parse(readFileSync(join(root, 'scripts/connectors/recorded-forms.yaml'), 'utf8'), { schema: 'core' }));

/** The rules' decision about a form. `extra`: the extra that serves it. */
export type Verdict =
  | { readonly served: true; readonly source: string; readonly extra: string | undefined; readonly template: string }
  | { readonly served: false; readonly message: string };

const pseudonyms = documentationPseudonyms();

/** Puts a value in place of each `{kind}`. */
export const filledWith = (call: string, valueFor: (kind: string) => string): string =>
  call.replaceAll(/\{([a-z-]+)\}/g, (__, kind: string) => valueFor(kind));

/** Puts an invented pseudonym in place of each `{kind}`. */
const filled = (call: string): string =>
  filledWith(call, (kind) => {
    const value = isKindName(kind) ? kinds[kind].example : undefined;
    if (value === undefined) throw new Error(`{${kind}} isn't a kind of value`);
    return pseudonyms.tokenize(value, kindOfLinkValue(kind));
  });

/** The path of a call, with the tool's text before it. */
export const pathOf = (call: string, before = ''): string =>
  /^(?:v1\.0|beta)\//.test(call) ? `/${before}${call}` : `/v1.0/${before}${call}`;

/** Prepares the decision about the forms of one tool, below one base URL that its sources share with all their extras. */
export const judgeTool = (
  { tool: name, sources: ids, before }: Pick<RecordedTool, 'tool' | 'sources'> & Partial<Pick<RecordedTool, 'before'>>,
  sources: readonly Source[],
): ((form: Pick<RecordedForm, 'method' | 'call'>) => Verdict) => {
  const connectors = ids.map((id) => {
    const source = sources.find((each) => each.id === id);
    if (source === undefined) throw new Error(`${name} names the source ${id}, which doesn't exist`);
    const { rules } = resolveConnector(source, { extras: source.extras.map((extra) => extra.id) });
    if (rules.plan === undefined) throw new Error(`the rules of ${id} have errors`);
    return { name: id, plan: rules.plan, source };
  });
  const { route } = shareBaseUrl(connectors);
  return ({ method, call }) => {
    const target = pathOf(filled(call), before);
    const routed = route(target.replaceAll(' ', '%20'));
    const connector = connectors.find((each) => each.name === routed?.name);
    if (routed === undefined || connector === undefined)
      return { served: false, message: 'no connector has this path' };
    const answer = askRules(connector.plan, { method, url: routed.target, plainValues: false }, pseudonyms);
    if (!answer.allowed) return { served: false, message: problemMessage(answer.problem) };
    const { pathTemplate: template } = answer.endpoint;
    const extra = connector.source.extras.find(({ permissions }) =>
      permissions.some(({ endpoints }) => endpoints.includes(template)),
    );
    return { served: true, source: connector.name, extra: extra?.id, template };
  };
};
