import * as z from 'zod';
import { caller } from './caller-settings.ts';
import { baseUrl, clients, consolePages } from './client-settings.ts';
import * as value from './setting-values.ts';

const mailboxAccess = z.enum(['entra', 'exchange-rbac']);

const alarmThresholds = {
  enabled: z.boolean().optional().describe('Whether alarms are created.'),
  p99Seconds: z.number().positive().max(900).optional().describe('Alarm when 1 of 100 calls takes longer. Default 20.'),
  errors: z.int().min(1).optional().describe('Alarm at this many faults in 5 minutes. Default 5.'),
  throttles: z.int().min(1).optional().describe('Alarm at this many 429 answers of Graph in 5 minutes. Default 50.'),
  refusals: z.int().min(1).optional().describe('Alarm at this many refused calls in 5 minutes. Default 50.'),
  unmapped: z
    .int()
    .min(1)
    .optional()
    .describe('Alarm at this many calls or links in 5 minutes that no endpoint of the rules covers. Default 10.'),
};

const connector = z
  .strictObject({
    source: z.string().optional().describe('The ID of the source, if the connector has another name.'),
    rules: value.relativePath.optional().describe('Your own rule file, used instead of the source’s.'),
    enabled: z
      .boolean()
      .default(true)
      .describe('`false` stops the connector: AWS refuses every call. Its application, consent and log stay.'),
    acceptUnproven: z
      .union([value.reasonText, z.strictObject({ reason: value.reasonText, until: value.day })])
      .optional()
      .describe(
        'Deploys rules that don’t pass `prove` or `test`: a reason, or { reason: …, until: 2027-03-31 }, which is refused after that day. Synth, the consent document and the report print the reason.',
      ),
    variants: value.listOf(z.string()).default([]).describe('Overlays of the source’s rules, such as plain-ids.'),
    extras: value.listOf(z.string()).default([]).describe('Optional endpoints that need an additional permission.'),
    permissions: z
      .union(
        [z.literal('narrow'), value.listOf(z.string()).min(1)],
        'expected narrow, or a list of narrower permissions such as [Calendars.ReadBasic.All]',
      )
      .optional()
      .describe(
        'Narrower permissions in place of the source’s: `narrow` for all that Entra grants, or a list of their names. Those that are granted for each team or site must be named. The source’s page lists what each of them loses. Default: none.',
      ),
    reasons: z
      .record(z.string(), z.strictObject({ reason: value.reasonText, date: value.day }))
      .default({})
      .describe(
        'Why variants and extras were chosen, and when: { organization: { reason: …, date: 2027-03-31 } }. Printed by the report.',
      ),
    memory: z.int().min(128).max(10240).default(512).describe('Memory of the function in MB.'),
    timeout: z
      .int()
      .min(5)
      .max(900)
      .optional()
      .describe('Timeout of a call in seconds. Default 60; 29 with an HTTP API.'),
    reservedConcurrency: z.int().min(1).optional().describe('Maximum number of concurrent calls. Default: no limit.'),
    mailboxAccess: mailboxAccess
      .optional()
      .describe('Overrides the top-level setting of the same name for this connector.'),
    publicUrl: value.originUrl
      .optional()
      .describe('The URL that callers use, if the function is behind your own domain.'),
    alarms: z.strictObject(alarmThresholds).default({}).describe('Thresholds that override the top-level ones.'),
  })
  .describe('One deployed instance of a source; an empty entry uses all defaults.');

const given = z.strictObject({
  objectId: value.guidText.describe('Object id of the application (not its client id).'),
  servicePrincipalObjectId: value.guidText
    .optional()
    .describe(
      'Object id of its enterprise application. If given, Terraform checks that it belongs to the application.',
    ),
});

const tenant = z.strictObject({
  id: value.guidText.describe('The Microsoft Entra tenant’s id; `az account show --query tenantId` prints it.'),
  cloud: z
    .enum(['global', 'us-government', 'us-government-dod', 'china'])
    .default('global')
    .describe('The Microsoft cloud that the tenant is in.'),
  minimumTls: z
    .enum(['1.3', '1.2'])
    .default('1.3')
    .describe(
      'The oldest version of TLS in requests to Microsoft. Set 1.2 only if an inspecting proxy requires it; the report prints it.',
    ),
});

