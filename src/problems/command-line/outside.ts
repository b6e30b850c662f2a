import { entry } from '../diagnostics/entry.ts';

type Path = { readonly path: string };
type Text = { readonly text: string };
type Reason = { readonly reason: string };
const signIn = 'sign in (aws sso login, or AWS_PROFILE=…) and run it again';

/** Failures outside of Graphveil: networks, clouds, file systems. */
export const outsideEntries = {
  'File.Unusable': entry<Text>({
    message: ({ text }) => text,
    hint: 'check the path, and the permissions of the file and its folders',
    example: { text: "EACCES: permission denied, open 'report.html'" },
  }),
  'Documents.Unwritable': entry<Path & { readonly code: string }>({
    message: ({ path, code }) => `file ${path} can't be written (${code})`,
    hint: 'name a folder that you may write to with --out',
    example: { path: 'documents/consent.html', code: 'EACCES' },
  }),
  'Port.Unavailable': entry<{ readonly place: string } & Reason>({
    message: ({ place, reason }) => `can't listen at ${place}, ${reason}`,
    hint: 'choose another port or address, or stop the program that listens there',
    example: { place: '127.0.0.1:8080', reason: 'the port is in use' },
  }),
  'Aws.NotSignedIn': { message: "AWS credentials are missing, or AWS doesn't accept them", hint: signIn },
  'Aws.NotSignedIn:signing': entry<Reason>({
    message: ({ reason }) => `AWS credentials to sign with are missing (${reason})`,
    hint: signIn,
    example: { reason: 'CredentialsProviderError' },
  }),
  'Aws.RoleRefused': entry<Reason>({
    message: ({ reason }) => `AWS doesn't let you assume the role (${reason})`,
    hint: "check the role's ARN and the external id with the owner of the deployment; your principal must be among awsPrincipals",
    example: { reason: 'AccessDenied' },
  }),
  'Aws.Refused': entry<Reason>({
    message: ({ reason }) => `AWS refused the request (${reason})`,
    hint: 'sign in as an administrator of the account (aws sso login, or AWS_PROFILE=…)',
    example: { reason: 'AccessDenied' },
  }),
  'Aws.Refused:keyring': entry<Reason & { readonly place: string; readonly remedy: string }>({
    message: ({ place, reason }) => `AWS refused access to ${place} (${reason})`,
    hint: ({ remedy }) => remedy,
    example: { place: '/graphveil/prod/keyring', reason: 'AccessDeniedException', remedy: 'run it as aws.keysRole' },
  }),
  'Azure.NotSignedIn': entry<{ readonly commands: readonly string[] }>({
    message: "Azure CLI isn't installed, or isn't signed in to the tenant of the settings",
    hint: ({ commands }) => commands.join(' && '),
    example: { commands: ['az login'] },
  }),
  'Graph.Refused': entry<Text>({
    message: ({ text }) => text,
    hint: 'sign in with an account that may read applications: Global Reader, Cloud Application Administrator, or owner of them',
    example: { text: 'Microsoft Graph refused GET /applications (403)' },
  }),
  'Keyring.StoreFailed': entry<{ readonly place: string } & Reason>({
    message: ({ place, reason }) => `${place}: ${reason}`,
    hint: 'check the path, and the permissions of the file and its folders',
    example: { place: 'keyring.json', reason: 'EACCES: permission denied' },
  }),
  'Call.Unreachable': entry<{ readonly host: string }>({
    message: ({ host }) => `${host} can't be reached`,
    hint: 'check the URL and your network',
    example: { host: 'abc.lambda-url.eu-central-1.on.aws' },
  }),
} as const;
