import { z } from 'zod';
import * as value from './setting-values.ts';

const mailboxAccess = z.enum(['entra', 'exchange-rbac']);

const alarmThresholds = {
  enabled: z.boolean().optional().describe('Whether this has alarms.'),
  p99Seconds: z.number().positive().max(900).optional().describe('Alarm when 1 of 100 calls takes longer. Default 20.'),
  errors: z.int().min(1).optional().describe('Alarm at this many faults in 5 minutes. Default 5.'),
  throttles: z.int().min(1).optional().describe('Alarm at this many 429 answers of Graph in 5 minutes. Default 50.'),
};

const connector = z
  .strictObject({
    source: z.string().optional().describe('The source’s id, where the connector has another name.'),
    rules: value.relativePath.optional().describe('A rule file of your own in place of the source’s.'),
    enabled: z
      .boolean()
      .default(true)
      .describe('`false` stops the connector: AWS refuses every call. Its application, consent and log stay.'),
    acceptUnproven: z
      .union([value.reasonText, z.strictObject({ reason: value.reasonText, until: value.day })])
      .optional()
      .describe(
        'Deploy rules that `prove` or `test` does not pass, and why: a reason, or { reason: …, until: 2027-03-31 } which is refused after that day. Printed by synth, the consent document and the report.',
      ),
    variants: value.listOf(z.string()).default([]).describe('Overlays of the source’s rules, such as plain-ids.'),
    extras: value.listOf(z.string()).default([]).describe('Opt-in endpoints that need a further permission.'),
    memory: z.int().min(128).max(10240).default(512).describe('Memory of the function in MB.'),
    timeout: z
      .int()
      .min(5)
      .max(900)
      .optional()
      .describe('Seconds that a call may take. Default 60; 29 with an HTTP API.'),
    reservedConcurrency: z.int().min(1).optional().describe('At most this many calls at a time. Default: no limit.'),
    mailboxAccess: mailboxAccess.optional().describe('As the setting of the same name at the top, for this connector.'),
    publicUrl: value.originUrl
      .optional()
      .describe('Where callers reach the function, when a domain of yours is in front.'),
    alarms: z.strictObject(alarmThresholds).default({}).describe('Thresholds that differ from those at the top.'),
  })
  .describe('One deployed instance of a source; an empty entry takes every default.');

const caller = z.strictObject({
  awsPrincipals: value.listOf(value.principalArn).default([]).describe('ARNs that may assume the caller role.'),
  externalId: value.externalId.optional().describe('The external id they must present. Required with awsPrincipals.'),
  googleServiceAccounts: z
    .array(value.googleSubject)
    .default([])
    .describe('Unique ids of Google service accounts, the `sub` of their identity tokens.'),
  googleAudience: z.string().min(1).optional().describe('Audience that their identity tokens must name.'),
  sources: value.listOf(z.string()).min(1).optional().describe('Connectors that this caller may call. Default: all.'),
});

const given = z.strictObject({
  objectId: value.guidText.describe('Object id of the application (not its client id).'),
});

const tenant = z.strictObject({
  id: value.guidText.describe('The Microsoft Entra tenant’s id; `az account show --query tenantId` prints it.'),
  cloud: z
    .enum(['global', 'us-government', 'us-government-dod', 'china'])
    .default('global')
    .describe('The Microsoft cloud that the tenant is in.'),
});

const aws = z.strictObject({
  account: value.accountNumber.describe('The AWS account’s number, in quotes.'),
  region: value.regionName.describe('The AWS region.'),
  tokenIssuer: value.issuerUrl.describe(
    'The account’s issuer of identity tokens; `graphveil aws enable-federation` prints it.',
  ),
  keysRole: value.roleOrUserArn.describe('The IAM role (or user) with which `graphveil keys … --aws` is run.'),
  deployRole: value.roleArn.optional().describe('A role that Terraform assumes for everything in AWS.'),
  permissionsBoundary: value.policyArn.optional().describe('Permissions boundary of every role that is made.'),
  kmsKeys: z
    .strictObject({
      keyring: value.kmsKeyArn.optional().describe('A KMS key of yours for the keyring. Default: one is made.'),
      logs: value.kmsKeyArn.optional().describe('A KMS key of yours for the logs. Default: one is made.'),
    })
    .default({})
    .describe('KMS keys that exist already; their policies are yours to write (docs/guides/first-deployment.md).'),
  vpc: z
    .strictObject({
      subnets: value
        .listOf(value.subnetId)
        .min(1)
        .describe('Subnets with a way out to Microsoft and to STS, SSM and KMS.'),
      securityGroups: value.listOf(value.securityGroupId).min(1).describe('Security groups of the functions.'),
    })
    .optional()
    .describe('Run the functions in a VPC. Default: none.'),
  logRetentionDays: value.retention.default(90).describe('Days that logs are kept.'),
  tags: value.tags.describe('Tags of everything in AWS.'),
});