const aws = z.strictObject({
  account: value.accountNumber.describe('The AWS account’s number, in quotes.'),
  region: value.regionName.describe('The AWS region.'),
  tokenIssuer: value.issuerUrl.describe(
    'The account’s issuer of identity tokens; `graphveil aws enable-federation` prints it.',
  ),
  keysRole: value.roleOrUserArn.describe('The IAM role (or user) that runs `graphveil keys … --aws`.'),
  deployRole: value.roleArn.optional().describe('The role that Terraform assumes in AWS.'),
  permissionsBoundary: value.policyArn
    .optional()
    .describe('Permissions boundary of every role that Terraform creates.'),
  kmsKeys: z
    .strictObject({
      keyring: value.kmsKeyArn.optional().describe('Your own KMS key for the keyring. Default: Terraform creates one.'),
      logs: value.kmsKeyArn.optional().describe('Your own KMS key for the logs. Default: Terraform creates one.'),
      rewrap: z
        .strictObject({
          from: z
            .union([z.literal('deployment'), value.kmsKeyArn])
            .describe('The former key: its ARN, or `deployment` for the one that Terraform created.'),
          until: value.day.describe('The last day, in UTC, on which `graphveil keys rewrap` may move secrets.'),
        })
        .optional()
        .describe('Lets the keyring move from a former KMS key: both keys open it until you remove this again.'),
    })
    .default({})
    .describe('Existing KMS keys. You maintain their policies (docs/guides/first-deployment.md).'),
  vpc: z
    .strictObject({
      subnets: value
        .listOf(value.subnetId)
        .min(1)
        .describe('Subnets with a route to Microsoft and to STS, SSM and KMS.'),
      securityGroups: value.listOf(value.securityGroupId).min(1).describe('Security groups of the functions.'),
      proxy: z
        .strictObject({
          url: value.proxyUrl.describe('The HTTP proxy through which the functions reach Microsoft and AWS.'),
          noProxy: value
            .listOf(value.hostPattern)
            .default([])
            .describe('Hosts that they reach directly, for example [.amazonaws.com] with VPC endpoints.'),
        })
        .optional()
        .describe('A proxy for HTTPS. Default: none.'),
      certificates: value.relativePath
        .optional()
        .describe('PEM file with certificate authorities that the functions trust too, for a proxy that inspects TLS.'),
    })
    .optional()
    .describe('Runs the functions in a VPC. Default: none.'),
  logRetentionDays: value.retention.default(90).describe('Retention of logs in days.'),
  tags: value.tags.describe('Tags of all AWS resources.'),
});

const state = z.strictObject({
  s3: z
    .strictObject({
      bucket: value.bucketName.describe('Bucket of the Terraform state.'),
      region: value.regionName.optional().describe('The bucket’s region. Default: that of the functions.'),
      prefix: z
        .string()
        .regex(/^[\w./-]*[^/]$/, 'expected a prefix without a trailing slash')
        .default('graphveil')
        .describe('Start of the state’s key.'),
      kmsKey: value.kmsKeyArn.optional().describe('KMS key that encrypts the state. Default: the bucket’s.'),
    })
    .optional()
    .describe('Keeps state in S3, with a lock file next to it.'),
  local: z
    .strictObject({ folder: value.relativePath.default('.').describe('Folder of the state files.') })
    .optional()
    .describe('Keeps state in local files. This is the default and suits a trial by one person.'),
});

const request = z.strictObject({
  requestedBy: value.line.optional().describe('The person or team that asks for the permissions.'),
  onBehalfOf: value.line.optional().describe('The department or project that they ask for.'),
  contact: value.line.optional().describe('An address or telephone number for questions of the administrator.'),
  ticket: value.line.optional().describe('The number of the ticket or change in which the request was approved.'),
  date: value.day.optional().describe('The day of the request, as 2027-03-31.'),
});

