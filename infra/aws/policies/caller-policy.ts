import type { Caller, Settings } from '../../../src/config/index.ts';
import { type Policy, policy, type Statement } from './policy.ts';

/** The URLs that a caller may call, depending on how the functions are exposed. */
export type Reachable =
  | { readonly kind: 'function-url'; readonly functionArns: readonly string[] }
  | { readonly kind: 'http-api'; readonly routeArns: readonly string[] };

const fromAllowedIps = ({ allowedSourceIps }: Settings) =>
  allowedSourceIps.length === 0 ? {} : { IpAddress: { 'aws:SourceIp': allowedSourceIps } };

const conditioned = (statement: Statement, condition: NonNullable<Statement['Condition']>): Statement =>
  Object.keys(condition).length === 0 ? statement : { ...statement, Condition: condition };

/**
 * The trust policy of a caller's role: AWS principals with the external id, Google service accounts by their subject.
 */
export const callerTrust = (settings: Settings, caller: Caller): Policy => {
  const addresses = fromAllowedIps(settings);
  const statements: Statement[] = [];
  if (caller.awsPrincipals.length > 0)
    statements.push({
      Sid: 'AwsPrincipalsWithTheExternalId',
      Effect: 'Allow',
      Principal: { AWS: caller.awsPrincipals },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': caller.externalId ?? '' }, ...addresses },
    });
  if (caller.googleServiceAccounts.length > 0)
    statements.push({
      Sid: 'GoogleServiceAccounts',
      Effect: 'Allow',
      Principal: { Federated: 'accounts.google.com' },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          'accounts.google.com:sub': caller.googleServiceAccounts,
          ...(caller.googleAudience !== undefined && { 'accounts.google.com:oaud': caller.googleAudience }),
        },
        ...addresses,
      },
    });
  return policy(...statements);
};

/** The permissions of a caller: to call its connectors through their URLs. They don't include direct invocation with an arbitrary event. */
export const callerPolicy = (settings: Settings, reachable: Reachable): Policy => {
  const addresses = fromAllowedIps(settings);
  if (reachable.kind === 'http-api')
    return policy(
      conditioned(
        { Sid: 'CallTheApis', Effect: 'Allow', Action: 'execute-api:Invoke', Resource: reachable.routeArns },
        addresses,
      ),
    );
  return policy(
    conditioned(
      {
        Sid: 'CallTheFunctionUrls',
        Effect: 'Allow',
        Action: 'lambda:InvokeFunctionUrl',
        Resource: reachable.functionArns,
      },
      { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' }, ...addresses },
    ),
    conditioned(
      {
        Sid: 'InvokeThroughTheFunctionUrlsOnly',
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: reachable.functionArns,
      },
      { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' }, ...addresses },
    ),
  );
};
