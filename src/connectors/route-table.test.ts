import { routeTable } from './route-table.ts';

const people = { name: 'people', templates: ['/v1.0/users', '/v1.0/users/{userId}', '/v1.0/users/$count'] };
const diaries = {
  name: 'diaries',
  templates: ['/v1.0/users', '/v1.0/users/{id}/calendarView', '/beta/users/{id}/calendarView', '/beta/drives/{id}'],
};
const files = { name: 'files', templates: ['/v1.0/drives/{driveId}', '/v1.0/calls/getAll(from={from},to={to})'] };

describe('routeTable', () => {
  const { routes, notFirst } = routeTable([people, diaries, files]);
  const connectorOf = new Map(routes.map(({ path, connector }) => [path, connector]));

  it('gives a path in both versions to the first connector that has it', () => {
    expect(connectorOf.get('/{p1}/users')).toBe('people');
    expect(connectorOf.get('/{p1}/users/{p3}')).toBe('people');
    expect(connectorOf.get('/{p1}/users/{p3}/calendarView')).toBe('diaries');
  });

  it('tells versions apart where different connectors have them', () => {
    expect(connectorOf.get('/v1.0/drives/{p3}')).toBe('files');
    expect(connectorOf.get('/beta/drives/{p3}')).toBe('diaries');
  });

  it('takes a path in lower case too, and any text where a key may not have the rules’ own', () => {
    expect(connectorOf.get('/{p1}/users/{p3}/calendarview')).toBe('diaries');
    expect(connectorOf.get('/{p1}/calls/{p3}')).toBe('files');
    for (const { path } of routes) expect(path).toMatch(/^(?:\/(?:[A-Za-z0-9._-]+|\{p\d\}))+$/);
    expect(connectorOf.size).toBe(routes.length);
  });

  it('lists the endpoints whose paths lead elsewhere, so that their links name their connector', () => {
    expect(notFirst).toEqual(
      new Map([
        ['people', []],
        ['diaries', [0]],
        ['files', []],
      ]),
    );
    expect(routeTable([diaries, people]).notFirst.get('people')).toEqual([0]);
  });
});
