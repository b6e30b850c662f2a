import { cliError } from '../shared/exit.ts';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the object id of a group; the result is in lower case. */
export const groupId = (text: string): string => {
  if (!guid.test(text)) throw cliError('Grant.Group');
  return text.toLowerCase();
};
