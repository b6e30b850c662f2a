import type { DropCounts, RunContext, Runners, RunResult, SanitizedBody } from '../plan/index.ts';
import type { RandomBytes, UpstreamAnswer } from '../ports/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { OwnBody } from './call.ts';
import { emptyBody } from './error-body.ts';
import type { Route } from './find-route.ts';
import type { SealingCall } from './seal-links.ts';

type Seal = (call: SealingCall) => RunContext['seal'];

const blank = /^\s*$/;
const longestBlank = 64;

const isBlank = (body: Uint8Array): boolean =>
  body.length <= longestBlank && blank.test(new TextDecoder().decode(body));

const nothing: Sanitized = {
  ok: true,
  body: emptyBody,
  counts: { unknownProperties: 0, unknownAnnotations: 0, wrongTypes: 0, unfitFormats: 0 },
};

/** Bytes that went through the rules, or none at all. */
export type Sanitized = { readonly ok: true; readonly body: SanitizedBody | OwnBody; readonly counts: DropCounts };
type Outcome = Sanitized | Extract<RunResult, { ok: false }>;

/** What the fifth step works on. */
export type Sanitizing = {
  readonly method: string;
  readonly route: Route;
  readonly answer: UpstreamAnswer;
  readonly keyring: Keyring;
  /** The proxy's own URL, without a slash at the end. */
  readonly baseUrl: string;
};

/** The fifth step: the endpoint's rules over the answer, links sealed on the way. */
export const createSanitize =
  (runners: Runners, seal: Seal, random: RandomBytes) =>
  ({ method, route, answer, keyring, baseUrl }: Sanitizing): Outcome => {
    if (isBlank(answer.body))
      return runners.isBodiless(method, answer.status)
        ? nothing
        : { ok: false, code: 'Graphveil.UpstreamInvalid', why: 'the answer is empty' };
    return runners.at(route.index).run(answer.body, {
      pseudonyms: keyring.pseudonyms,
      seal: seal({ baseUrl, keyring, headers: route.asked.headers }),
      random,
    });
  };
