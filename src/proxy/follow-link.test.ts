import { followedLink } from './follow-link.ts';
import { parseTarget } from './read-call.ts';

const linkOf = (query: string) => {
  const parsed = parseTarget(`/v1.0/users/delta?${query}`);
  if (!parsed.ok) throw new Error(parsed.why);
  const link = followedLink(parsed.target);
  return link && [link.kind, link.sealed];
};

describe('followedLink', () => {
  it.each([
    ['$skiptoken=abc', ['page', 'abc']],
    ['skiptoken=abc', ['page', 'abc']],
    ['$SkipToken=abc', ['page', 'abc']],
    ['$deltatoken=abc', ['delta', 'abc']],
    ['deltaToken=abc', ['delta', 'abc']],
    ['$top=5&$skiptoken=abc', ['page', 'abc']],
    ['$skiptoken=latest', ['page', 'latest']],
    ['$deltatoken=Latest', ['delta', 'Latest']],
    ['$deltatoken=', ['delta', '']],
    ['$deltatoken', ['delta', '']],
  ])('of %s is %j', (query, link) => {
    expect(linkOf(query)).toEqual(link);
  });

  it.each(['$deltatoken=latest', 'deltatoken=latest', '$top=5', '$$skiptoken=a', ''])('does not follow %j', (query) => {
    expect(linkOf(query)).toBeUndefined();
  });
});
