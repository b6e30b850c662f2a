import { appliedPreferences, type DropCounts, type RunResult, type UpstreamTarget } from '../plan/index.ts';
import type { UpstreamResponse } from '../ports/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import { type Matcher, prepareMatcher, prepareRunners } from '../rule-forms/prepared.ts';
import type { Call, ResponseToSanitize, SanitizedResponse, SanitizeResult } from './call.ts';
import { graphCode as knownGraphCode } from './check-response.ts';
import { type ProxyPorts, pinned, type SanitizingConnector } from './connector.ts';
import { smallerPage } from './fetch-upstream.ts';
import { emptyBody } from './reply.ts';
import { createSealer } from './seal-links.ts';

type Sanitize = (response: ResponseToSanitize, keyring: Keyring) => SanitizeResult;

const blank = /^\s*$/;
const longestBlank = 64;

const isBlank = (body: Uint8Array): boolean =>
  body.length <= longestBlank && blank.test(new TextDecoder().decode(body));

const noDrops: DropCounts = { unknownProperties: 0, unknownAnnotations: 0, wrongTypes: 0, unfitFormats: 0 };

/** Uses Graph's own code of an error inside a 200 if it is on the list. */
const problemOf = ({ code, graphCode, why }: Extract<RunResult, { ok: false }>, body: Uint8Array): Problem => {
  const word = graphCode ?? (code === 'Graphveil.UpstreamInvalid' ? knownGraphCode(body) : undefined);
  if (code === 'Graphveil.UpstreamTooLarge') return { code, detail: smallerPage };
  const status = code === 'Graphveil.OutsideGrant' ? { status: 404 } : {};
  return { code, detail: why, ...status, ...(word !== undefined && { graphCode: word }) };
};

/** Prepares a connector's rules for responses, which any thread can do. */
const prepareSanitizer = (
  connector: SanitizingConnector,
  matcher: Matcher,
  ports: Pick<ProxyPorts, 'clock' | 'random' | 'memory'>,
): Sanitize => {
  const runners = prepareRunners(connector.plan);
  const seal = createSealer(connector, matcher, ports);

  return ({ method, baseUrl, shared, index, request, response: { status, body, headers } }, keyring) => {
    if (isBlank(body))
      return runners.isBodiless(method, status)
        ? { ok: true, status, body: emptyBody, counts: noDrops }
        : { ok: false, cut: true, problem: { code: 'Graphveil.UpstreamInvalid', detail: 'the answer is empty' } };
    const { limit } = request;
    const ordered = request.ordered === true;
    const result = runners.at(index).run(body, {
      pseudonyms: keyring.pseudonyms,
      seal: seal({
        baseUrl,
        shared: shared === true,
        keyring,
        headers: request.headers,
        ...(ordered && { ordered: index }),
        ...(limit !== undefined && { population: limit.digest }),
      }),
      random: ports.random,
      ordered,
      ...(ports.memory !== undefined && { memory: ports.memory }),
      ...(limit !== undefined && { population: limit }),
    });
    if (!result.ok) return { ok: false, problem: problemOf(result, body), cut: result.cut === true };
    const { body: sanitized, counts, unfit } = result;
    const { raisedPage, accept } = request;
    const applied = appliedPreferences(request.headers['prefer'], headers['preference-applied']);
    return {
      ok: true,
      status,
      body: sanitized,
      counts,
      ...(unfit !== undefined && { unfit }),
      ...(accept !== undefined && { contentType: accept }),
      ...(raisedPage !== undefined && { raisedPage }),
      ...(applied !== undefined && { applied }),
    };
  };
};

/** The sanitizer of a thread that does nothing else. */
export const createSanitizer = (
  connector: SanitizingConnector,
  ports: Pick<ProxyPorts, 'clock' | 'random'>,
): Sanitize => prepareSanitizer(pinned(connector), prepareMatcher(connector.plan), ports);

/** Creates the step that applies the endpoint's rules to a response and seals its links, here or in another thread. */
export const createSanitize = (
  connector: SanitizingConnector,
  matcher: Matcher,
  ports: Pick<ProxyPorts, 'clock' | 'random' | 'offload' | 'memory'>,
) => {
  const sanitize = prepareSanitizer(connector, matcher, ports);
  return async (
    { method, baseUrl, shared = false }: Call,
    {
      index,
      request,
      keyring,
    }: { readonly index: number; readonly request: UpstreamTarget; readonly keyring: Keyring },
    response: UpstreamResponse,
  ): Promise<SanitizedResponse | { readonly ok: false; readonly problem: Problem; readonly cut?: boolean }> => {
    const whole = { method, baseUrl, shared, index, request, response };
    // Other threads don't have the population.
    if (request.limit !== undefined) return sanitize(whole, keyring);
    return (await ports.offload?.(whole, keyring)) ?? sanitize(whole, keyring);
  };
};
