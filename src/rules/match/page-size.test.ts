import { raiseLink, raisePreference, raiseTop } from './page-size.ts';

describe('a page size', () => {
  it.each([
    ['1', '100'],
    ['99', '100'],
    ['0', '100'],
    ['100', '100'],
    ['999', '999'],
    ['x', 'x'],
  ])('of %s is asked for as %s', (given, asked) => {
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
