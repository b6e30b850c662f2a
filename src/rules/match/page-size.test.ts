import type { Part } from './match-value.ts';
import { raiseLink, raisePreference, raiseQuery, raiseTop } from './page-size.ts';

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
  ])('of a preference %s is requested as %s', (given, asked) => {
    expect(raisePreference(given, 100)).toEqual({ text: asked, raised: given !== asked });
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
});
