import {
  appliedPreferences,
  type DropCounts,
  type RunResult,
  type SanitizedBody,
  type UpstreamTarget,
} from '../plan/index.ts';
import type { UpstreamResponse } from '../ports/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import { type Matcher, prepareRunners } from '../rule-forms/prepared.ts';
import type { Call, OwnBody } from './call.ts';
import { graphCode as knownGraphCode } from './check-response.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import { emptyBody } from './reply.ts';
import { createSealer } from './seal-links.ts';

/** A response that went through the rules, or that has no body. */
export type SanitizedResponse = {
  readonly status: number;
  readonly body: SanitizedBody | OwnBody;
  readonly counts: DropCounts;
  /** See `RunResult`. */
  readonly unfit?: Readonly<Record<string, number>>;
  /** The page size that replaced a smaller one in the call. */
  readonly raisedPage?: number;
  /** Preferences that Graph applied, as they were sent. */
  readonly applied?: string;
};

const blank = /^\s*$/;
const longestBlank = 64;

const isBlank = (body: Uint8Array): boolean =>
  body.length <= longestBlank && blank.test(new TextDecoder().decode(body));

const noDrops: DropCounts = { unknownProperties: 0, unknownAnnotations: 0, wrongTypes: 0, unfitFormats: 0 };

/** Uses Graph's own code of an error inside a 200 if it is on the list. */
const problemOf = ({ code, graphCode, why }: Extract<RunResult, { ok: false }>, body: Uint8Array): Problem => {
  const word = graphCode ?? (code === 'Graphveil.UpstreamInvalid' ? knownGraphCode(body) : undefined);
  return { code, detail: why, ...(word !== undefined && { graphCode: word }) };
};

/**
 * Creates the step that applies the endpoint's rules to a response and seals its links. `cut`: the response isn't whole, so
 * fetching it once more may help.
 */
export const createSanitize = (
  connector: ProxiedConnector,
  matcher: Matcher,
  ports: Pick<ProxyPorts, 'clock' | 'random'>,
) => {
  const runners = prepareRunners(connector.plan);
  const seal = createSealer(connector, matcher, ports);

  return (
    { method, baseUrl }: Call,
    {
      index,
      keyring,
      request,
    }: { readonly index: number; readonly request: UpstreamTarget; readonly keyring: Keyring },
    { status, body, headers }: UpstreamResponse,
  ):
    | ({ readonly ok: true } & SanitizedResponse)
    | { readonly ok: false; readonly problem: Problem; readonly cut?: boolean } => {
    if (isBlank(body))
      return runners.isBodiless(method, status)
        ? { ok: true, status, body: emptyBody, counts: noDrops }
        : { ok: false, cut: true, problem: { code: 'Graphveil.UpstreamInvalid', detail: 'the answer is empty' } };
    const ordered = request.ordered === true;
    const result = runners.at(index).run(body, {
      pseudonyms: keyring.pseudonyms,
      seal: seal({
        baseUrl: connector.publicUrl ?? baseUrl,
        keyring,
        headers: request.headers,
        ...(ordered && { ordered: index }),
      }),
      random: ports.random,
      ordered,
    });
    if (!result.ok) return { ok: false, problem: problemOf(result, body), cut: result.cut === true };
    const { body: sanitized, counts, unfit } = result;
    const { raisedPage } = request;
    const applied = appliedPreferences(request.headers['prefer'], headers['preference-applied']);
    return {
      ok: true,
      status,
      body: sanitized,
      counts,
      ...(unfit !== undefined && { unfit }),
      ...(raisedPage !== undefined && { raisedPage }),
      ...(applied !== undefined && { applied }),
    };
  };
};
