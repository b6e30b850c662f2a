import type { Part } from './match-value.ts';
import { fitPreference, raiseLink, raiseQuery, raiseTop, repeatLink } from './page-size.ts';

describe('the query of a call', () => {
  const raisedTo = (name: string, ...parts: readonly Part[]) => {
    const { query, raised } = raiseQuery([{ name, parts }], 100);
    return { parts: query[0]?.parts, raised };
  };
  const fit = (): string => '5';

  it.each<readonly [string, Part, boolean]>([
    ['$top', { plain: '5', quoted: false }, true],
    ['$TOP', { text: '5' }, true],
    ['%24top', { text: '99' }, true],
    ['$top', { plain: '100', quoted: false }, false],
    ['$top', { token: 'p~x', fit, quoted: false }, false],
    ['$skip', { plain: '5', quoted: false }, false],
    ['top', { text: '5' }, true],
  ])('has its %s of %j raised: %s', (name, part, raised) => {
    expect(raisedTo(name, part)).toEqual({ parts: raised ? [{ text: '100' }] : [part], raised });
  });

  it('stays unchanged if it is empty, and raises one of several', () => {
    expect(raisedTo('$top')).toEqual({ parts: [], raised: false });
    expect(raiseQuery([], 100)).toEqual({ query: [], raised: false });
    const both = [
      { name: '$top', parts: [{ text: '5' }] },
      { name: '$skip', parts: [{ text: '5' }] },
    ];
    expect(raiseQuery(both, 100)).toEqual({
      query: [{ name: '$top', parts: [{ text: '100' }] }, both[1]],
      raised: true,
    });
  });
});

describe('a page size', () => {
  it.each([
    ['1', '100'],
    ['99', '100'],
    ['0', '100'],
    ['100', '100'],
    ['999', '999'],
    ['x', 'x'],
  ])('of %s is requested as %s', (given, asked) => {
    expect(raiseTop(given, 100)).toEqual({ text: asked, raised: given !== asked });
  });

  it.each([
    ['odata.maxpagesize=5', 'odata.maxpagesize=100'],
    ['IdType="ImmutableId", odata.maxpagesize=50', 'IdType="ImmutableId", odata.maxpagesize=100'],
    ['odata.maxpagesize="7"', 'odata.maxpagesize="100"'],
    ['OData.MaxPageSize=7', 'OData.MaxPageSize=100'],
    ['odata.maxpagesize=200', 'odata.maxpagesize=200'],
    ['x-odata.maxpagesize=5', 'x-odata.maxpagesize=5'],
  ])('of a preference %s is asked for as %s', (given, asked) => {
    expect(fitPreference(given, { least: 100, most: 500 })).toEqual({ text: asked, raised: given !== asked });
  });

  it.each([
    ['/v1.0/users?$top=5&$skiptoken=%23a', '/v1.0/users?$top=100&$skiptoken=%23a'],
    ['/v1.0/users?%24skiptoken=a&%24TOP=5', '/v1.0/users?%24skiptoken=a&%24TOP=100'],
    ['/v1.0/users?top=5', '/v1.0/users?top=100'],
    ['/v1.0/users?$top=500&$skiptoken=a=b&top5=1', '/v1.0/users?$top=500&$skiptoken=a=b&top5=1'],
    ['/v1.0/users', '/v1.0/users'],
  ])('of a link %s is followed as %s', (given, followed) => {
    expect(raiseLink(given, 100)).toBe(followed);
  });

  it.each([
    ['odata.maxpagesize=999', 'odata.maxpagesize=500'],
    ['outlook.timezone="UTC", odata.maxpagesize="501"', 'outlook.timezone="UTC", odata.maxpagesize="500"'],
    ['odata.maxpagesize=500', 'odata.maxpagesize=500'],
  ])('of a preference %s is lowered to what the endpoint accepts: %s', (given, asked) => {
    expect(fitPreference(given, { least: 100, most: 500 })).toEqual({ text: asked, raised: false });
  });
});

describe('parameters beside a link', () => {
  const link = '/v1.0/users?$top=500&$select=id,mail&%24filter=accountEnabled+eq%20true&$skiptoken=a%23=b';

  it.each([
    ['a smaller page', [['$top', '200']], link.replace('500', '200'), false],
    ['an equal page', [['$top', '500']], link, false],
    ['a page below the least one', [['$top', '5']], link.replace('500', '100'), true],
    ['the same properties', [['$select', 'id,mail']], link, false],
    ['the same properties in another order', [['$select', 'mail,id']], link, false],
    ['the same filter', [['$filter', 'accountEnabled eq true']], link, false],
    [
      'all that the first call had',
      [
        ['$select', 'id,mail'],
        ['$top', '500'],
      ],
      link,
      false,
    ],
    ['nothing', [], link, false],
  ])('may be %s', (_what, given, text, raised) => {
    const repeated = given.map(([name = '', value = '']) => ({ name, value }));
    expect(repeatLink(link, repeated, 100)).toEqual({ ok: true, text, raised });
  });

  it.each([
    ['/v1.0/users?$skiptoken=a', '/v1.0/users?$skiptoken=a&$top=200'],
    ['/v1.0/users/delta', '/v1.0/users/delta?$top=200'],
    ['/v1.0/users?%24TOP=300&$skip=1', '/v1.0/users?%24TOP=200&$skip=1'],
    ['/v1.0/users?$skiptoken=%zz', '/v1.0/users?$skiptoken=%zz&$top=200'],
  ])('are added where the link %s has none: %s', (target, text) => {
    expect(repeatLink(target, [{ name: '$top', value: '200' }], 0)).toEqual({ ok: true, text, raised: false });
  });

  it.each([
    ['$top', '501', 'only be smaller'],
    ['$select', 'id', '$select beside a link must equal'],
    ['$filter', 'accountEnabled eq false', '$filter beside a link must equal'],
    ['$count', 'true', '$count beside a link must equal'],
  ])('rejects %s=%s', (name, value, why) => {
    expect(repeatLink(link, [{ name, value }], 100)).toEqual({ ok: false, why: expect.stringContaining(why) });
  });

  it('may be the $select that Graph keeps in its own token, where it cannot be compared', () => {
    const delta = '/v1.0/users/delta?$deltatoken=a';
    expect(repeatLink(delta, [{ name: '$select', value: 'id' }], 0)).toMatchObject({ ok: true, text: delta });
  });
});
