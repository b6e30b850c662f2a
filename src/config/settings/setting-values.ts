import * as z from 'zod';
import { roleOfSession } from '../deployed/caller-identity.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ipv4 = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}\/(?:3[0-2]|[12]?\d)$/;
const ipv6 = /^(?=[0-9a-f:]*:)[0-9a-f:]{2,39}\/(?:12[0-8]|1[01]\d|\d?\d)$/i;

/** Retention periods of CloudWatch Logs, in days. Source: CloudWatch Logs, PutRetentionPolicy. */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A list without duplicates. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.array(item).superRefine((items, { addIssue }) => {
    for (const [index, entry] of items.entries())
      if (items.indexOf(entry) < index) addIssue({ code: 'custom', path: [index], message: 'each entry once' });
  });

/** Schemas of single values in the settings file. Each message contains the expectation. */
export const guidText = z
  .string()
  .regex(guid, 'expected a GUID, as 8-4-4-4-12 hexadecimal digits')
  .transform((text) => text.toLowerCase());

export const environmentName = z
  .string()
  .regex(
    /^[a-z](?:[a-z0-9]|-(?!-|$)){1,19}$/,
    'expected 2 to 20 lower-case letters, digits and single hyphens, a letter first',
  );

/** Names of connectors and callers. */
export const shortName = z
  .string()
  .regex(
    /^[a-z](?:[a-z0-9]|-(?!-|$)){1,49}$/,
    'expected 2 to 50 lower-case letters, digits and single hyphens, a letter first',
  );

export const accountNumber = z.string().regex(/^\d{12}$/, 'expected 12 digits in quotes');

/** Region names in AWS's three partitions. `doctor` asks AWS whether the region exists. */
export const regionName = z
  .string()
  .regex(
    /^(?:[a-z]{2}|us-gov)-(?:(?:north|south)(?:east|west)?|east|west|central)-\d$/,
    'expected a region such as eu-central-1',
  );

export const bucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'expected the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
  );

export const issuerUrl = z
  .string()
  .regex(/^https:\/\/[a-z0-9.-]+$/i, 'expected the issuer exactly as AWS prints it: https://… without a trailing slash')
  // Entra compares issuers letter by letter.
  .regex(/^[^A-Z]*$/, 'expected the issuer exactly as AWS prints it: in lower-case letters')
  // The owner of the issuer can sign in as every connector. Source: IAM user guide, "Outbound identity federation".
  .regex(
    /^https:\/\/[^.]+\.tokens\.sts\.(?:[a-z0-9-]+\.)*(?:api\.aws|amazonaws\.com|amazonaws\.com\.cn|api\.amazonwebservices\.com\.cn)\/?$/i,
    'expected an issuer of AWS: https://….tokens.sts.global.api.aws',
  );

export const originUrl = z
  .string()
  .regex(/^https:\/\/[a-z0-9.-]+(?::\d+)?$/i, 'expected only https:// and a host name');

export const proxyUrl = z
  .string()
  .regex(
    /^https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/i,
    'expected http:// or https://, a host name and a port, without a user or password',
  );

export const hostPattern = z
  .string()
  .regex(/^\.?[a-z0-9.-]+(?::\d{1,5})?$/i, 'expected a host name, or .example.com for all names below it');

/** `aws sts get-caller-identity` prints the ARN of a session, which is the most frequent mistake. */
const arn = (service: string, rest: string, what: string) =>
  z.string().regex(new RegExp(`^arn:aws(?:-cn|-us-gov)?:${service}:${rest}$`), {
    error: ({ input }) => {
      const role = roleOfSession(String(input));
      return role === undefined
        ? `expected the ARN of ${what}`
        : `expected the ARN of a role, not of its session: ${role}`;
    },
  });

export const roleOrUserArn = arn('iam', ':\\d{12}:(?:role|user)/[\\w+=,.@/-]+', 'an IAM role or user');
export const roleArn = arn('iam', ':\\d{12}:role/[\\w+=,.@/-]+', 'an IAM role');
export const policyArn = arn('iam', ':(?:\\d{12}|aws):policy/[\\w+=,.@/-]+', 'an IAM policy');
export const kmsKeyArn = arn('kms', '[a-z0-9-]+:\\d{12}:key/[\\w-]+', 'a KMS key (not of an alias)');
export const topicArn = arn('sns', '[a-z0-9-]+:\\d{12}:[\\w.-]+', 'an SNS topic');
export const principalArn = arn(
  'iam',
  ':\\d{12}:(?:root|(?:role|user)/[\\w+=,.@/-]+)',
  'an AWS principal: an account’s root, a role or a user',
);

export const externalId = z
  .string()
  .regex(/^[\w+=,.@:/-]{2,1224}$/, 'expected 2 to 1224 letters, digits or _+=,.@:/- (uuidgen makes a good one)');

/** The `sub` of a Google service account's identity token. */
export const googleSubject = z
  .string()
  .regex(/^\d{10,30}$/, 'expected the numeric unique id of a service account, in quotes');

export const subnetId = z.string().regex(/^subnet-[0-9a-f]{8,17}$/, 'expected a subnet id such as subnet-0a1b2c3d');
export const securityGroupId = z
  .string()
  .regex(/^sg-[0-9a-f]{8,17}$/, 'expected a security group id such as sg-0a1b2c3d');

export const addressRange = z
  .string()
  .refine((text) => ipv4.test(text) || ipv6.test(text), 'expected a range of addresses such as 203.0.113.0/24')
  .refine((text) => !/\/0$/.test(text), 'expected a range that excludes some addresses; /0 includes all');

export const retention = z
  .int()
  .refine((days) => retentionDays.includes(days), `expected one of ${retentionDays.join(', ')}`);

export const reasonText = z.string().trim().min(10, 'expected a reason of at least 10 characters').max(500);

/** One line of text that people read: no line breaks, no control or invisible formatting characters. */
export const line = z
  .string()
  .trim()
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]{2,200}$/u, 'expected one line of 2 to 200 characters');

/** A calendar day in UTC. */
export const day = z.iso.date('expected a day, as 2027-03-31');

/** A path below the settings file's folder, so that the output is the same on every machine. */
export const relativePath = z
  .string()
  .regex(/^(?!\/|[A-Za-z]:|.*\\)[^\0]+$/, 'expected a path relative to the settings file, with forward slashes');

const tagValue = z
  .string()
  .regex(
    /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u,
    'expected at most 256 letters, digits, spaces or _.:/=+-@, as AWS accepts in tags',
  );

export const tags = z
  .record(z.string().regex(/^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u, 'expected an AWS tag key'), tagValue)
  .default({});
