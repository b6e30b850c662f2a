/** HTTPS on loopback, with a certificate created at start. */
export { makeCertificate, type TwinCertificate } from './certificate.ts';
export { getJson } from './get-json.ts';
export type { TwinAnswer, TwinCall } from './message.ts';
export { serveHttps, type TwinService } from './serve.ts';
