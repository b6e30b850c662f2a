/** What a problem code means: its usual status, what causes it, what mends it and who can. */
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
    message: 'The request target is not one that Graphveil reads.',
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
    message: 'The request carries a body, and none is ever passed on.',
    cause: 'Graphveil reads from Microsoft 365 and writes nothing; what a body says could not be checked by the rules.',
    remedy: 'Send the request without a body.',
  },
  'Graphveil.EventInvalid': {
    status: 400,
    message: 'The function was invoked with something that is not an HTTP request.',
    cause: 'It was invoked directly, or by a trigger other than its function URL or HTTP API.',
    remedy: 'Call the function’s URL; `graphveil call` signs the request.',
  },
  'Graphveil.EndpointNotAllowed': {
    status: 403,
    message: 'The rules of this connector do not allow this call.',
    cause: 'No endpoint of the rule file matches the method, path and query parameters.',
    remedy:
      'Run `graphveil explain --source … --url …` to see which part fails; ask the owner of the rules to add the endpoint.',
  },
  'Graphveil.PseudonymInvalid': {
    status: 400,
    message: 'A pseudonym in the request cannot be opened.',
    cause: 'The token was changed, cut, made under another keyring, or names another kind of thing.',
    remedy: 'Use the token exactly as a reply of this deployment gave it.',
  },
  'Graphveil.LinkInvalid': {
    status: 400,
    message: 'The link is not one that this connector gave; tokens of Graph itself are not accepted.',
    cause: 'The link was changed or cut, or belongs to another connector or keyring.',
    remedy: 'Follow @odata.nextLink and @odata.deltaLink exactly as replies give them.',
  },
  'Graphveil.ItemDropped': {
    status: 404,
    message: 'The item is one that the rules drop.',
    cause: 'The rules of the endpoint drop items like this one whole, for example drafts that nobody received.',
    remedy: 'Leave the item out; lists leave it out as well.',
  },
  'Graphveil.LinkExpired': {
    status: 410,
    message: 'The paging or delta link can no longer be followed; start the synchronization over.',
    cause: 'Page links live 24 hours and delta links 60 days, and both end when the rules of their endpoint change.',
    remedy: 'Begin again without the link, as for Graph’s own resyncRequired.',
  },
  'Graphveil.KeyringUnavailable': {
    status: 503,
    message: 'The keyring is not available.',
    cause: 'It was never made (`graphveil keys init`), or the function may not read or decrypt it.',
    remedy: 'Run `graphveil keys status`; check the function role’s access to the parameter and the KMS key.',
  },
  'Graphveil.IdentityTokenUnavailable': {
    status: 503,
    message: 'The workload could not obtain its identity token.',
    cause: 'Outbound identity federation is off in the account, or the role may not call sts:GetWebIdentityToken.',
    remedy: 'Run `graphveil doctor`; enable federation once per account.',
  },
  'Graphveil.SignInFailed': {
    status: 503,
    message: 'Microsoft Entra ID did not accept the sign-in.',
    cause: 'The application, its federated credential or the tenant does not match; the AADSTS number says which.',
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
    remedy: 'The code word of Graph, where known, says what is wrong.',
  },
  'Graphveil.Throttled': {
    status: 429,
    message: 'Microsoft Graph throttles this application.',
    cause:
      'More was asked than Graph allows for the application, the mailbox or the tenant, and waiting here did not help.',
    remedy: 'Wait as long as Retry-After says, then go on; ask for fewer things at the same time.',
  },
  'Graphveil.UpstreamTooLarge': {
    status: 502,
    message: 'The answer of Microsoft Graph is larger than Graphveil reads.',
    cause: 'One page held more than the proxy keeps in memory.',
    remedy: 'Ask for less at a time: a smaller $top or odata.maxpagesize.',
  },
  'Graphveil.UpstreamInvalid': {
    status: 502,
    message: 'Microsoft Graph answered with something that is not the expected JSON.',
    cause: 'The body was empty, cut, not JSON, or its root had another shape than the endpoint’s.',
    remedy: 'Try again; if it stays, check the endpoint’s rule against the documentation.',
  },
  'Graphveil.LinkUnmapped': {
    status: 502,
    message: 'The answer pages to a place that the rules do not name.',
    cause: 'An upstream link belongs to no endpoint of the rule file.',
    remedy: 'Add the endpoint that the link leads to.',
  },
  'Graphveil.LinkTooLong': {
    status: 502,
    message: 'The answer pages on with a link that is longer than callers could send back.',
    cause: 'Microsoft Graph put a long token into the link, or the query that it repeats is long.',
    remedy: 'Ask with a shorter query: fewer properties in $select, a shorter $filter.',
  },
  'Graphveil.ReplyTooLarge': {
    status: 502,
    message: 'The sanitized reply is larger than the platform can carry.',
    cause: 'A buffered Lambda reply holds at most 6 MB.',
    remedy: 'Ask for less at a time: a smaller $top or odata.maxpagesize.',
  },
  'Graphveil.UpstreamUnreachable': {
    status: 502,
    message: 'Microsoft Graph could not be reached.',
    cause: 'The connection failed or was closed before an answer.',
    remedy: 'Try again; check egress of the VPC where one is used.',
  },
  'Graphveil.UpstreamTimeout': {
    status: 504,
    message: 'Microsoft Graph did not answer in time.',
    cause: 'The answer took longer than the function may run.',
    remedy: 'Ask for less at a time, or raise the connector’s timeout.',
  },
  'Graphveil.InternalFault': {
    status: 500,
    message: 'Graphveil met a fault of its own.',
    cause: 'A bug or a broken deployment.',
    remedy: 'Report it with the request-id; the log line of that id names the place.',
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problemCodes;
