import { typeIndex } from './index.ts';
import { makePathIndex, type PathSegment, pathSegments } from './path-index.ts';

const { resolve } = makePathIndex(typeIndex);

const segmentsOf = (path: string): readonly PathSegment[] => pathSegments(`/v1.0/${path}`);

describe('path index', () => {
  it.each([
    ['users', '*user'],
    ['USERS/{id}', 'user'],
    ['me', 'user'],
    ['users/{id}/manager', 'directoryObject'],
    ['users/{id}/calendarView/delta', '*event'],
    ['users/{id}/mailboxSettings', 'mailboxSettings'],
    ['users/{id}/mailboxSettings/workingHours', 'workingHours'],
    ['groups/{id}/members', '*directoryObject'],
    ['groups/{id}/members/microsoft.graph.user', '*user'],
    ['groups/{id}/planner/plans/{id}/tasks', '*plannerTask'],
    ['communications/callRecords/getPstnCalls(fromDateTime={a},toDateTime={b})', '*callRecords.pstnCallLogRow'],
    [
      'communications/callRecords/microsoft.graph.callRecords.getPstnCalls(from={a},to={b})',
      '*callRecords.pstnCallLogRow',
    ],
    ['copilot/users/{id}/interactionHistory/getAllEnterpriseInteractions', '*aiInteraction'],
    ['drives/{id}/root/delta', '*driveItem'],
    ['drives/{id}/root/delta(token={t})', '*driveItem'],
    ['security/alerts_v2', '*security.alert'],
    ['users/$count', 'user'],
    ['groups/{id}/members/microsoft.graph.user/$count', 'user'],
  ])('finds what %s answers with', (path, expected) => {
    const { type, collection } = resolve('v1.0', segmentsOf(path)) ?? {};

    expect(`${collection ? '*' : ''}${type}`).toBe(expected);
  });

  it.each([
    'nowhere',
    'users/{id}/{id}',
    'users/{id}/displayName',
    'users/{id}/noSuchThing',
    'users/toString',
    'users/{id}/constructor',
    'groups/{id}/members/microsoft.graph.event',
    'users/{id}/events/getPstnCalls(a={a},b={b})',
    'reports/getEmailActivityUserDetail(period={p})',
    '',
  ])('knows no type of %j', (path) => {
    const found = resolve('v1.0', segmentsOf(path));

    expect(found?.keys.length === 0 ? found : undefined).toBeUndefined();
  });

  it('lists texts that name one item of a collection', () => {
    expect(resolve('v1.0', segmentsOf('users/{id}/mailFolders/inbox/messages'))).toEqual({
      type: 'message',
      collection: true,
      keys: ['inbox'],
    });
  });

  it('takes the types of beta from its own package', () => {
    expect(resolve('beta', segmentsOf('drives/{id}/activities'))).toMatchObject({ type: 'itemActivityOLD' });
    expect(resolve('v1.0', segmentsOf('drives/{id}/activities'))).toBeUndefined();
    expect(resolve('beta', segmentsOf('administrativeUnits'))).toMatchObject({ type: 'administrativeUnit' });
    expect(resolve('beta', segmentsOf('users/{id}/findRooms(roomList={r})'))).toMatchObject({ type: 'emailAddress' });
    expect(
      resolve('beta', segmentsOf('copilot/users/{id}/interactionHistory/getAllEnterpriseInteractions')),
    ).toMatchObject({
      type: 'aiInteraction',
      collection: true,
    });
  });
});
