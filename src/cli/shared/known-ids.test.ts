import { collectionOf, makeKnownIds } from './known-ids.ts';

describe('known ids', () => {
  it('fills a placeholder with the first id that a collection gave', () => {
    const ids = makeKnownIds();
    ids.learn('/v1.0/users?$top=5', { value: [{ id: 'p~one' }, { id: 'p~two' }] });
    ids.learn('/v1.0/users?$top=5', { value: [{ id: 'p~three' }] });
    ids.learn('/v1.0/sites/getAllSites', { value: [{ id: 'p~site' }] });

    expect(ids.fill('/v1.0/users/{userId}/events')).toEqual({ path: '/v1.0/users/p~one/events' });
    expect(ids.fill('/v1.0/sites/{siteId}/drives')).toEqual({ path: '/v1.0/sites/p~site/drives' });
  });

  it('begins with a member who can sign in, and has others as alternatives', () => {
    const ids = makeKnownIds();
    const guest = { id: 'p~guest', userType: 'Guest', accountEnabled: true };
    ids.learn('/v1.0/users', { value: [guest, { id: 'p~one', userType: 'Member', accountEnabled: true }] });

    expect(ids.fill('/v1.0/users/{userId}')).toEqual({ path: '/v1.0/users/p~one' });
    expect(ids.fill('/v1.0/users/{userId}', 1)).toEqual({ path: '/v1.0/users/p~guest' });
    expect(ids.fill('/v1.0/users/{userId}', 2)).toEqual({ missing: 'userId' });
  });

  it('names the placeholder that nothing is known for', () => {
    const ids = makeKnownIds();
    ids.learn('/v1.0/users/x', { id: 'p~one' });
    ids.learn('/v1.0/groups', { value: [] });
    ids.learn('/v1.0/groups', null);

    expect(ids.fill('/v1.0/groups/{groupId}')).toEqual({ missing: 'groupId' });
  });

  it('returns the collection that contains the id', () => {
    expect(collectionOf('userId', 'v1.0')).toBe('/v1.0/users');
  });
});
