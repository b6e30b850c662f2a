import type { UpstreamTarget } from '../../plan/index.ts';

const partsOf = (target: string): { readonly path: string; readonly query: ReadonlyMap<string, string> } => {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const pairs = query.split('&').filter((pair) => pair !== '');
  const named = pairs.map((pair): [string, string] => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return [decodeURIComponent(name).toLowerCase(), value];
  });
  return { path, query: new Map(named) };
};

const changeOf = (name: string, before: string | undefined, after: string | undefined): readonly string[] => {
  if (before === after) return [];
  if (before === undefined) return [`${name} is added`];
  return [after === undefined ? `${name} is left out` : `${name} is changed`];
};

/** In which ways the request to Graph differs from what was asked, by the names of its parts. */
export const explainRequest = (given: string, { target, headers }: UpstreamTarget): readonly string[] => {
  const [before, after] = [partsOf(given), partsOf(target)];
  const names = new Set([...before.query.keys(), ...after.query.keys()]);
  return [
    ...(before.path === after.path ? [] : ['the path is changed: tokens are opened, values encoded']),
    ...[...names].flatMap((name) => changeOf(name, before.query.get(name), after.query.get(name))),
    ...Object.entries(headers).map(([name, value]) => `header ${name} is sent: ${value}`),
  ];
};
