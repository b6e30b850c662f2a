/** A route of the HTTP API for tools. Route keys are sensitive to letter case, and variables are named by their place. */
export type SharedRoute = {
  readonly connector: string;
  /** `/{p1}/users/{p3}`. */
  readonly path: string;
};

/** The routes below the base URL that connectors share, and the endpoints whose paths lead to another connector there. */
export type RouteTable = {
  readonly routes: readonly SharedRoute[];
  /** The connector for paths without a route. */
  readonly first: string | undefined;
  /** Indexes of endpoints, by connector. */
  readonly notFirst: ReadonlyMap<string, readonly number[]>;
};

type Routed = { readonly name: string; readonly templates: readonly string[] };

const versions = ['v1.0', 'beta'] as const;

/** Text that route keys accept without doubt. Other segments (`$count`, functions with arguments) are matched by any text. */
const plain = /^[A-Za-z0-9._-]+$/;

const segmentsOf = (template: string): readonly string[] => template.slice(1).split('/');

const versionOf = (template: string): (typeof versions)[number] =>
  segmentsOf(template)[0] === 'beta' ? 'beta' : 'v1.0';

const variable = (index: number): string => `{p${index + 1}}`;

/** The path of a template without its version. */
const restOf = (template: string): string =>
  segmentsOf(template)
    .slice(1)
    .map((segment, index) => (plain.test(segment) ? segment : variable(index + 1)))
    .join('/');

type Owners = Map<string, Map<(typeof versions)[number], string>>;

/** Finds the first connector that has each path, by version. */
const ownersOf = (connectors: readonly Routed[]): Owners => {
  const owners: Owners = new Map();
  const claim = (rest: string, version: (typeof versions)[number], name: string): void => {
    const owner = owners.get(rest) ?? new Map<(typeof versions)[number], string>();
    if (!owner.has(version)) owner.set(version, name);
    owners.set(rest, owner);
  };
  for (const { name, templates } of connectors)
    for (const template of templates) {
      if (versionOf(template) === 'v1.0') claim(restOf(template), 'v1.0', name);
      claim(restOf(template), 'beta', name);
    }
  return owners;
};

/** The routes of a path. One variable for both versions also takes every spelling of them. */
const routesOf = (rest: string, owner: ReadonlyMap<string, string>): readonly SharedRoute[] => {
  const [stable, beta] = versions.map((version) => owner.get(version));
  if (stable !== undefined && stable === beta) return [{ connector: stable, path: `/${variable(0)}/${rest}` }];
  return versions.flatMap((version) => {
    const connector = owner.get(version);
    return connector === undefined ? [] : [{ connector, path: `/${version}/${rest}` }];
  });
};

const inLowerCase = (rest: string): string =>
  rest
    .split('/')
    .map((segment) => (segment.startsWith('{') ? segment : segment.toLowerCase()))
    .join('/');

/**
 * Makes the table from the path templates of the connectors' rules. The first connector in the given order that has a path gets it;
 * a path of beta that rules have only in v1.0 counts as theirs. Each path is spelled as in the rules and in lower case.
 */
export const routeTable = (connectors: readonly Routed[]): RouteTable => {
  const owners = ownersOf(connectors);
  const spelled = new Map<string, SharedRoute>();
  for (const spelling of [(rest: string) => rest, inLowerCase])
    for (const [rest, owner] of owners)
      for (const route of routesOf(spelling(rest), owner)) if (!spelled.has(route.path)) spelled.set(route.path, route);
  const notFirst = connectors.map(({ name, templates }): [string, readonly number[]] => [
    name,
    templates.flatMap((template, index) =>
      owners.get(restOf(template))?.get(versionOf(template)) === name ? [] : [index],
    ),
  ]);
  return { routes: [...spelled.values()], first: connectors[0]?.name, notFirst: new Map(notFirst) };
};
