import { grantProblems } from './grant-codes.ts';

type Entry = {
  readonly status: number;
  /** One sentence for people. */
  readonly message: string;
  readonly cause: string;
  readonly remedy: string;
};

/** Codes of the console's own refusals, with status, cause and remedy. */
export const consoleProblems = {
  'Console.SignInNeeded': {
    status: 401,
    message: 'Sign in to continue.',
    cause: 'There is no session, or it ended: after 60 minutes without a request, or 8 hours after the sign-in.',
    remedy: 'Sign in. The typed values of the form are kept, except secrets.',
  },
  'Console.SignInAgain': {
    status: 401,
    message: 'This needs a sign-in within the last 15 minutes.',
    cause: 'The act can’t be undone or shows a new credential, and the last sign-in was longer ago.',
    remedy: 'Sign in again, and repeat it.',
  },
  'Console.SignInFailed': {
    status: 400,
    message: 'The sign-in didn’t succeed.',
    cause:
      'Microsoft Entra ID refused it, it took longer than ten minutes, or it was begun in another browser or window.',
    remedy: 'Start again. If it fails again, ask an administrator to look at the sign-in log of the application.',
  },
  'Console.SignInUnavailable': {
    status: 503,
    message: 'Microsoft Entra ID can’t be reached right now.',
    cause: 'The console couldn’t read the metadata or keys of Entra, or couldn’t obtain its own identity token.',
    remedy: 'Try again later.',
  },
  'Console.RolesUnavailable': {
    status: 503,
    message: 'Your roles can’t be read right now.',
    cause: 'Roles are read again for every decision, and Microsoft Graph didn’t answer.',
    remedy: 'Try again later. Nothing was changed.',
  },
  'Console.NotAllowed': {
    status: 403,
    message: 'Your roles don’t allow this.',
    cause: 'The verb needs another role, or the object belongs to somebody else, or doesn’t exist.',
    remedy: 'Ask a Graphveil administrator; roles are app roles of the console’s Entra application.',
  },
  'Console.RequestForged': {
    status: 403,
    message: 'The request doesn’t come from a page of this console.',
    cause: 'It was sent by another site, or its token is missing or belongs to an earlier session.',
    remedy: 'Open the page again, and repeat it there.',
  },
  'Console.InputInvalid': {
    status: 400,
    message: 'Some fields need a correction.',
    cause: 'A field is missing, is unknown, or has a value that isn’t allowed.',
    remedy: 'Correct the fields that the reply names.',
  },
  'Console.SecretNotWanted': {
    status: 400,
    message: 'Graphveil takes no client secret of your tenant.',
    cause:
      'Connectors sign in with a federated credential, so there is nothing to store. The value was neither kept nor written to a log.',
    remedy:
      'Connectors sign in with a federated credential, so there is nothing to store, and nothing of it was kept. Delete the secret in Entra, since it left its place, and copy the federated values instead.',
  },
  'Console.PageUnknown': {
    status: 404,
    message: 'This page doesn’t exist.',
    cause: 'The address is wrong, or the object was deleted.',
    remedy: 'Choose a page of the navigation.',
  },
  'Console.ClientExists': {
    status: 409,
    message: 'Another client has this name.',
    cause: 'Names of clients are unique in a deployment.',
    remedy: 'Choose another name.',
  },
  'Console.ClientUnknown': {
    status: 404,
    message: 'This client doesn’t exist.',
    cause: 'It was deleted, or never existed.',
    remedy: 'Choose one from the list of clients.',
  },
  'Console.TwoSecrets': {
    status: 409,
    message: 'This client has two secrets already.',
    cause: 'At most two secrets of a client can be used at a time.',
    remedy: 'End one of them first, or wait until the older one ends.',
  },
  'Console.PermissionInUse': {
    status: 409,
    message: 'A grant of the client holds a permission that it would lose.',
    cause: 'Grants never hold more than their client is registered for.',
    remedy: 'End these grants first, or keep the permission.',
  },
  'Console.HostUnknown': {
    status: 421,
    message: 'This console has another address.',
    cause: 'The host of the request isn’t the host of the console.',
    remedy: 'Open the console under the address that the deployment states.',
  },
  'Console.SecretUnknown': {
    status: 404,
    message: 'The client has no such secret.',
    cause: 'It ended, or somebody else ended it.',
    remedy: 'Open the client again.',
  },
  'Console.ChangedMeanwhile': {
    status: 412,
    message: 'Somebody else has changed this in the meantime.',
    cause: 'The version that the change was made for isn’t the current one.',
    remedy: 'Look at the changes of the others, and decide again.',
  },
  'Console.StoreUnavailable': {
    status: 503,
    message: 'The records of clients and grants aren’t available right now.',
    cause: 'The store or the key service doesn’t answer.',
    remedy: 'Try again later. Nothing is decided without them.',
  },
  ...grantProblems,
  'Console.Fault': {
    status: 500,
    message: 'Internal error.',
    cause: 'A bug.',
    remedy: 'Report it with the ID of the request.',
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type ConsoleCode = keyof typeof consoleProblems;
