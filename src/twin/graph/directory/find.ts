import type { Group, Person } from '../../organization/index.ts';
import { type GraphCall, GraphRefusal } from '../core/index.ts';

const absent = (id: string): GraphRefusal =>
  new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

/** Finds the person in the path. Throws the directory's 404. */
export const findPerson = ({ world, param }: GraphCall): Person => {
  const person = world.organization.person(param('user'));
  if (person === undefined || world.changes.isRemoved('users', person.id)) throw absent(param('user'));
  return person;
};

/** Finds the group in the path. Throws the directory's 404. */
export const findGroup = ({ world, param }: GraphCall): Group => {
  const group = world.organization.group(param('group'));
  if (group === undefined || world.changes.isRemoved('groups', group.id)) throw absent(param('group'));
  return group;
};
