import { randomUUID } from 'node:crypto';
import { generate } from 'selfsigned';

/** PEM texts. Clients trust `authority`; servers use `certificate` and `privateKey`. */
export type TwinCertificate = {
  readonly authority: string;
  readonly certificate: string;
  readonly privateKey: string;
};

const dayMs = 86_400_000;

/**
 * Creates a certificate authority for the lifetime of the twin, and a certificate for loopback names.
 *
 * @param names other names that the certificate is for
 */
export const makeCertificate = async (names: readonly string[] = []): Promise<TwinCertificate> => {
  const life = {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - dayMs),
    notAfterDate: new Date(Date.now() + 30 * dayMs),
  } as const;
  const authority = await generate([{ name: 'commonName', value: `Graphveil twin authority ${randomUUID()}` }], {
    ...life,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...life,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...['localhost', ...names].map((value) => ({ type: 2 as const, value })),
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { authority: authority.cert, certificate: server.cert, privateKey: server.private };
};