const state = z.strictObject({
  s3: z
    .strictObject({
      bucket: value.bucketName.describe('Bucket of the Terraform state.'),
      region: value.regionName.optional().describe('The bucket’s region. Default: that of the functions.'),
      prefix: z
        .string()
        .regex(/^[\w./-]*[^/]$/, 'expected a prefix without a slash at its end')
        .default('graphveil')
        .describe('Start of the state’s key.'),
      kmsKey: value.kmsKeyArn.optional().describe('KMS key that the state is encrypted with. Default: the bucket’s.'),
    })
    .optional()
    .describe('State in S3, with a lock file beside it.'),
  local: z
    .strictObject({ folder: value.relativePath.default('.').describe('Folder of the state files.') })
    .optional()
    .describe('State in files beside the settings. Default, for a trial by one person.'),
});

/** The schema of the settings file. Its descriptions appear in hints, the JSON Schema and the reference. */
export const settingsSchema = z
  .strictObject({
    environment: value.environmentName.describe('Name of this deployment, first word of every name in AWS.'),
    tenant: tenant.describe('The Microsoft 365 tenant.'),
    aws: aws.describe('Where the functions run.'),
    sources: z
      .record(value.shortName, connector)
      .describe('The connectors to deploy; a key is the id of a source, or a name with `source:` in its entry.'),
    callers: z.record(value.shortName, caller).default({}).describe('Who may call; each gets a role of its own.'),
    allowedSourceIps: value.listOf(value.addressRange).default([]).describe('Callers’ addresses. Default: any.'),
    owners: value.listOf(value.guidText).default([]).describe('Object ids of people who own the Entra applications.'),
    deployerOwns: z
      .boolean()
      .default(true)
      .describe(
        'Whether who deploys owns the applications too. Use false if several people deploy in turn, and list them.',
      ),
    sharedApplication: z
      .strictObject({ objectId: value.guidText.optional().describe('Object id of an application that exists.') })
      .optional()
      .describe('One Entra application for all connectors. Default: one each.'),
    applications: z
      .record(value.shortName, given)
      .default({})
      .describe('Applications that a colleague made, by connector.'),
    mailboxAccess: mailboxAccess
      .default('entra')
      .describe('`exchange-rbac` leaves mailbox permissions to Exchange, so that only some mailboxes can be read.'),
    stacks: z.enum(['together', 'apart']).default('together').describe('One Terraform stack, or Entra and AWS apart.'),
    entraOutputs: value.relativePath
      .default('entra.outputs.json')
      .describe('Where apply writes the applications’ ids, for the AWS stack and for `graphveil consent`.'),
    exposure: z.enum(['function-url', 'http-api']).default('function-url').describe('How the functions are reached.'),
    alarms: z
      .strictObject({
        ...alarmThresholds,
        notify: value.listOf(value.topicArn).default([]).describe('SNS topics that alarms go to.'),
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
        'Terraform refuses to destroy the keyring’s key, because no pseudonym can be opened without it. { offUntil: 2027-03-31 } takes the protection off until that day.',
      ),
    state: state.default({}).describe('Where Terraform keeps its state.'),
    documents: z
      .strictObject({
        deliver: z
          .enum(['files', 'outputs'])
          .default('files')
          .describe('Apply writes documents as files, or only outputs for `graphveil consent render`.'),
        folder: value.relativePath.default('handover').describe('Folder of the documents.'),
      })
      .default({ deliver: 'files', folder: 'handover' })
      .describe('Consent documents and pages for callers.'),
  })
  .describe('Settings of a Graphveil deployment.');

export type SettingsFile = z.infer<typeof settingsSchema>;
export type ConnectorEntry = z.infer<typeof connector>;
