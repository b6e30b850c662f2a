import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSources, type Source } from '../../sources/index.ts';
import { rulesFolder } from '../rules-folder.ts';

export const account = '111122223333';
export const region = 'eu-central-1';
export const issuer = 'https://abcdefgh.tokens.sts.global.api.aws';

/** All sources. Tests use the first one, whichever that is. */
export const allSources = (): readonly Source[] => loadSources(rulesFolder).sources;

/**
 * Writes a new settings file for the first source, with `rest` at its end, in a separate folder, and returns its path.
 */
export const settingsFile = (rest = '', tenantId = '11111111-2222-3333-4444-555555555555'): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graphveil-settings-'));
  const [first] = allSources();
  const path = join(folder, 'graphveil.yaml');
  writeFileSync(
    path,
    `environment: prod
tenant: { id: ${tenantId} }
aws:
  account: "${account}"
  region: ${region}
  tokenIssuer: ${issuer}
  keysRole: arn:aws:iam::${account}:role/operators
${rest.includes('sources:') ? '' : `sources: { ${first?.id}: {} }\n`}${rest}`,
  );
  return path;
};
