import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CloudName, MailboxAccess } from '../../config/index.ts';
import type { MinimumTls } from '../../ports/index.ts';
import { defaultAccessFolder } from '../shared/access-options.ts';
import { cliError } from '../shared/exit.ts';
import { readPort } from '../shared/ports.ts';

export type ServeOptions = {
  readonly source?: readonly string[];
  readonly rules?: string;
  readonly variant?: readonly string[];
  readonly extra?: readonly string[];
  readonly permission?: readonly string[];
  readonly mailboxAccess: MailboxAccess;
  readonly settings?: string;
  readonly connector?: readonly string[];
  readonly tenant?: string;
  readonly clientId?: string;
  readonly cloud?: CloudName;
  readonly authority?: string;
  readonly graph?: string;
  readonly ca?: string;
  readonly minimumTls?: MinimumTls;
  readonly identityTokenFile?: string;
  readonly awsRegion?: string;
  /** Host of the metadata server; true for the default one. */
  readonly googleIdentity?: string | true;
  readonly keyring: string;
  readonly host: string;
  /** Names that callers may use for this server, besides its own. */
  readonly allowHost?: readonly string[];
  readonly port: number;
  /** Origin that callers use. */
  readonly publicUrl?: string;
  readonly httpsPort?: number;
  readonly tlsKey?: string;
  readonly tlsCert?: string;
  /** Be the HTTPS proxy of tools whose hosts are fixed, and answer as Microsoft's hosts. */
  readonly asProxy?: true;
  /** Folder of the token service's store; true for the default one. */
  readonly clients?: string | true;
  readonly json?: true;
};

/** Names for `--help`, which doesn't load the settings' module. */
const cloudNames: Readonly<Record<CloudName, true>> = {
  global: true,
  'us-government': true,
  'us-government-dod': true,
  china: true,
};

const origin = (text: string): string => {
  if (!/^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?$/.test(text))
    throw new InvalidArgumentError('expected an https origin without a path');
  return text;
};

const metadataHost = (text: string): string => {
  if (!/^[A-Za-z0-9.-]+(?::\d{1,5})?$/.test(text))
    throw new InvalidArgumentError('expected a host, with or without a port');
  return text;
};

export const withServeOptions = (command: Command): Command =>
  command
    .option('--source <id...>', 'serve these sources')
    .option('--rules <file>', 'serve rules of your own, in either form')
    .option('--variant <name...>', 'with --source: lay a variant over its rules')
    .option('--extra <id...>', 'with --source: add an extra')
    .option('--permission <name...>', 'with --rules: permissions that the sign-in must show')
    .addOption(
      new Option('--mailbox-access <how>', 'with --source: who grants access to mailboxes')
        .choices(['entra', 'exchange-rbac'])
        .default('entra'),
    )
    .option('--settings <file>', 'serve the connectors of a deployment’s settings')
    .option('--connector <name...>', 'with --settings: only these')
    .option('--tenant <id>', 'the tenant')
    .option('--client-id <id>', 'the Entra application to sign in as')
    .addOption(new Option('--cloud <name>', 'Microsoft’s cloud of the tenant').choices(Object.keys(cloudNames)))
    .option('--authority <origin>', 'sign-in host in place of the cloud’s own', origin)
    .option('--graph <origin>', 'Microsoft Graph in place of the cloud’s own', origin)
    .option('--ca <file>', 'PEM of an authority to trust for both, in place of the public ones')
    .addOption(
      new Option('--minimum-tls <version>', 'the oldest version of TLS in requests to Microsoft').choices([
        '1.3',
        '1.2',
      ]),
    )
    .option('--identity-token-file <file>', 'the identity token that the federated credential trusts, kept fresh there')
    .option('--aws-region <region>', 'the identity token of the AWS role that this runs with')
    .option(
      '--google-identity [host]',
      'the identity token of the Google service account that this runs as, from the metadata server (default: metadata.google.internal)',
      metadataHost,
    )
    .option('--keyring <file>', 'keyring file', '.graphveil/keyring.json')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--allow-host <name...>', 'further host names that callers may use for it, such as the name of a container')
    .option('--port <port>', 'port for HTTP', readPort, 8080)
    .option(
      '--public-url <origin>',
      'where callers reach this, such as a service that forwards to it; links lead there',
      origin,
    )
    .option('--https-port <port>', 'port for HTTPS; needs --tls-key and --tls-cert', readPort)
    .option('--tls-key <file>', 'PEM of the private key for HTTPS')
    .option('--tls-cert <file>', 'PEM of the certificate for HTTPS')
    .option(
      '--as-proxy',
      'be the HTTPS proxy (HTTPS_PROXY) of tools with fixed hosts, and answer as Microsoft Graph and its sign-in; needs --https-port',
    )
    .option(
      '--clients [folder]',
      `add a token service for registered clients, with its store (default: ${defaultAccessFolder})`,
    )
    .option('--json', 'print where it listens, and each call, as a line of JSON');

/** Addresses that no caller can use, so that they can't be the issuer of tokens. */
const everyAddress = new Set(['0.0.0.0', '::']);

const given = (...options: readonly unknown[]): number => options.filter((option) => option !== undefined).length;

/** Rejects missing and conflicting options. */
export const checkServeOptions = (options: ServeOptions): void => {
  const { source, rules, settings, variant, extra, permission, connector } = options;
  if (given(source, rules, settings) !== 1)
    throw cliError('Usage:exactly-one', { options: '--source, --rules and --settings' });
  if (source === undefined && given(variant, extra) > 0)
    throw cliError('Usage:requires', { options: '--variant or --extra', required: '--source' });
  if (rules === undefined && permission !== undefined)
    throw cliError('Usage:requires', { options: '--permission', required: '--rules' });
  if (settings === undefined && connector !== undefined)
    throw cliError('Usage:requires', { options: '--connector', required: '--settings' });
  if (settings === undefined && (options.tenant === undefined || options.clientId === undefined))
    throw cliError('Usage:application');
  if (given(options.identityTokenFile, options.awsRegion, options.googleIdentity) !== 1)
    throw cliError('Usage:exactly-one', { options: '--identity-token-file, --aws-region and --google-identity' });
  if (options.clients !== undefined && options.publicUrl === undefined && everyAddress.has(options.host))
    throw cliError('Usage:requires', { options: `--clients with --host ${options.host}`, required: '--public-url' });
  if (given(options.httpsPort, options.tlsKey, options.tlsCert) % 3 !== 0)
    throw cliError('Usage:together', { options: '--https-port, --tls-key and --tls-cert' });
  if (options.asProxy && options.httpsPort === undefined)
    throw cliError('Usage:requires', { options: '--as-proxy', required: '--https-port' });
};
