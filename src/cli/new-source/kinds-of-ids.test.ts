import { kindsOfIds } from './kinds-of-ids.ts';

describe('kindsOfIds', () => {
  it('gives the built-in kinds of Microsoft’s types and of parameters', () => {
    const { kind, parameterKinds, declared } = kindsOfIds('event', '/v1.0/users/{userId}/events', 'v1.0');

    expect(kind).toBe('event-id');
    expect([...parameterKinds]).toEqual([['userId', 'user-id']]);
    expect(declared.size).toBe(0);
  });

  it('derives the kind of a parameter from the type of the item in the path', () => {
    const { parameterKinds } = kindsOfIds('event', '/v1.0/users/{person}/events/{meeting}', 'v1.0');

    expect(Object.fromEntries(parameterKinds)).toEqual({ person: 'user-id', meeting: 'event-id' });
  });

  it('declares one kind for a type that has none, wherever the path and the answer name it', () => {
    const { kind, parameterKinds, declared } = kindsOfIds('plannerTask', '/v1.0/planner/tasks/{plannerTaskId}', 'v1.0');

    expect(kind).toBe('planner-task-id');
    expect(parameterKinds.get('plannerTaskId')).toBe('planner-task-id');
    expect([...declared]).toEqual([['planner-task-id', "an id of Microsoft's type plannerTask"]]);
  });

  it('names a kind after the parameter if Microsoft does not publish the path', () => {
    const { parameterKinds, declared } = kindsOfIds('plannerTask', '/v1.0/boats/{boatId}/oars/{oar}', 'v1.0');

    expect(Object.fromEntries(parameterKinds)).toEqual({ boatId: 'boat-id', oar: 'oar-id' });
    expect(declared.get('oar-id')).toBe('the value of oar in the path');
  });
});
