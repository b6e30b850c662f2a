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
    cause: 'The function was invoked directly, or by a trigger other than its function URL or HTTP API.',
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
    cause: 'The token was changed or truncated, was made with another keyring, or is of another kind.',
    remedy: 'Use the token exactly as it appears in a reply of this deployment.',
  },
  'Graphveil.LinkInvalid': {
    status: 400,
    message: "The link doesn't come from this connector; tokens of Graph itself aren't accepted.",
    cause: 'The link was changed or truncated, or belongs to another connector or keyring.',
    remedy: 'Follow @odata.nextLink and @odata.deltaLink exactly as replies give them.',
  },
  'Graphveil.ItemDropped': {
    status: 404,
    message: 'The rules drop this item.',
    cause: 'The rules of the endpoint drop such items entirely, for example drafts that nobody received.',
    remedy: "Skip the item; lists don't contain it either.",
  },
  'Graphveil.LinkExpired': {
    status: 410,
    message: 'The paging or delta link can no longer be followed; start the synchronization over.',
    cause:
      'Paging links are valid for 24 hours and delta links for 60 days. Both expire when the rules of their endpoint change, and Graph can end them earlier.',
    remedy: 'Begin again without the link, as for Graph’s own resyncRequired.',
  },
  'Graphveil.KeyringUnavailable': {
    status: 503,
    message: "The keyring isn't available.",
    cause: 'It was never created (`graphveil keys init`), or the function may not read or decrypt it.',
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
    cause: "The application, its federated credential or the tenant doesn't match; the AADSTS number shows which.",
    remedy: 'Look up the AADSTS number in the troubleshooting guide.',
  },
  'Graphveil.ConsentMissing': {
    status: 503,
    message: 'Admin consent is missing for permissions that this connector needs.',
    cause: 'A tenant administrator has not granted them yet, or has revoked them.',
    remedy: 'Follow the consent document; the connector recovers by itself within a minute of the grant.',
  },
  'Graphveil.TokenMissing': {
    status: 401,
    message: 'Access token is missing.',
    cause: 'The request has no Authorization header.',
    remedy: 'Get an access token from the token endpoint and send it as `Authorization: Bearer …`.',
  },
  'Graphveil.TokenInvalid': {
    status: 401,
    message: 'Access token is invalid.',
    cause: 'It isn’t a token of this deployment’s token service, or it was changed or cut.',
    remedy: 'Get a new access token. A token of Microsoft Entra ID isn’t accepted here.',
  },
  'Graphveil.TokenExpired': {
    status: 401,
    message: 'Access token has expired.',
    cause: 'Its lifetime, at most 24 hours, is over.',
    remedy: 'Get a new access token; libraries do it by themselves after a 401.',
  },
  'Graphveil.TokenRevoked': {
    status: 401,
    message: 'Access token was revoked.',
    cause:
      'The client was deleted, the grant was ended or suspended, its refresh token was regenerated, or the token was revoked.',
    remedy: 'Ask the operator of the deployment; if the grant goes on, get a new token.',
  },
  'Graphveil.NoGrant': {
    status: 403,
    message: 'This client has no grant.',
    cause: 'Nobody has given the client a grant, or all of them have ended or are suspended.',
    remedy: 'Ask the operator to run `graphveil grants give`; the token stays valid.',
  },
  'Graphveil.PermissionMissing': {
    status: 403,
    message: 'The grants of this client don’t include the endpoint.',
    cause: 'Grants name permissions, and each permission names endpoints of a connector.',
    remedy: 'Run `graphveil clients permissions` to see which permission includes it, and ask the operator for it.',
  },
  'Graphveil.AccessRecordsUnavailable': {
    status: 503,
    message: 'The records of clients and grants aren’t available.',
    cause: 'The store doesn’t answer, or the function may not read it. Nothing is served on remembered decisions.',
    remedy: 'Try again later; check the table and the policy of the function’s role.',
  },
  'Graphveil.UpstreamRefused': {
    status: 502,
    message: 'Microsoft Graph refused the request.',
    cause: 'Graph answered with an error. Graphveil passes on its status but not its text, which can name people.',
    remedy: "Look up Graph's error code in the reply, if there is one.",
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
    cause: "Graph answered with a status of 500 or above, and a retry didn't help.",
    remedy: 'Try again later, after the time in Retry-After if there is one; check the service health of the tenant.',
  },
  'Graphveil.Throttled': {
    status: 429,
    message: 'Microsoft Graph throttles this application.',
    cause: "The calls exceed Graph's limit for the application, the mailbox or the tenant, and retries didn't help.",
    remedy:
      'Wait for the time in Retry-After, then continue with fewer concurrent requests; slow down when RateLimit-Remaining gets small.',
  },
  'Graphveil.UpstreamTooLarge': {
    status: 502,
    message: 'The response of Microsoft Graph is too large.',
    cause:
      'One page takes more memory than the function has. For 512 MB that is 35 MB; 64 MB is the limit for every function. A page that needs the walk over the parsed document, as those of rules in Psoxy’s form do, takes up to 40 times its size.',
    remedy:
      'Ask for a smaller page ($top or odata.maxpagesize); a link accepts it too. If the least page of the endpoint is too large, raise `memory` of the source.',
  },
  'Graphveil.UpstreamInvalid': {
    status: 502,
    message: "The response of Microsoft Graph isn't the expected JSON.",
    cause:
      "The body is empty, truncated or not JSON, even after a second request, or its root doesn't have the shape of the endpoint.",
    remedy: 'Try again; if the problem persists, compare the endpoint’s rule with Microsoft’s documentation.',
  },
  'Graphveil.LinkUnmapped': {
    status: 502,
    message: "The response has a paging link that the rules don't cover.",
    cause: 'No endpoint of the rule file matches the link.',
    remedy: 'Add the endpoint that the link leads to.',
  },
  'Graphveil.LinkTooLong': {
    status: 502,
    message: 'The response has a paging link that is too long to send back.',
    cause: "Microsoft Graph's token in the link is long, or the query that the link repeats is long.",
    remedy: 'Shorten the query: use fewer properties in $select or a shorter $filter.',
  },
  'Graphveil.ReplyTooLarge': {
    status: 502,
    message: 'The sanitized response is too large for the platform.',
    cause:
      'A reply that AWS Lambda buffers holds at most 6 MB, which is 4.5 MB of a body. Replies are buffered behind an HTTP API, in a VPC and with `streaming: false`; a function URL streams up to 200 MB.',
    remedy:
      'Send `Accept-Encoding: gzip`, which makes pages about ten times smaller, or ask for a smaller page ($top or odata.maxpagesize); a link accepts it too. Or expose the functions by function URLs that stream (`exposure: function-url`).',
  },
  'Graphveil.UpstreamUnreachable': {
    status: 502,
    message: "Microsoft Graph can't be reached.",
    cause: 'The connection failed or was closed before an answer.',
    remedy:
      'Try again. If the function runs in a VPC, check its egress. If TLS is inspected on the way and ends at TLS 1.2, set tenant.minimumTls.',
  },
  'Graphveil.UpstreamTimeout': {
    status: 504,
    message: "Microsoft Graph didn't respond in time.",
    cause: "The response took longer than the function's timeout.",
    remedy: 'Request smaller pages, or raise the connector’s timeout.',
  },
  'Graphveil.CallAbandoned': {
    status: 499,
    message: 'The caller left before the reply.',
    cause: 'The caller closed its connection during the call, so Graphveil also ended the request to Graph.',
    remedy: 'Raise the caller’s timeout, or request smaller pages. Only the log contains this code.',
  },
  'Graphveil.Busy': {
    status: 503,
    message: 'The proxy already has as many calls as it can hold.',
    cause: 'A server on this machine limits its concurrent calls and the large responses that wait to be sanitized.',
    remedy: 'Try again after the time in Retry-After, with fewer concurrent calls or smaller pages ($top).',
  },
  'Graphveil.InternalFault': {
    status: 500,
    message: 'Internal error.',
    cause: 'A bug or a broken deployment.',
    remedy: 'Report it with the request-id; the log line with this ID shows the location.',
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problemCodes;
