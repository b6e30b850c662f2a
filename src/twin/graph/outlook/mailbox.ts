import { createHash } from 'node:crypto';
import type { OutlookThing, Person } from '../../organization/index.ts';
import { immutableId, outlookId, readOutlookId } from '../../organization/index.ts';
import { type GraphCall, GraphRefusal } from '../core/index.ts';

/** A person with a cloud mailbox. */
export type MailboxOwner = Person & { readonly mailboxId: string };

/** Finds the mailbox of the path. Throws Outlook's refusal if there is none. */
export const findMailbox = ({ world, param }: GraphCall): MailboxOwner => {
  const named = param('user');
  const person = world.organization.person(named);
  if (person === undefined || world.changes.isRemoved('users', person.id)) {
    throw new GraphRefusal(404, 'ErrorInvalidUser', `The requested user '${named}' is invalid.`);
  }
  const { mailboxId } = person;
  if (mailboxId === undefined) {
    const message = `The mailbox is either inactive, soft-deleted, or is hosted on-premise. User: ${person.userPrincipalName}`;
    throw new GraphRefusal(404, 'MailboxNotEnabledForRESTAPI', message);
  }
  return { ...person, mailboxId };
};

/** Writes ids as the caller prefers: events and messages also have an immutable one. */
export const idWriter = (call: GraphCall): ((thing: OutlookThing) => string) => {
  const immutable = call.prefer.get('idtype')?.toLowerCase() === 'immutableid';
  return (thing) =>
    immutable && (thing.kind === 'event' || thing.kind === 'message') ? immutableId(thing) : outlookId(thing);
};

export const itemNotFound = (): GraphRefusal =>
  new GraphRefusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');

/**
 * Decodes an item id of this mailbox. Throws 400 if the id is malformed and 404 if it belongs to another mailbox or
 * kind.
 */
export const readItemId = (id: string, owner: MailboxOwner, kind: OutlookThing['kind']): OutlookThing => {
  const thing = readOutlookId(id);
  if (thing === undefined) throw new GraphRefusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  if (thing.mailboxId !== owner.mailboxId || thing.kind !== kind) throw itemNotFound();
  return thing;
};

/** Returns the text that changes with an item, used in its etag and as a property. */
export const changeKey = (id: string): string =>
  createHash('sha256').update(`change ${id}`).digest('base64').slice(0, 30);

export const etag = (id: string): string => `W/"${changeKey(id)}=="`;
