import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    return [{ source: source.id, folder: source.folder, pathTemplate, select }];
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

  it.each(selections)('of $pathTemplate in $source is looked up in the notes', ({ folder, pathTemplate }) => {
    const notes = readFileSync(join(folder, 'notes.md'), 'utf8');
    const rows = notes.split('\n').filter((line) => line.includes(`\`${pathTemplate.replace('/v1.0/', '')}\``));
    expect(rows).toContainEqual(expect.stringMatching(/^\| `[^|]+ \| [a-z0-9-]+ \| [^|]+ \| [^|]+ \|$/));
  });

  // https://learn.microsoft.com/graph/api/user-list: 501 Not Implemented in a list.
  const onlyOfOnePerson =
    'aboutMe birthday hireDate interests mySite pastProjects preferredName responsibilities schools skills mailboxSettings';

  it.each(selections.filter(({ pathTemplate }) => pathTemplate.endsWith('/users')))(
    'of $pathTemplate in $source holds nothing that Graph refuses in a list',
    ({ select }) => {
      expect(select.kept.filter((name) => onlyOfOnePerson.split(' ').includes(name))).toEqual([]);
    },
  );

  it.each([
    ['/v1.0/sites/{siteId}/lists', 'system'],
    ['/v1.0/users/delta', 'manager'],
  ])('of %s leaves %s to callers who name it', (template, property) => {
    expect(selections.find(({ pathTemplate }) => pathTemplate === template)?.select.onRequest).toEqual([property]);
  });
});
