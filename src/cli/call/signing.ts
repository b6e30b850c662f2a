import { type AwsCredentials, assumedRole, signingFetch } from '../../client/index.ts';
import { stsClient } from '../shared/aws-clients.ts';
import { awsErrorName, awsFailure } from '../shared/aws-failure.ts';
import { type CliError, cliError } from '../shared/exit.ts';
import { networkFetch } from '../shared/network-fetch.ts';

export type SigningOptions = {
  readonly role?: string;
  readonly externalId?: string;
  readonly region?: string;
};

const hosts = /\.(lambda-url|execute-api)\.([a-z0-9-]+)\./;

/** Returns the region and service of a deployed connector from its host name. */
export const placeOf = (
  url: URL,
  region: string | undefined,
): { readonly region: string; readonly service: 'lambda' | 'execute-api' } => {
  const [, kind, written] = hosts.exec(url.hostname) ?? [];
  const known = region ?? written;
  if (known === undefined) throw cliError('Call.RegionUnknown');
  return { region: known, service: kind === 'execute-api' ? 'execute-api' : 'lambda' };
};

const refusedByAws = (role: string | undefined, error: unknown): CliError => {
  const reason = awsErrorName(error);
  return awsFailure(error, 'STS') ?? cliError(role === undefined ? 'Aws.NotSignedIn' : 'Aws.RoleRefused', { reason });
};

/** Creates a fetch that signs for the origin of `url`, with the role in the options or the current credentials. */
export const signingFor = (url: URL, options: SigningOptions): typeof fetch => {
  const { region, service } = placeOf(url, options.region);
  const sts = stsClient(region);
  const own = async (): Promise<AwsCredentials> => sts.config.credentials();
  const credentials =
    options.role === undefined
      ? own
      : assumedRole({ sts, roleArn: options.role, externalId: options.externalId, clock: Date.now });
  return signingFetch({
    region,
    service,
    origin: url.origin,
    fetch: networkFetch,
    credentials: () =>
      credentials().catch((error: unknown) => {
        throw refusedByAws(options.role, error);
      }),
  });
};
