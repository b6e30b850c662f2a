import type { OpenRequest } from '../plan/index.ts';
import type { Problem } from '../problems/index.ts';
import type { Keyring } from '../pseudonyms/index.ts';
import type { Matcher } from '../rule-forms/prepared.ts';
import type { CallTrace } from './call-trace.ts';
import type { ProxiedConnector, ProxyPorts } from './connector.ts';
import { type FollowedLink, followLink, type OpenedCall } from './follow-link.ts';
import { endpointOf, notOpened } from './read-call.ts';

/** The parts of a match for opening the call. */
type AcceptedCall = {
  readonly index: number;
  readonly endpoint: { readonly pathTemplate: string };
  readonly open: OpenRequest;
};

type OpenWith = (keyring: Keyring) => OpenedCall;

const openMatch =
  ({ index, endpoint, open }: AcceptedCall): OpenWith =>
  ({ pseudonyms }) => {
    const opened = open(pseudonyms.open);
    if (opened.ok) return { ok: true, index, endpoint, request: opened.request };
    return {
      ok: false,
      problem: notOpened(opened),
      unknownEpoch: opened.reason === 'unknown-epoch',
    };
  };

/**
 * Opens the pseudonyms of a call, or its link. A token of an unknown epoch can be newer than the cached keyring, so the
 * store is read once more (with a cooldown, so that forged tokens don't cause repeated reads).
 */
export const createOpen =
  ({ name, plan }: ProxiedConnector, matcher: Matcher, { keyrings, clock }: Pick<ProxyPorts, 'keyrings' | 'clock'>) =>
  async (
    match:
      | FollowedLink
      | { readonly index: number; readonly endpoint: { readonly pathTemplate: string }; readonly open: OpenRequest },
  ): Promise<
    { readonly trace: Pick<CallTrace, 'keyring' | 'endpoint'> } & (
      | ({ readonly keyring: Keyring } & Extract<OpenedCall, { ok: true }>)
      | { readonly ok: false; readonly problem: Problem }
    )
  > => {
    const openWith: OpenWith =
      'sealed' in match
        ? (keyring) => followLink(match, { connector: name, plan, matcher, keyring, now: clock() })
        : openMatch(match);

    let keyring = await keyrings.current();
    let opened = openWith(keyring);
    if (!opened.ok && opened.unknownEpoch) {
      keyring = await keyrings.refetch();
      opened = openWith(keyring);
    }
    if (!opened.ok) return { ok: false, problem: opened.problem, trace: { keyring } };
    return { ...opened, keyring, trace: { keyring, ...endpointOf(opened) } };
  };
