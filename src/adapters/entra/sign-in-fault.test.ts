import { signInFault } from './sign-in-fault.ts';
import { signInHint } from './sign-in-hints.ts';

describe('signInFault', () => {
  it.each([
    [undefined, "doesn't contain a token"],
    [{ kind: 'timeout' }, 'in time'],
    [{ kind: 'unreachable' }, 'egress'],
    [{ kind: 'untrusted' }, 'certificate'],
    [{ kind: 'outdated' }, "set tenant.minimumTls to '1.2'"],
    [{ kind: 'answered', status: 200 }, "doesn't contain a token"],
    [{ kind: 'answered', status: 399 }, "doesn't contain a token"],
    [{ kind: 'answered', status: 400 }, '400 without a code'],
    [{ kind: 'answered', status: 503 }, '503 without a code'],
    [{ kind: 'answered', status: 429 }, 'throttles'],
    [{ kind: 'answered', status: 429, aadsts: 65001 }, 'AADSTS65001: '],
  ] as const)('of %j says %s', (outcome, detail) => {
    expect(signInFault(outcome).problem).toStrictEqual({
      code: 'Graphveil.SignInFailed',
      detail: expect.stringContaining(detail),
    });
  });

  it.each(['7', '99999'])('passes on a waiting time of %s seconds', (retryAfter) => {
    const { problem } = signInFault({ kind: 'answered', status: 429, retryAfter });
    expect(problem.headers).toEqual({ 'retry-after': retryAfter });
  });

  it.each(['', 'Sun, 29 Nov 2026 08:00:00 GMT', '1 hour', 'in 5', '100000', '-1', '1.5'])(
    'passes on no waiting time that isn’t a number of seconds: %j',
    (retryAfter) => {
      expect(signInFault({ kind: 'answered', status: 429, retryAfter }).problem).not.toHaveProperty('headers');
    },
  );
});

describe('signInHint', () => {
  it.each([
    [50012, 'publishes its keys'],
    [50013, 'publishes its keys'],
    [50027, 'well-formed JWT'],
    [53003, 'Conditional Access'],
    [65001, 'admin consent is missing'],
    [70001, 'disabled'],
    [70011, 'scope'],
    [70021, 'issuer, subject, audience'],
    [70025, 'no federated credential'],
    [90002, 'tenant id'],
    [90038, 'cloud setting'],
    [90094, 'admin consent is missing'],
    [500011, 'cloud setting'],
    [500133, 'clock'],
    [650056, 'admin consent is missing'],
    [650057, 'requests no permission'],
    [700016, 'client id'],
    [700022, 'scope'],
    [700024, 'clock'],
    [700027, 'signature'],
    [700211, 'issuer'],
    [700212, 'audience'],
    [700213, 'subject'],
    [700222, 'own issuer'],
    [700227, 'audience'],
    [900382, 'cloud setting'],
    [900439, 'US Government'],
    [1002012, '/.default'],
    [7000112, 'disabled'],
    [7000215, 'client secret'],
    [7002138, 'letter case'],
  ])('of AADSTS%i names %s', (number, cause) => {
    expect(signInHint(number)).toContain(cause);
  });

  it('of another number refers to the guide', () => {
    expect(signInHint(1)).toContain('troubleshooting guide');
  });
});
