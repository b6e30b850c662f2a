import {
  EnableOutboundWebIdentityFederationCommand,
  GetOutboundWebIdentityFederationInfoCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { type Finding, wrong } from './finding.ts';

/** Whether the account issues identity tokens, and under which issuer. */
export type Federation = { readonly enabled: false } | { readonly enabled: true; readonly issuer: string };

type Iam = Pick<IAMClient, 'send'>;

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name.startsWith(name);

/** Reads the federation settings of the account. Rejects with IAM's error. */
export const readFederation = async (iam: Iam): Promise<Federation> => {
  try {
    const info = await iam.send(new GetOutboundWebIdentityFederationInfoCommand({}));
    return info.JwtVendingEnabled === true && info.IssuerIdentifier !== undefined
      ? { enabled: true, issuer: info.IssuerIdentifier }
      : { enabled: false };
  } catch (error) {
    if (named(error, 'FeatureDisabled')) return { enabled: false };
    throw error;
  }
};

/** Enables federation, if it isn't already, and returns the issuer. */
export const enableFederation = async (iam: Iam): Promise<string> => {
  const made = await iam.send(new EnableOutboundWebIdentityFederationCommand({})).catch((error: unknown) => {
    if (named(error, 'FeatureEnabled')) return undefined;
    throw error;
  });
  if (made?.IssuerIdentifier !== undefined) return made.IssuerIdentifier;
  const federation = await readFederation(iam);
  if (!federation.enabled) throw new Error('IAM reports federation both as on and as off');
  return federation.issuer;
};

/** The finding that federation is off. */
export const federationOff = (check: string): Finding =>
  wrong(
    check,
    'outbound identity federation is off in the account',
    'npx --no-install graphveil aws enable-federation',
    'an administrator of the AWS account',
  );

/** What turning federation on means, for the person who decides. */
export const accountWide = (
  account: string,
): string => `This turns on outbound identity federation for the whole AWS account ${account}:
  - principals that IAM allows to call sts:GetWebIdentityToken can then get a signed token that identifies them
  - an outside service accepts such a token only if it was configured to (here: with a federated credential in Entra)
  - nothing else changes, it's free of charge, and existing uses of it in this account aren't affected
  - turning it off later would break every trust in this account that relies on it`;
