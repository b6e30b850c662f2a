import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/index.ts';
import { describe } from '../problems/diagnostics/index.ts';
import type { SettingsContext } from './resolve-settings.ts';

type CertificatesContext = Pick<SettingsContext, 'settings' | 'folder' | 'positionOf'>;

const setting = ['aws', 'vpc', 'certificates'];
const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
};

/**
 * Reads the certificate authorities that the functions trust in addition, as PEM with nothing but certificates. Returns
 * neither text nor problems if the settings have none.
 */
export const readCertificates = ({
  settings,
  folder,
  positionOf,
}: CertificatesContext): { readonly pem?: string; readonly problems: readonly Diagnostic[] } => {
  const path = settings.aws.vpc?.certificates;
  if (path === undefined) return { problems: [] };
  const text = textOf(join(folder, path));
  const certificates = text?.match(block) ?? [];
  if (certificates.length > 0 && certificates.every(isCertificate))
    return { pem: `${certificates.join('\n')}\n`, problems: [] };
  const texts =
    text === undefined
      ? describe('settings/no-certificates', { path })
      : describe('settings/no-certificates:content', { path });
  return { problems: [{ severity: 'error', position: positionOf(setting), ...texts }] };
};
