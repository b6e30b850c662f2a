import {
  EnableOutboundWebIdentityFederationCommand,
  GetOutboundWebIdentityFederationInfoCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';

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
