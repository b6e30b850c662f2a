/** The meaning of a problem code: its usual status, cause and remedy. */
export type ProblemEntry = {
  readonly status: number;
  readonly message: string;
  readonly cause: string;
  readonly remedy: string;
};

/** The closed list of Graphveil's own codes; `docs/reference/problems.md` is generated from it. */
export const problemCodes = {
  'Graphveil.TargetInvalid': {
    status: 400,
    message: 'Invalid request target.',
    cause:
      'The path or query has dot segments, an encoded slash, control characters, an empty segment or broken percent-encoding.',
    remedy: 'Send the path in origin form, each segment percent-encoded once.',
  },
  'Graphveil.HostRefused': {
    status: 421,
    message: 'This server answers local tools only.',
    cause:
      'It listens on loopback, and the Host header names another machine or a web page sent the request (DNS rebinding).',
    remedy: 'Send `Host: localhost` or `127.0.0.1`, without an Origin header.',
  },
  'Graphveil.BodyNotAllowed': {
    status: 400,
    message: "Request bodies aren't allowed.",
    cause: 'Graphveil reads from Microsoft 365 and writes nothing; the rules couldn’t check a body.',
    remedy: 'Send the request without a body.',
  },
  'Graphveil.EventInvalid': {
    status: 400,
    message: "The event isn't an HTTP request.",
    cause: 'It was invoked directly, or by a trigger other than its function URL or HTTP API.',
    remedy: 'Call the function’s URL; `graphveil call` signs the request.',
  },
  'Graphveil.EndpointNotAllowed': {
    status: 403,
    message: "The rules of this connector don't allow this call.",
    cause: 'No endpoint of the rule file matches the method, path and query parameters.',
    remedy:
      'Run `graphveil explain --source … --url …` to see which part fails; ask the owner of the rules to add the endpoint.',
  },
  'Graphveil.PseudonymInvalid': {
    status: 400,
    message: "A pseudonym in the request can't be opened.",
    cause: 'The token was changed, cut, made under another keyring, or names another kind of thing.',
    remedy: 'Use the token exactly as a reply of this deployment gave it.',
  },
  'Graphveil.LinkInvalid': {
    status: 400,
    message: "The link doesn't come from this connector; tokens of Graph itself aren't accepted.",
    cause: 'The link was changed or cut, or belongs to another connector or keyring.',
    remedy: 'Follow @odata.nextLink and @odata.deltaLink exactly as replies give them.',
  },
  'Graphveil.ItemDropped': {
    status: 404,
    message: 'The rules drop this item.',
    cause: 'The rules of the endpoint drop items like this one whole, for example drafts that nobody received.',
    remedy: 'Leave the item out; lists leave it out as well.',
  },
  'Graphveil.LinkExpired': {
    status: 410,
    message: 'The paging or delta link can no longer be followed; start the synchronization over.',
    cause:
      'Page links live 24 hours and delta links 60 days, both end when the rules of their endpoint change, and Graph can end them earlier.',
    remedy: 'Begin again without the link, as for Graph’s own resyncRequired.',
  },
  'Graphveil.KeyringUnavailable': {
    status: 503,
    message: "The keyring isn't available.",
    cause: 'It was never made (`graphveil keys init`), or the function may not read or decrypt it.',
    remedy: 'Run `graphveil keys status`; check the function role’s access to the parameter and the KMS key.',
  },
  'Graphveil.IdentityTokenUnavailable': {
    status: 503,
    message: "The workload can't obtain its identity token.",
    cause: 'Outbound identity federation is off in the account, or the role may not call sts:GetWebIdentityToken.',
    remedy: 'Run `graphveil doctor`; enable federation once per account.',
  },
  'Graphveil.SignInFailed': {
    status: 503,
    message: 'Microsoft Entra ID refused the sign-in.',
    cause: 'The application, its federated credential or the tenant does not match; the AADSTS number tells which.',
    remedy: 'Look the AADSTS number up in the troubleshooting guide.',
  },
  'Graphveil.ConsentMissing': {
    status: 503,
    message: 'Admin consent is missing for permissions that this connector needs.',
    cause: 'A tenant administrator has not granted them yet, or has revoked them.',
    remedy: 'Follow the consent document; the connector heals by itself within a minute of the grant.',
  },
  'Graphveil.UpstreamRefused': {
    status: 502,
    message: 'Microsoft Graph refused the request.',
    cause: 'Graph answered with an error; its status passes, its text does not, since it can name people.',
    remedy: 'Look up the code word of Graph in the reply, if there is one.',
  },
  'Graphveil.NotFound': {
    status: 404,
    message: 'Microsoft Graph has nothing at this address.',
    cause: 'The person or item was deleted, or the person has no mailbox, drive or manager.',
    remedy: 'Skip it, or list again to see the items that exist.',
  },
  'Graphveil.UpstreamUnavailable': {
    status: 503,
    message: "Microsoft Graph isn't available right now.",
    cause: 'Graph answered with a status of 500 or above, and trying again here did not help.',
    remedy: 'Try again later, after the time in Retry-After if there is one; check the service health of the tenant.',
  },
  'Graphveil.Throttled': {
    status: 429,
    message: 'Microsoft Graph throttles this application.',
    cause:
      'More was asked than Graph allows for the application, the mailbox or the tenant, and waiting here did not help.',
    remedy:
      'Wait for the time in Retry-After, then continue; send fewer requests at the same time, and slow down when RateLimit-Remaining gets small.',
  },
  'Graphveil.UpstreamTooLarge': {
    status: 502,
    message: 'The response of Microsoft Graph is too large.',
    cause: 'One page held more than the proxy keeps in memory.',
    remedy: 'Ask for less at a time: a smaller $top or odata.maxpagesize.',
  },
  'Graphveil.UpstreamInvalid': {
    status: 502,
    message: "The response of Microsoft Graph isn't the expected JSON.",
    cause:
      'The body was empty, cut or not JSON, also when it was fetched again, or its root had another shape than the endpoint’s.',
    remedy: 'Try again; if it stays, check the endpoint’s rule against the documentation.',
  },
  'Graphveil.LinkUnmapped': {
    status: 502,
    message: "The response has a paging link that the rules don't cover.",
    cause: 'An upstream link belongs to no endpoint of the rule file.',
    remedy: 'Add the endpoint that the link leads to.',
  },
  'Graphveil.LinkTooLong': {
    status: 502,
    message: 'The response has a paging link that is too long to send back.',
    cause: 'Microsoft Graph put a long token into the link, or the query that it repeats is long.',
    remedy: 'Ask with a shorter query: fewer properties in $select, a shorter $filter.',
  },
  'Graphveil.ReplyTooLarge': {
    status: 502,
    message: 'The sanitized response is too large for the platform.',
    cause: 'A buffered Lambda reply holds at most 6 MB.',
    remedy: 'Ask for less at a time: a smaller $top or odata.maxpagesize.',
  },
  'Graphveil.UpstreamUnreachable': {
    status: 502,
    message: "Microsoft Graph can't be reached.",
    cause: 'The connection failed or was closed before an answer.',
    remedy: 'Try again; check egress of the VPC where one is used.',
  },
  'Graphveil.UpstreamTimeout': {
    status: 504,
    message: "Microsoft Graph didn't respond in time.",
    cause: 'The answer took longer than the function may run.',
    remedy: 'Ask for less at a time, or raise the connector’s timeout.',
  },
  'Graphveil.CallAbandoned': {
    status: 499,
    message: 'The caller left before the reply.',
    cause: 'The connection of the caller closed while the call was in progress, so the request to Graph was ended too.',
    remedy: 'Raise the time that the caller waits, or ask for less at a time. Only the log has this code.',
  },
  'Graphveil.InternalFault': {
    status: 500,
    message: 'Internal error.',
    cause: 'A bug or a broken deployment.',
    remedy: 'Report it with the request-id; the log line of that id names the place.',
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problemCodes;
