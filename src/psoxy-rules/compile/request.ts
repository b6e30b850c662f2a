import type { Report } from '../../diagnostics/index.ts';
import type { YamlNode } from '../../yaml/index.ts';
import type { CompiledPattern } from '../java-regex/index.ts';
import type { PathParameterPlan, PsoxyRequest } from '../plan/index.ts';
import { type Fields, isNull, type Placed, readPattern, readText, readTexts, warnIgnored } from './reading.ts';
import { readTextSchemas } from './text-schema.ts';

/** Characters that are literal in a template. Others keep their meaning in the expression. */
const literal = /[.^$<>*+[\]()\-=?!]/;
const piece = /\{([A-Za-z][A-Za-z0-9]*)(\??)\}|./gs;
const stray = /\{[^{}]*\}/;

/** Returns the expression for a path template. */
const templateExpression = (template: string): string =>
  template.replaceAll(piece, (text: string, name: string | undefined, optional: string | undefined) => {
    if (name !== undefined) return `(?<${name}>[^/]${optional === '?' ? '*' : '+'})`;
    return literal.test(text) ? `\\${text}` : text;
  });

const readTemplate = (placed: Placed, report: Report): CompiledPattern => {
  const { text, node } = placed;
  const wrong = stray.exec(text.replaceAll(piece, (found) => (found.length > 1 ? '' : found)));
  if (wrong !== null) {
    report.error('rules/path-template', node.position);
    return { problems: [], names: new Map(), spells: '' };
  }
  if (!text.startsWith('/')) report.warning('rules/path-template:slash', node.position);
  const plain = { kind: 'scalar', position: node.position, value: text } as const;
  return readPattern(
    { text: templateExpression(text), node: plain },
    { match: 'whole', ignoreCase: true },
    report,
    true,
  );
};

const given = (fields: Fields, key: string): YamlNode | undefined => {
  const node = fields.get(key);
  return isNull(node) ? undefined : node;
};

const readParameters = (
  fields: Fields,
  path: CompiledPattern | undefined,
  report: Report,
): readonly PathParameterPlan[] =>
  readTextSchemas(fields.get('pathParameterSchemas'), report).map(({ name, node, value }) => {
    const group = path?.names.get(name);
    if (path !== undefined && group === undefined)
      report.warning('rules/unknown-parameter', node.position, { known: [...path.names.keys()] });
    return { name, ...(group !== undefined && { group }), value };
  });

const names = (node: YamlNode | undefined, report: Report): readonly string[] =>
  readTexts(node, report).map(({ text }) => text.toLowerCase());

const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'];

const readMethods = (node: YamlNode, report: Report): readonly string[] =>
  readTexts(node, report).map(({ text, node: { position } }) => {
    const method = text.toUpperCase();
    if (!httpMethods.includes(method))
      report.warning('rules/no-effect:method', position, { name: text, known: httpMethods });
    return method;
  });

const cast = 'microsoft.graph.';

/** Returns the characters that a path may contain only if the rules contain them. */
const spelled = (characters: string, written: string): readonly string[] => [
  ...characters,
  ...(written.replaceAll('\\', '').toLowerCase().includes(cast) ? [cast] : []),
];

/** Compiles the calls that an endpoint accepts. Returns undefined if it has no valid path. */
export const readRequest = (
  fields: Fields,
  headers: readonly string[],
  position: YamlNode['position'],
  report: Report,
): { readonly name: string; readonly request: PsoxyRequest } | undefined => {
  const [template, expression] = ['pathTemplate', 'pathRegex'].map((key) => {
    const node = given(fields, key);
    return node && readText(node, report);
  });
  const named = template ?? expression;
  if (named === undefined) {
    if (!fields.has('pathTemplate') && !fields.has('pathRegex')) report.error('rules/path-missing', position);
    return undefined;
  }
  const path = expression && readPattern(expression, { match: 'whole', ignoreCase: true }, report);
  // If both are given, the expression applies to the template too.
  const compiled = path ?? readTemplate(named, report);
  const templated = template && compiled;
  const allowed = given(fields, 'allowedQueryParams');
  const methods = given(fields, 'allowedMethods');
  warnIgnored(fields, 'allowedRequestHeadersToForward', report);
  const request: PsoxyRequest = {
    form: 'psoxy',
    methods: methods === undefined ? ['GET'] : readMethods(methods, report),
    ...(path?.plan !== undefined && { pathAndQuery: path.plan }),
    ...(templated?.plan !== undefined && { path: templated.plan }),
    parameters: readParameters(fields, templated, report),
    ...(allowed !== undefined && { allowedQuery: names(allowed, report) }),
    query: readTextSchemas(fields.get('queryParamSchemas'), report).map(({ name, required, value }) => ({
      name: name.toLowerCase(),
      required,
      value,
    })),
    headers: [...new Set([...headers, ...names(given(fields, 'allowedRequestHeaders'), report)])],
    spells: spelled(compiled.spells, (expression ?? named).text),
  };
  return compiled.plan === undefined ? undefined : { name: named.text, request };
};
