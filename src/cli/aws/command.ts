import { existsSync } from 'node:fs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { iamClient, stsClient } from '../shared/aws-clients.ts';
import { awsErrorName, awsFailure } from '../shared/aws-failure.ts';
import { type CliError, cliError } from '../shared/exit.ts';
import { accountWide, enableFederation, readFederation } from '../shared/federation.ts';
import { tryReadSettings } from '../shared/read-settings.ts';
import { confirm, printJson, printOut, printRemark } from '../shared/terminal.ts';

type Options = {
  readonly settings: string;
  readonly region?: string;
  readonly yes?: true;
  readonly json?: true;
};

const refused = (error: unknown, service: string): CliError =>
  awsFailure(error, service) ?? cliError('Aws.Refused', { reason: awsErrorName(error) });

/** Returns the region of the settings if they can be read. IAM is the same in all regions of a partition. */
const regionOf = ({ region, settings }: Options): string => {
  if (region !== undefined) return region;
  const read = existsSync(settings) ? tryReadSettings(settings).read : undefined;
  return read?.settings.aws.region ?? 'us-east-1';
};

const done = (options: Options, issuer: string, changed: boolean): void => {
  if (options.json) printJson({ enabled: true, changed, issuer });
  else {
    printRemark(changed ? 'outbound identity federation is now on; add this to graphveil.yaml:' : 'it is already on:');
    printOut(`tokenIssuer: ${issuer}`);
  }
};

export const run = async (options: Options): Promise<void> => {
  const region = regionOf(options);
  const iam = iamClient(region);
  const { Account = '' } = await stsClient(region)
    .send(new GetCallerIdentityCommand({}))
    .catch((error: unknown) => {
      throw refused(error, `STS in ${region}`);
    });
  const found = await readFederation(iam).catch((error: unknown) => {
    throw refused(error, 'IAM');
  });
  if (found.enabled) return done(options, found.issuer, false);
  printRemark(accountWide(Account));
  if (!options.yes && !(await confirm('Turn it on?'))) throw cliError('Aws.NotConfirmed');
  const issuer = await enableFederation(iam).catch((error: unknown) => {
    throw refused(error, 'IAM');
  });
  return done(options, issuer, true);
};
