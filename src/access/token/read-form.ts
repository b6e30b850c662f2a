import type { RefusalCode } from './refusal.ts';

/** A request to the token service. Header names are lower case. */
export type TokenRequest = {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The caller's address, by which requests are limited. */
  readonly address?: string | undefined;
};

/** How a client authenticates. */
export type GivenCredential =
  | { readonly method: 'secret'; readonly clientId: string; readonly secret: string }
  | { readonly method: 'assertion'; readonly clientId: string | undefined; readonly assertion: string }
  /** Nothing that can authenticate a client. */
  | { readonly method: 'none'; readonly clientId: string | undefined };

export type ReadForm =
  | { readonly ok: true; readonly form: ReadonlyMap<string, string>; readonly credential: GivenCredential }
  | { readonly ok: false; readonly code: RefusalCode };

/** Bytes. A form with a federated assertion has a few kilobytes. */
const longestForm = 65_536;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

const refuse = (code: RefusalCode): ReadForm => ({ ok: false, code });

/** Decodes a part of Basic credentials (RFC 6749, 2.3.1: form-encoded before base64). */
const formDecoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

const basicCredential = (authorization: string): { readonly id: string; readonly secret: string } | undefined => {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization) ?? [];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  const decoded = { id: formDecoded(id ?? ''), secret: formDecoded(secret ?? '') };
  return encoded === undefined || id === undefined || decoded.id === undefined || decoded.secret === undefined
    ? undefined
    : { id: decoded.id, secret: decoded.secret };
};

/** Reads the one client credential of a request (RFC 6749, 2.3: a client must not use more than one method). */
const readCredential = (
  authorization: string | undefined,
  form: ReadonlyMap<string, string>,
): GivenCredential | RefusalCode => {
  const clientId = form.get('client_id');
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  const type = form.get('client_assertion_type');
  if ([authorization, secret, assertion ?? type].filter((given) => given !== undefined).length > 1)
    return 'Graphveil.TwoCredentials';
  if (authorization !== undefined) {
    const basic = basicCredential(authorization);
    if (basic === undefined) return { method: 'none', clientId };
    if (clientId !== undefined && clientId !== basic.id) return 'Graphveil.TwoCredentials';
    return { method: 'secret', clientId: basic.id, secret: basic.secret };
  }
  if (assertion !== undefined && type === assertionType) return { method: 'assertion', clientId, assertion };
  if (secret !== undefined && clientId !== undefined) return { method: 'secret', clientId, secret };
  return { method: 'none', clientId };
};

/**
 * Reads the form and the client credential of a request. A parameter that occurs twice is refused (RFC 6749, 3.2); one
 * without a value counts as absent.
 */
export const readForm = ({ headers, body }: Pick<TokenRequest, 'headers' | 'body'>): ReadForm => {
  if (!isForm.test(headers['content-type'] ?? '') || body.length > longestForm)
    return refuse('Graphveil.RequestMalformed');
  const pairs = [...new URLSearchParams(body)];
  const form = new Map(pairs);
  if (form.size !== pairs.length) return refuse('Graphveil.RequestMalformed');
  for (const [name, value] of pairs) if (value === '') form.delete(name);
  const credential = readCredential(headers['authorization'], form);
  return typeof credential === 'string' ? refuse(credential) : { ok: true, form, credential };
};
