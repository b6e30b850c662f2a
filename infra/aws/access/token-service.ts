import type { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import type { Construct } from 'constructs';
import {
  type ClientSettings,
  functionVariables,
  type Settings,
  tokenServiceName,
  writeTokenAccess,
} from '../../../src/config/index.ts';
import { tokenServiceUses } from '../policies/access-policies.ts';
import { tokenServicePolicy } from '../policies/function-policy.ts';
import type { AccessStore } from './access-store.ts';
import { addServiceRole, ServiceFunction } from './service-function.ts';

const does = 'issues access tokens to registered tools';

/** The role of the token service's function. */
export const addTokenRole = (scope: Construct, settings: Settings): IamRole =>
  addServiceRole(scope, settings, tokenServiceName, does);

export type TokenServiceProps = {
  readonly settings: Settings;
  readonly clients: ClientSettings;
  readonly role: IamRole;
  readonly store: AccessStore;
  readonly logsKeyArn: string;
  /** Origin under which tools reach it. */
  readonly baseUrl: string;
  /** Base64 SHA-256 of the function's zip. */
  readonly codeHash: string;
};

const minute = 60;
const day = 86_400;

/** The token service: a function of its own, whose role can neither open the keyring nor sign in to Microsoft. */
export const addTokenService = (
  scope: Construct,
  { settings, clients, role, store, logsKeyArn, baseUrl, codeHash }: TokenServiceProps,
): ServiceFunction =>
  new ServiceFunction(scope, 'token-service', {
    settings,
    name: tokenServiceName,
    does,
    role,
    policyName: 'token-service',
    policy: tokenServicePolicy(settings, tokenServiceUses(store.tableArn, store.macKeyArn, store.signingKeyArns)),
    logsKeyArn,
    codeHash,
    memory: 512,
    timeout: 20,
    variables: {
      [functionVariables.access]: writeTokenAccess({
        baseUrl,
        signingKeys: clients.signingKeys,
        accessSeconds: clients.accessTokenMinutes * minute,
        unusedSeconds: clients.unusedDays * day,
        addresses: settings.allowedSourceIps,
      }),
    },
    crashes: 'Token requests ended without a reply: timeouts or crashes.',
  });
