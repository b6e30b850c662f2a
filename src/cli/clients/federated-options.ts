import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isPublicIssuer, type NewClient } from '../../access/index.ts';
import { cliError } from '../shared/exit.ts';

/** Options for clients without a secret. */
export type CredentialOptions = {
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience: string;
  readonly publicKey?: string;
  readonly secret?: true;
};

const leastRsaBits = 2_048;

/** Returns the public key in a PEM file as a JWK; ends the command if it can't be used. */
const readPublicKey = (path: string): Readonly<Record<string, string>> => {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch {
    throw cliError('File.Missing', { path });
  }
  try {
    const key = createPublicKey(pem);
    const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType === 'rsa' ? modulusLength >= leastRsaBits : namedCurve === 'prime256v1')
      return key.export({ format: 'jwk' }) as Record<string, string>;
  } catch {
    // Reported below.
  }
  throw cliError('Client.Key', { path });
};

/** Returns the federated credential of the options; undefined if they name none. */
const federatedIn = ({ issuer, subject, audience }: Pick<CredentialOptions, 'issuer' | 'subject' | 'audience'>) => {
  if ((issuer === undefined) !== (subject === undefined))
    throw cliError('Usage:together', { options: '--issuer and --subject' });
  if (issuer === undefined || subject === undefined) return undefined;
  if (!isPublicIssuer(issuer)) throw cliError('Client.Issuer');
  return { issuer, subject, audience };
};

/** Reads the federated credentials that a change states: one, none (`--no-federated`), or undefined to keep them. */
export const readChangedCredentials = (
  options: Pick<CredentialOptions, 'issuer' | 'subject' | 'audience'> & { readonly federated?: boolean },
): NewClient['federated'] | undefined => {
  const one = federatedIn(options);
  if (one !== undefined) return [one];
  return options.federated === false ? [] : undefined;
};

/** Reads the credentials of a new client. It gets a secret if it asks for one, or has nothing else. */
export const readCredentials = (options: CredentialOptions): Pick<NewClient, 'federated' | 'keys' | 'withSecret'> => {
  const { publicKey, secret } = options;
  const one = federatedIn(options);
  const federated = one === undefined ? [] : [one];
  const keys = publicKey === undefined ? [] : [readPublicKey(publicKey)];
  return { federated, keys, withSecret: secret === true || federated.length + keys.length === 0 };
};