/** The schema of the settings file. Its descriptions appear in hints, the JSON Schema and the reference. */
export const settingsSchema = z
  .strictObject({
    environment: value.environmentName.describe('Name of this deployment; names of AWS resources begin with it.'),
    tenant: tenant.describe('The Microsoft 365 tenant.'),
    aws: aws.describe('Where the functions run.'),
    sources: z
      .record(value.shortName, connector)
      .describe('The connectors to deploy. A key is the ID of a source, or another name with `source:` in its entry.'),
    callers: z.record(value.shortName, caller).default({}).describe('The allowed callers. Each gets its own role.'),
    clients: clients
      .optional()
      .describe(
        'Serves registered tools (`graphveil clients`) with tokens: a token service, a table of clients and grants, and one HTTP API for all connectors. Connectors then don’t stream replies, which are limited to 6 MB. `{}` has the defaults.',
      ),
    console: consolePages
      .optional()
      .describe(
        'Serves the console: pages on which people sign in with Microsoft Entra ID, administrators configure connectors, and owners of groups give registered tools access. Requires clients. `true` has the defaults.',
      ),
    baseUrl: baseUrl
      .optional()
      .describe(
        'One base URL for tools that know only Microsoft Graph. Required with `clients` if several connectors serve a path. Without both, the order of sources decides.',
      ),
    leastGroupSize: z
      .int()
      .min(2)
      .max(1000)
      .default(5)
      .describe('Least number of people in a group of a caller, and of those that distinguish two such groups.'),
    allowedSourceIps: value.listOf(value.addressRange).default([]).describe('Callers’ addresses. Default: any.'),
    owners: value.listOf(value.guidText).default([]).describe('Object ids of people who own the Entra applications.'),
    deployerOwns: z
      .boolean()
      .default(true)
      .describe(
        'Whether the person who deploys becomes an owner of the applications. If several people deploy, use false and list them in owners.',
      ),
    sharedApplication: z
      .strictObject({
        objectId: value.guidText.optional().describe('Object ID of an existing application.'),
        servicePrincipalObjectId: value.guidText
          .optional()
          .describe('Object ID of its enterprise application, with objectId only.'),
      })
      .optional()
      .describe('One Entra application for all connectors. Default: one each.'),
    applications: z
      .record(value.shortName, given)
      .default({})
      .describe('Applications that a colleague created, by connector.'),
    mailboxAccess: mailboxAccess
      .default('entra')
      .describe(
        'With `exchange-rbac`, Exchange grants the mailbox permissions, which can limit access to some mailboxes.',
      ),
    stacks: z.enum(['together', 'apart']).default('together').describe('One Terraform stack, or Entra and AWS apart.'),
    entraOutputs: value.relativePath
      .default('entra.outputs.json')
      .describe('The file to which apply writes the application IDs, for the AWS stack and for `graphveil consent`.'),
    exposure: z.enum(['function-url', 'http-api']).default('function-url').describe('How callers reach the functions.'),
    streaming: z
      .boolean()
      .default(true)
      .describe(
        'Whether function URLs stream replies, which can then be larger than 6 MB. An HTTP API and functions in a VPC never do. Set false in a region without response streaming.',
      ),
    alarms: z
      .strictObject({
        ...alarmThresholds,
        notify: value.listOf(value.topicArn).default([]).describe('SNS topics that receive alarms.'),
      })
      .default({ notify: [] })
      .describe('Alarms of every connector.'),
    protectKeyring: z
      .union(
        [z.literal(true), z.strictObject({ offUntil: value.day })],
        'expected true, or { offUntil: 2027-03-31 } to let Terraform destroy the key until that day',
      )
      .default(true)
      .describe(
        'Terraform refuses to destroy the keyring’s key, because no pseudonym can be opened without it. { offUntil: 2027-03-31 } turns off the protection until that day.',
      ),
    request: request
      .default({})
      .describe(
        'Who asks for the permissions. The documents for administrators print it, so that they can check that the request is genuine.',
      ),
    state: state.default({}).describe('Where Terraform keeps its state.'),
    documents: z
      .strictObject({
        deliver: z
          .enum(['files', 'outputs'])
          .default('files')
          .describe(
            'Whether apply writes the documents as files, which needs Node, or only outputs for `graphveil consent render`.',
          ),
        folder: value.relativePath.default('handover').describe('Folder of the documents.'),
      })
      .default({ deliver: 'files', folder: 'handover' })
      .describe('Consent documents and pages for callers.'),
  })
  .describe('Settings of a Graphveil deployment.');

export type SettingsFile = z.infer<typeof settingsSchema>;
export type ConnectorEntry = z.infer<typeof connector>;
