import { badRequest } from './refusal.ts';

/** A normalized Graph path: decoded segments, with arguments of function segments separate. */
export type GraphPath = {
  readonly version: 'v1.0' | 'beta';
  readonly segments: readonly string[];
  /** Arguments of function segments, with lower-case names. */
  readonly args: ReadonlyMap<string, string>;
};

const keySyntax = /^(?<name>[A-Za-z]+)\('(?<key>(?:[^']|'')*)'\)$/;
const alternateKey = /^(?<name>[A-Za-z]+)\((?<property>[A-Za-z]+)='(?<key>[^']*)'\)$/;
const callSyntax = /^(?<name>[A-Za-z.]+)\((?<args>[^)]*)\)$/;
const argument = /^(?<name>\w+)=(?:'(?<text>[^']*)'|(?<plain>[^']*))$/;
const functionsWithArgs = new Set([
  'delta',
  'getpstncalls',
  'getdirectroutingcalls',
  'getactivitiesbyinterval',
  'getbypath',
]);

const withoutNamespace = (name: string): string => name.replace(/^microsoft\.graph\.(callRecords\.)?/i, '');

const readArguments = (text: string, into: Map<string, string>): void => {
  for (const one of text.split(',').filter((part) => part !== '')) {
    const groups = argument.exec(one.trim())?.groups;
    if (groups === undefined) throw badRequest(`Invalid function argument '${one}'.`);
    into.set((groups['name'] ?? '').toLowerCase(), groups['text'] ?? groups['plain'] ?? '');
  }
};

const readSegment = (raw: string, args: Map<string, string>): readonly string[] => {
  const text = decodeURIComponent(raw);
  const called = callSyntax.exec(text)?.groups;
  const name = withoutNamespace(called?.['name'] ?? text);
  if (called !== undefined && (called['args'] === '' || functionsWithArgs.has(name.toLowerCase()))) {
    readArguments(called['args'] ?? '', args);
    return [name];
  }
  const keyed = keySyntax.exec(text)?.groups;
  if (keyed !== undefined) return [keyed['name'] ?? '', (keyed['key'] ?? '').replaceAll("''", "'")];
  const alternate = alternateKey.exec(text)?.groups;
  if (alternate !== undefined) return [alternate['name'] ?? '', `${alternate['property']}=${alternate['key']}`];
  return [name];
};

/**
 * Parses the spellings that Graph accepts: `users('id')`, `microsoft.graph.delta()`, `delta(token='…')`,
 * `servicePrincipals(appId='…')`.
 */
export const readPath = (pathname: string): GraphPath => {
  const [, version = '', ...raw] = pathname.split('/');
  if (version !== 'v1.0' && version !== 'beta') throw badRequest('Invalid version.');
  const args = new Map<string, string>();
  try {
    return { version, segments: raw.flatMap((segment) => readSegment(segment, args)), args };
  } catch (error) {
    throw error instanceof URIError ? badRequest('Bad Request - Invalid URL') : error;
  }
};
