import { entry } from '../diagnostics/entry.ts';

type Path = { readonly path: string };
type Text = { readonly text: string };
type Reason = { readonly reason: string };
type Commands = { readonly commands: readonly string[] };
type Network = Reason & {
  /** Host or service. */
  readonly place: string;
  /** Whether the place is the proxy of HTTPS_PROXY. */
  readonly proxy: boolean;
};
const signIn = 'sign in (aws sso login, or AWS_PROFILE=…) and run it again';
const correctProxy = 'correct HTTPS_PROXY; the network team knows the name and port of the proxy';
const setProxy = 'in a network with a proxy, set HTTPS_PROXY, which the network team knows';

const subject = ({ place, proxy }: Network): string => (proxy ? `proxy ${place}` : place);

const network = (problem: string, remedy: string, [place, reason]: readonly [string, string]) =>
  entry<Network>({
    message: (args) => `${subject(args)} ${problem} (${args.reason})`,
    hint: ({ proxy }) => (proxy ? correctProxy : remedy),
    example: { place, reason, proxy: false },
  });

/** How to get through a proxy, by the status of its answer to CONNECT. */
const throughProxy = (status: string, place: string): string => {
  if (status === '407')
    return 'set HTTPS_PROXY with the user and password of the proxy: http://USER:PASSWORD@HOST:PORT';
  return status === '403'
    ? `ask the network team to let this machine reach ${place} through the proxy`
    : `check the region, and ask the network team whether the proxy can reach ${place}`;
};

/** Failures outside of Graphveil: networks, clouds, file systems. */
export const outsideEntries = {
  'File.Unusable': entry<Text>({
    message: ({ text }) => text,
    hint: 'check the path, and the permissions of the file and its folders',
    example: { text: "EACCES: permission denied, open 'report.html'" },
  }),
  'Group.KindWithoutOwners': {
    message:
      'nobody can own a group of this kind in Entra ID (a distribution group, or one synchronized from on premises), so nobody answers for who belongs to it',
    hint: 'limit the caller to a security or Microsoft 365 group that was made in Entra ID',
  },
  'Group.WithoutOwner': {
    message: 'group has no owner, so nobody answers for who belongs to it',
    hint: 'name an owner of the group (Entra admin center, Groups, the group, Owners)',
  },
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
  'Network.NameNotFound': network(
    "can't be resolved",
    `check the name, the region and the DNS of this machine; ${setProxy}`,
    ['sts.eu-central-1.amazonaws.com', 'ENOTFOUND'],
  ),
  'Network.Refused': network('refuses the connection', `check that it is reachable from here; ${setProxy}`, [
    '203.0.113.7:443',
    'ECONNREFUSED',
  ]),
  'Network.NoRoute': network('has no route from this machine', `check the network of this machine; ${setProxy}`, [
    '203.0.113.7:443',
    'EHOSTUNREACH',
  ]),
  'Network.Timeout': network("didn't respond in time", `try again; ${setProxy}`, [
    'sts.eu-central-1.amazonaws.com',
    'ETIMEDOUT',
  ]),
  'Network.ConnectionClosed': network(
    'closed the connection',
    'try again; if it persists, ask the network team whether a firewall ends the connection',
    ['sts.eu-central-1.amazonaws.com', 'ECONNRESET'],
  ),
  'Network.CertificateUntrusted': network(
    'has a certificate that this machine does not trust',
    "if a proxy inspects TLS, set NODE_EXTRA_CA_CERTS to the file with its CA's certificate in PEM, which the network team has (az reads REQUESTS_CA_BUNDLE, aws and terraform AWS_CA_BUNDLE)",
    ['graph.microsoft.com', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ),
  'Network.ProxyRefused': entry<Network>({
    message: ({ place, reason }) => `proxy of HTTPS_PROXY doesn't connect to ${place} (${reason})`,
    hint: ({ place, reason }) => throughProxy(reason, place),
    example: { place: 'graph.microsoft.com', reason: '407', proxy: false },
  }),
  'Aws.NoCredentials': { message: 'AWS credentials are missing in this shell', hint: signIn },
  'Aws.SessionEnded': entry<Reason>({
    message: ({ reason }) => `AWS session has ended (${reason})`,
    hint: signIn,
    example: { reason: 'ExpiredTokenException' },
  }),
  'Aws.NotSignedIn': entry<Reason>({
    message: ({ reason }) => `AWS doesn't accept the credentials (${reason})`,
    hint: `${signIn}; check the clock of this machine if it persists`,
    example: { reason: 'InvalidClientTokenId' },
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
  'Azure.NotInstalled': entry<Commands>({
    message: "Azure CLI (az) isn't on the PATH",
    hint: ({ commands }) =>
      `install it (https://learn.microsoft.com/cli/azure/install-azure-cli), then ${commands.join(' && ')}`,
    example: { commands: ['az login'] },
  }),
  'Azure.NotSignedIn': entry<Commands>({
    message: "Azure CLI isn't signed in to the tenant of the settings",
    hint: ({ commands }) => commands.join(' && '),
    example: { commands: ['az login'] },
  }),
  'Azure.Failed': entry<Reason & { readonly command: string }>({
    message: ({ reason }) => `Azure CLI gave no token (${reason})`,
    hint: ({ command }) => `run it by hand, which shows the reason: ${command}`,
    example: { reason: 'AADSTS50076', command: 'az account get-access-token' },
  }),
  'Graph.Refused': entry<Text>({
    message: ({ text }) => text,
    hint: 'sign in with an account that may read applications: Global Reader, Cloud Application Administrator, or owner of them',
    example: { text: 'Microsoft Graph refused GET /applications (403)' },
  }),
  'Access.Unavailable': entry<Reason & { readonly place: string; readonly remedy: string }>({
    message: ({ place, reason }) => `${place} can't be used (${reason})`,
    hint: ({ remedy }) => remedy,
    example: {
      place: 'table graphveil-prod-access',
      reason: 'AccessDeniedException',
      remedy: 'run it as aws.keysRole',
    },
  }),
  'Keyring.StoreFailed': entry<{ readonly place: string } & Reason>({
    message: ({ place, reason }) => `${place}: ${reason}`,
    hint: 'check the path, and the permissions of the file and its folders',
    example: { place: 'keyring.json', reason: 'EACCES: permission denied' },
  }),
} as const;
