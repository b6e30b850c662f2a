import { createHash, randomBytes } from 'node:crypto';
import { openKeyring } from './open-keyring.ts';
import { keyBytes, toBase64url } from './primitives.ts';
import type { Keyring } from './pseudonyms.ts';
import type { PsoxySecrets } from './psoxy-tokens.ts';

/**
 * Builds a keyring of scheme `psoxy` from a deployment's salt and key, for offline work. Its links open only in this
 * process, because their key is created here.
 */
export const psoxyKeyring = (secrets: PsoxySecrets): Keyring =>
  openKeyring({
    version: 1,
    protection: 'none',
    series: [
      {
        id: 'psoxy',
        scheme: 'psoxy',
        created: new Date(0).toISOString(),
        ...secrets,
        epochs: [{ number: 1, created: new Date(0).toISOString(), root: toBase64url(randomBytes(keyBytes)) }],
      },
    ],
  });

const fingerprintSalt = 'f33c366c-ae91-4819-b221-f9794ebb8145';

/**
 * Returns Psoxy's header `X-Psoxy-PII-Salt-Sha256`: SHA-256 of the salt followed by a constant, as standard base64
 * without padding in which `/` is `_` and `+` is `.`. Two deployments with the same salt have the same value.
 */
export const psoxySaltFingerprint = (salt: string): string =>
  createHash('sha256')
    .update(salt, 'utf8')
    .update(fingerprintSalt, 'utf8')
    .digest('base64')
    .replace(/=+$/, '')
    .replaceAll('/', '_')
    .replaceAll('+', '.');
