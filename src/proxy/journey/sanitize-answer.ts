import type { RandomBytes, UpstreamAnswer } from '../../ports/index.ts';
import type { Keyring } from '../../pseudonyms/index.ts';
import type { Runners, RunResult, Tools } from '../../rule-engine/run/index.ts';
import type { SealingCall } from '../links/index.ts';
import type { Route } from './find-route.ts';

type Seal = (call: SealingCall) => Tools['seal'];

const blank = /^\s*$/;
const longestBlank = 64;

const isBlank = (body: Uint8Array): boolean =>
  body.length <= longestBlank && blank.test(new TextDecoder().decode(body));

/** Answers that have no body by their nature (RFC 9110, 6.4.1). */
const bodiless = (method: string, status: number): boolean => method === 'HEAD' || status === 204;

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
  ({ method, route, answer, keyring, baseUrl }: Sanitizing): RunResult => {
    if (isBlank(answer.body) && !bodiless(method, answer.status))
      return { ok: false, code: 'Graphveil.UpstreamInvalid', why: 'the answer is empty' };
    return runners.at(route.index).run(answer.body, {
      pseudonyms: keyring.pseudonyms,
      seal: seal({ baseUrl, keyring, headers: route.asked.headers }),
      random,
    });
  };
