import type { ClientModel } from './client-model.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Whether Google service accounts alone may take the role; else AWS principals may, with the external id. */
const byGoogleAlone = ({ google, externalId }: ClientModel): boolean =>
  google !== undefined && externalId === undefined;

const tokenFile = 'google-token';

/** A Google service account's identity token as a file, which AWS takes in exchange for the role. Empty for others. */
export const googleTokenCommands = ({ google }: ClientModel): readonly string[] =>
  google === undefined
    ? []
    : [
        'gcloud auth print-identity-token --impersonate-service-account=SERVICE-ACCOUNT \\',
        `  --audiences=${quoted(google.audience ?? 'graphveil')} | tr -d '\\n' > ${tokenFile}`,
      ];

/** A call with Graphveil's own command line; `more` are its further options. */
export const graphveilCall = (model: ClientModel, url: string, more: readonly string[] = []): readonly string[] => {
  const call = ['npx graphveil call', ...more, `--region ${model.region} \\`].join(' ');
  if (byGoogleAlone(model))
    return [
      `AWS_WEB_IDENTITY_TOKEN_FILE=${tokenFile} AWS_ROLE_ARN=${quoted(model.roleArn)} \\`,
      `  ${call}`,
      `  ${quoted(url)}`,
    ];
  return [
    call,
    `  --role ${quoted(model.roleArn)} \\`,
    ...(model.externalId === undefined ? [] : [`  --external-id ${quoted(model.externalId)} \\`]),
    `  ${quoted(url)}`,
  ];
};

const takeRole = (model: ClientModel): readonly string[] =>
  byGoogleAlone(model)
    ? [
        'read -r id secret token < <(aws sts assume-role-with-web-identity \\',
        `  --role-arn ${quoted(model.roleArn)} \\`,
        `  --web-identity-token "$(cat ${tokenFile})" \\`,
      ]
    : [
        'read -r id secret token < <(aws sts assume-role \\',
        `  --role-arn ${quoted(model.roleArn)} \\`,
        ...(model.externalId === undefined ? [] : [`  --external-id ${quoted(model.externalId)} \\`]),
      ];

/** The same call with the AWS CLI and curl. */
export const withCurl = (model: ClientModel, url: string): readonly string[] => [
  ...takeRole(model),
  '  --role-session-name graphveil --output text \\',
  "  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')",
  `curl --aws-sigv4 'aws:amz:${model.region}:${model.service}' --user "$id:$secret" \\`,
  '  --header "x-amz-security-token: $token" \\',
  `  ${quoted(url.replaceAll('$', '%24').replaceAll("'", '%27'))}`,
];
