import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Path templates of each source with its extras, as their files have them. */
const sources = readdirSync('rules', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join('rules', entry.name, 'source.yaml')))
  .map(({ name }) => {
    const extras = join('rules', name, 'extras');
    const files = [
      join('rules', name, 'rules.yaml'),
      ...(existsSync(extras) ? readdirSync(extras).map((file) => join(extras, file)) : []),
    ];
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const own = [...text.matchAll(/pathTemplate: (\S+)/g)].map(([, template = '']) => template);
    const shared = [...text.matchAll(/"(shared\/\w+\.yaml)#\/endpoints\/([\w-]+)"/g)].map(([, file = '', key = '']) => {
      const [, template] =
        new RegExp(`^ {2}${key}:\\n +pathTemplate: (\\S+)`, 'm').exec(readFileSync(join('rules', file), 'utf8')) ?? [];
      if (template === undefined) throw new Error(`${file} has no endpoint ${key}`);
      return template;
    });
    const templates = [...shared, ...own];
    return { name, templates };
  });

const segments = (path: string): readonly string[] => path.slice(1).split('/');
const isVariable = (segment: string): boolean => segment.startsWith('{');

/** Where `serve` leads a path: to the first connector whose template spells most of it, whatever the letter case. */
const servedBy = (order: typeof sources, path: string): string | undefined => {
  const asked = segments(path.toLowerCase());
  const ranked = order.flatMap(({ name, templates }) =>
    templates.flatMap((template) => {
      const own = segments(template.toLowerCase());
      const fits = own.every(
        (text, index) => text.includes('{') || text === asked[index] || isOlder(text, asked[index]),
      );
      const rank = own.map((text) => (text.includes('{') ? '1' : '0')).join('');
      return own.length === asked.length && fits ? [{ name, rank }] : [];
    }),
  );
  const [least] = ranked.map(({ rank }) => rank).sort();
  return ranked.find(({ rank }) => rank === least)?.name;
};

/** A path of beta that rules have only in v1.0. */
const isOlder = (text: string, asked: string | undefined): boolean => text === 'v1.0' && asked === 'beta';

/** The route that API Gateway selects ("Routing API requests" of its guide): the most specific one; keys are sensitive to letter case. */
const selected = (keys: readonly string[], path: string): string | undefined => {
  const asked = segments(path);
  const matching = keys.filter((key) => {
    const own = segments(key);
    return own.length === asked.length && own.every((text, index) => isVariable(text) || text === asked[index]);
  });
  const literals = (key: string): string =>
    segments(key)
      .map((text) => (isVariable(text) ? '1' : '0'))
      .join('');
  return matching.toSorted((one, other) => literals(one).localeCompare(literals(other)))[0];
};

/** False for paths that keys can't spell, such as `$count`: keys have a variable there. */
const isSpelled = (template: string): boolean =>
  segments(template).every((text) => /^(?:[A-Za-z0-9._-]+|\{\w+\})$/.test(text));
const shapeOf = (template: string): string =>
  segments(template)
    .slice(1)
    .map((text) => (/^[A-Za-z0-9._-]+$/.test(text) ? text : '{}'))
    .join('/');

const sampleOf = (template: string): string => template.replaceAll(/\{\w+\}/g, 'p~sample');
const orders = sources.map((_, index) => [...sources.slice(index), ...sources.slice(0, index)]);

describe('route keys of all sources', () => {
  it.each(orders)('are keys that API Gateway takes, with %j first', (...order) => {
    const { routes } = routeTable(order);
    const shapes = routes.map(({ path }) => path.replaceAll(/\{\w+\}/g, '{}'));

    expect(routes.length).toBeGreaterThan(100);
    for (const { path } of routes) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, new Set(names).size]).toEqual([path, names.length]);
      expect(path).toMatch(/^(?:\/(?:[A-Za-z0-9._-]+|\{p\d\}))+$/);
    }
    // API Gateway refuses a second key that differs in the names of variables only.
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  it.each(orders)('lead where serve leads, with %j first', (...order) => {
    const { routes, first } = routeTable(order);
    const keys = new Map(routes.map(({ path, connector }) => [path, connector]));
    const names = [...keys.keys()];
    const wrong = order.flatMap(({ templates }) =>
      templates.flatMap((template) => {
        const path = sampleOf(template);
        return [path, path.toLowerCase(), path.replace('/v1.0/', '/beta/')].flatMap((asked) => {
          const owner = servedBy(order, asked);
          const key = selected(names, asked);
          const led = key === undefined ? first : keys.get(key);
          const others = order.filter((one) => one.templates.some((other) => shapeOf(other) === shapeOf(template)));
          const [expected] = isSpelled(template) ? [owner] : others.map(({ name }) => name);
          return led === expected ? [] : [`${asked}: ${led}, expected ${expected}`];
        });
      }),
    );

    expect(wrong).toEqual([]);
  });
});
