import { fileURLToPath } from 'node:url';
import { isAllowListEndpoint } from '../rules/plan/index.ts';
import { loadSources } from '../sources/index.ts';
import { resolveConnector } from './resolve-connector.ts';

/**
 * Properties that change which items a list holds, or how it pages, once `$select` names them, as Microsoft documents it.
 * A call without `$select` must get the same items through the proxy as from Graph.
 */
const sensitive = [
  // https://learn.microsoft.com/graph/api/list-list and drive-list: hidden unless `system` is selected.
  { lists: /\/(?:lists|drives)$/, property: 'system' },
  // https://learn.microsoft.com/graph/api/user-list: at most 120 people a page, and another permission.
  { lists: /\/users$/, property: 'signInActivity' },
  // https://learn.microsoft.com/graph/api/user-delta and group-delta: changes of a relationship come as further items.
  { lists: /\/(?:users|groups)\/delta$/, property: 'manager' },
  { lists: /\/(?:users|groups)\/delta$/, property: 'members' },
  { lists: /\/(?:users|groups)\/delta$/, property: 'owners' },
];

const { sources } = loadSources(fileURLToPath(new URL('../../rules', import.meta.url)));

const selections = sources.flatMap((source) => {
  const { plan } = resolveConnector(source, { extras: [...source.extraRules.keys()] }).rules;
  return (plan?.endpoints ?? []).filter(isAllowListEndpoint).flatMap(({ pathTemplate, request, response }) => {
    const select = request.query.find(({ name }) => name === '$select');
    if (select?.type !== 'select' || response.shape === 'entity') return [];
    return [{ source: source.id, pathTemplate, select }];
  });
});

describe('the $select that is supplied when a caller sends none', () => {
  it('is there to check, in every source', () => {
    expect(new Set(selections.map(({ source }) => source)).size).toBe(sources.length);
  });

  it.each(selections)('changes no result set of $pathTemplate in $source', ({ pathTemplate, select }) => {
    const changing = sensitive.filter(({ lists }) => lists.test(pathTemplate)).map(({ property }) => property);
    const supplied = [...select.kept, ...(select.always ?? [])];
    expect(changing.filter((property) => supplied.includes(property))).toEqual([]);
  });

  it.each([
    ['/v1.0/sites/{siteId}/lists', 'system'],
    ['/v1.0/users/delta', 'manager'],
  ])('of %s leaves %s to callers who name it', (template, property) => {
    expect(selections.find(({ pathTemplate }) => pathTemplate === template)?.select.onRequest).toEqual([property]);
  });
});
