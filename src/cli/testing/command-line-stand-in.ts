import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An unsigned token with the claims that the operator's commands read. */
export const operatorToken = (tenantId: string, objectId = '99999999-2222-4333-8444-555555555555'): string =>
  ['{}', JSON.stringify({ tid: tenantId, oid: objectId }), '']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

/**
 * Creates programs for the PATH, each a shell script with this text, and returns the PATH with them and the shell's own
 * programs.
 */
export const programsOnPath = (scripts: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-path-'));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return `${folder}:/usr/bin:/bin`;
};

/** The Azure CLI, signed in to a tenant. */
export const azSignedIn = (tenantId: string): string =>
  `echo '{"accessToken":"${operatorToken(tenantId)}","expiresOn":"2030-01-01 00:00:00","expires_on":1893456000}'`;
