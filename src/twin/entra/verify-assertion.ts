import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { getJson } from '../http/index.ts';
import type { Application, FederatedCredential } from './applications.ts';
import type { SignInRefusal } from './refusal.ts';
import { refusals } from './refusals.ts';

const audiencesOf = (claims: JWTPayload): readonly string[] =>
  Array.isArray(claims.aud) ? claims.aud : [claims.aud ?? ''];

/**
 * Finds the federated credential that matches an assertion's claims, or the reason why none does. Verifies nothing yet.
 */
export const matchCredential = (
  credentials: readonly FederatedCredential[],
  claims: JWTPayload,
): FederatedCredential | SignInRefusal => {
  const { iss = '', sub = '' } = claims;
  const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) return refusals.issuerUnknown(iss);
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) {
    const nearly = ofIssuer.some(({ subject }) => subject.toLowerCase() === sub.toLowerCase());
    return nearly ? refusals.subjectCaseDiffers(sub) : refusals.subjectUnknown(sub);
  }
  const audiences = audiencesOf(claims);
  const found = ofSubject.find((credential) => credential.audiences.some((audience) => audiences.includes(audience)));
  return found ?? refusals.audienceUnknown(audiences.join(' '));
};

const readClaims = (assertion: string): JWTPayload | undefined => {
  try {
    return decodeJwt(assertion);
  } catch {
    return undefined;
  }
};

/** Fetches the issuer's keys through its discovery document, as Microsoft Entra ID does. */
const fetchKeys = async (issuer: string, ca: string): Promise<JSONWebKeySet> => {
  const discovery = (await getJson(`${issuer}/.well-known/openid-configuration`, ca)) as { jwks_uri: string };
  return (await getJson(discovery.jwks_uri, ca)) as JSONWebKeySet;
};

const verifySignature = async (
  assertion: string,
  issuer: string,
  ca: string,
  now: number,
): Promise<SignInRefusal | undefined> => {
  try {
    const keys = createLocalJWKSet(await fetchKeys(issuer, ca));
    await jwtVerify(assertion, keys, {
      algorithms: ['RS256'],
      currentDate: new Date(now),
      requiredClaims: ['exp'],
      clockTolerance: 5,
    });
    return undefined;
  } catch (error) {
    const late =
      error instanceof errors.JWTExpired || (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf');
    return late ? refusals.outsideValidity(now, error.payload.exp ?? 0) : refusals.signatureInvalid();
  }
};

/**
 * Verifies a client assertion: its issuer, subject and audience against the federated credentials, its signature, its
 * time.
 */
export const verifyAssertion = async (
  application: Application,
  assertion: string,
  ca: string,
  now: number,
): Promise<SignInRefusal | undefined> => {
  const claims = readClaims(assertion);
  if (claims === undefined) return refusals.assertionMalformed();
  if (application.federatedCredentials.length === 0) return refusals.noCredential(application.clientId);
  if (application.propagating > 0) {
    application.propagating -= 1;
    return refusals.notPropagated();
  }
  const matched = matchCredential(application.federatedCredentials, claims);
  if ('number' in matched) return matched;
  return verifySignature(assertion, matched.issuer, ca, now);
};
