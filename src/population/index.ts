/** Whose data a caller may see: the people of its groups, as pseudonym hashes. */
export { createPopulations, freshMs, type Populations, usableMs } from './create-populations.ts';
export { type Grant, type Grants, grantOf } from './grants.ts';
export { createOwners, isAbsent, type Owners } from './owners.ts';
export { differTooLittle, type Population } from './population.ts';
export { type AskGraph, hiddenReader, memberReaders, mostPeople } from './read-group.ts';
