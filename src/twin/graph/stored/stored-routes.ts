import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYamlText } from '../../../yaml/index.ts';
import { type Cast, readCast } from '../../organization/index.ts';
import { type GraphPath, type Route, readPath, routeMatcher } from '../core/index.ts';
import { fillDocument, fillText, markPlaceholders } from './fill-placeholders.ts';

type CaseFile = {
  readonly call?: { readonly url?: string };
  readonly upstream?: { readonly asked?: string; readonly status?: number; readonly body?: unknown };
};

type Permission = { readonly name: string; readonly endpoints?: readonly string[] };
type SourceFile = {
  readonly permissions?: readonly Permission[];
  readonly extras?: readonly { readonly permissions?: readonly Permission[] }[];
};

/** The twin skips a file that doesn't parse; `graphveil check` and `graphveil test` report it. */
const readYaml = (file: string): unknown => readYamlText(readFileSync(file, 'utf8'), file).value ?? {};

/**
 * Returns a route such as `/users/{0}/events`: segments from placeholders match anything, the others must match
 * exactly.
 */
const templateOf = (path: GraphPath, marked: GraphPath): string =>
  `/${path.segments.map((segment, index) => (segment === marked.segments[index] ? segment : `{${index}}`)).join('/')}`;

/** Finds the source's permissions for a path. */
const permissionFinder = (source: SourceFile): ((path: GraphPath) => readonly string[]) => {
  const extras = source.extras?.flatMap((extra) => extra.permissions ?? []) ?? [];
  const permissions = [...(source.permissions ?? []), ...extras];
  const matchers = permissions.map(({ name, endpoints = [] }) => {
    const routes = endpoints.map((template) => {
      const { version, segments } = readPath(template.replace(/\([^)]*\)/g, ''));
      return { path: `/${segments.join('/')}`, versions: [version] };
    });
    return { name, match: routeMatcher(routes) };
  });
  return (path) => {
    const needed = matchers.filter(({ match }) => match(path) !== undefined).map(({ name }) => name);
    return needed.length > 0 ? needed : permissions.map(({ name }) => name);
  };
};

const routeOf = (file: CaseFile, cast: Cast, needsOf: (path: GraphPath) => readonly string[]): Route | undefined => {
  const { call, upstream } = file;
  const asked = upstream?.asked ?? call?.url;
  if (asked === undefined || upstream?.body === undefined || (upstream.status ?? 200) !== 200) return undefined;
  const [pathname = ''] = asked.split('?');
  const path = readPath(fillText(pathname, cast));
  const json = fillDocument(upstream.body, cast);
  return {
    path: templateOf(path, readPath(markPlaceholders(pathname, 'mark'))),
    versions: [path.version],
    workload: 'directory',
    needs: needsOf(path),
    answer: () => ({ status: 200, json }),
  };
};

const casesOf = (folder: string): readonly string[] => {
  const cases = join(folder, 'cases');
  if (!existsSync(cases)) return [];
  return readdirSync(cases)
    .filter((name) => name.endsWith('.case.yaml'))
    .sort()
    .map((name) => join(cases, name));
};

const routesOf = (folder: string, cast: Cast): readonly Route[] => {
  const source = join(folder, 'source.yaml');
  if (!existsSync(source)) return [];
  const needsOf = permissionFinder(readYaml(source) as SourceFile);
  return casesOf(folder).flatMap((file) => routeOf(readYaml(file) as CaseFile, cast, needsOf) ?? []);
};

/**
 * Serves the cases of the sources. A path without its own handler gets the upstream response of the first case for that
 * path, for any person. A new source thus works with the twin before the twin implements its resource.
 */
export const storedRoutes = (rulesFolder: string | undefined): readonly Route[] => {
  if (rulesFolder === undefined || !existsSync(rulesFolder)) return [];
  const cast = readCast(rulesFolder);
  return readdirSync(rulesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => routesOf(join(rulesFolder, name), cast));
};
