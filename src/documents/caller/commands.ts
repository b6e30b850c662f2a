import { shellQuoted } from '../render/quoting.ts';
import type { CallerModel } from './caller-model.ts';

/** True if only Google service accounts may assume the role; otherwise AWS principals may, with the external id. */
const byGoogleAlone = ({ google, externalId }: CallerModel): boolean =>
  google !== undefined && externalId === undefined;

const tokenFile = 'google-token';

/**
 * Commands that write a Google service account's identity token to a file, which AWS exchanges for the role. Empty for
 * other callers.
 */
export const googleTokenCommands = ({ google }: CallerModel): readonly string[] =>
  google === undefined
    ? []
    : [
        'gcloud auth print-identity-token --impersonate-service-account=SERVICE-ACCOUNT \\',
        `  --audiences=${shellQuoted(google.audience ?? 'graphveil')} | tr -d '\\n' > ${tokenFile}`,
      ];

/** A call with Graphveil's own command line; `more` are additional options. */
export const graphveilCall = (model: CallerModel, url: string, more: readonly string[] = []): readonly string[] => {
  const call = ['npx --no-install graphveil call', ...more, `--region ${model.region} \\`].join(' ');
  if (byGoogleAlone(model))
    return [
      `AWS_WEB_IDENTITY_TOKEN_FILE=${tokenFile} AWS_ROLE_ARN=${shellQuoted(model.roleArn)} \\`,
      `  ${call}`,
      `  ${shellQuoted(url)}`,
    ];
  return [
    call,
    `  --role ${shellQuoted(model.roleArn)} \\`,
    ...(model.externalId === undefined ? [] : [`  --external-id ${shellQuoted(model.externalId)} \\`]),
    `  ${shellQuoted(url)}`,
  ];
};

const assumeRole = (model: CallerModel): readonly string[] =>
  byGoogleAlone(model)
    ? [
        'aws sts assume-role-with-web-identity \\',
        `  --role-arn ${shellQuoted(model.roleArn)} \\`,
        `  --web-identity-token "$(cat ${tokenFile})" \\`,
      ]
    : [
        'aws sts assume-role \\',
        `  --role-arn ${shellQuoted(model.roleArn)} \\`,
        ...(model.externalId === undefined ? [] : [`  --external-id ${shellQuoted(model.externalId)} \\`]),
      ];

const percent = (character: string): string =>
  /[!'()*]/.test(character) ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encodeURIComponent(character);

/** Encodes a path or a query as a signature requires: everything except RFC 3986's unreserved characters and `kept`. */
const strict = (text: string, kept: RegExp): string =>
  text.replace(/%[\dA-Fa-f]{2}|[^\w.~-]/gu, (match) =>
    match.length === 3 || kept.test(match) ? match : percent(match),
  );

/** Encodes the URL of a call so that neither curl nor a signature can interpret it differently. */
export const encodedUrl = (url: string): string => {
  const [, origin = '', path = '', query] = /^((?:https?:\/\/)?[^/?]*)([^?]*)(?:\?(.*))?$/s.exec(url) ?? [];
  return `${origin}${strict(path, /\//)}${query === undefined ? '' : `?${strict(query, /[=&]/)}`}`;
};

/** The same call with the AWS CLI and curl, for any POSIX shell. */
export const withCurl = (model: CallerModel, url: string): readonly string[] => {
  const [first = '', ...options] = assumeRole(model);
  return [
    `set -- $(${first}`,
    ...options,
    '  --role-session-name graphveil --output text \\',
    "  --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]')",
    `curl --aws-sigv4 'aws:amz:${model.region}:${model.service}' --user "$1:$2" \\`,
    '  --header "x-amz-security-token: $3" \\',
    `  ${shellQuoted(encodedUrl(url))}`,
  ];
};
