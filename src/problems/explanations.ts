import { type ProblemCode, problemCodes } from './codes.ts';

/** The cause of a problem, and its remedy. */
export type ProblemExplanation = { readonly cause: string; readonly remedy: string };

/** Explanations of all codes, for the command line and the reference. Functions don't contain them. */
export const problemExplanations: Readonly<Record<ProblemCode, ProblemExplanation>> = {
  'Graphveil.TargetInvalid': {
    cause:
      'The path or query has dot segments, an encoded slash, control characters, an empty segment or broken percent-encoding.',
    remedy: 'Send the path in origin form, each segment percent-encoded once.',
  },
  'Graphveil.HostRefused': {
    cause:
      'The Host header names another machine than this one, or a web page sent the request (DNS rebinding). On loopback, only loopback names are accepted; elsewhere also addresses.',
    remedy:
      'Send `Host: localhost` or the address, without an Origin header; start the server with `--allow-host` for another name.',
  },
  'Graphveil.BodyNotAllowed': {
    cause: 'Graphveil reads from Microsoft 365 and writes nothing; the rules couldn’t check a body.',
    remedy: 'Send the request without a body.',
  },
  'Graphveil.EventInvalid': {
    cause: 'The function was invoked directly, or by a trigger other than its function URL or HTTP API.',
    remedy: 'Call the function’s URL; `graphveil call` signs the request.',
  },
  'Graphveil.EndpointNotAllowed': {
    cause: 'No endpoint of the rule file matches the method, path and query parameters.',
    remedy:
      'Run `graphveil explain --source … --url …` to see which part fails; ask the owner of the rules to add the endpoint.',
  },
  'Graphveil.CallerUnknown': {
    cause:
      'The settings limit a caller to a group, so only callers with a role of their own in the settings may call. The principal has permission in AWS, but no such role.',
    remedy: 'Assume the role of a caller in graphveil.yaml; `graphveil call` does it with --role.',
  },
  'Graphveil.OutsideGrant': {
    cause: 'A person, group, team, drive, chat or call in the path or filter has no member of the caller’s group.',
    remedy:
      'Use pseudonyms of members of the group; /v1.0/users lists them. Who joins the group is visible after 10 minutes.',
  },
  'Graphveil.EndpointUnbounded': {
    cause:
      'Neither its path nor its items name a person or a group of people, so a caller that is limited to a group can’t use it.',
    remedy: 'Use an endpoint of a person or of the group; `graphveil prove --population` lists them.',
  },
  'Graphveil.PopulationUnavailable': {
    cause: 'Microsoft Graph has refused or failed for ten minutes.',
    remedy: 'Try again later. The connector asks Graph again every ten seconds.',
  },
  'Graphveil.GroupNotFound': {
    cause: 'The group was deleted, or the ID in the settings isn’t that of a group.',
    remedy: 'The administrator of the deployment corrects `callers.<name>.groups`.',
  },
  'Graphveil.GroupNotReadable': {
    cause: 'The application has no permission that reads members of groups, or nobody has granted it yet.',
    remedy:
      'The administrator of the deployment adds the extra `population` where the source has one, and a tenant administrator follows the consent document.',
  },
  'Graphveil.GroupHidden': {
    cause:
      'The group has hidden membership, and the application lacks Member.Read.Hidden. Graph then returns no members.',
    remedy:
      'The administrator of the deployment adds the extra `hidden-members`, which a tenant administrator grants, or chooses another group. Microsoft doesn’t let anybody change hidden membership.',
  },
  'Graphveil.GroupTooSmall': {
    cause:
      'Results about few people can be traced to each of them. The least number is `leastGroupSize` in the settings.',
    remedy: 'An owner adds people to the group, or the administrator of the deployment chooses another group.',
  },
  'Graphveil.GroupTooLarge': {
    cause: 'A function holds the members in memory, at most 20,000 of them.',
    remedy: 'The administrator of the deployment chooses a smaller group, or removes the limit of the caller.',
  },
  'Graphveil.GroupsOverlap': {
    cause:
      'A caller that sees two groups that differ by fewer people than `leastGroupSize` can tell who the others are. Membership may have changed since the deployment.',
    remedy: 'The administrator of the deployment removes one of the groups; `graphveil doctor` names them.',
  },
  'Graphveil.PseudonymInvalid': {
    cause: 'The token was changed or truncated, was made with another keyring, or is of another kind.',
    remedy: 'Use the token exactly as it appears in a reply of this deployment.',
  },
  'Graphveil.LinkInvalid': {
    cause: 'The link was changed or truncated, or belongs to another connector or keyring.',
    remedy: 'Follow @odata.nextLink and @odata.deltaLink exactly as replies give them.',
  },
  'Graphveil.ItemDropped': {
    cause: 'The rules of the endpoint drop such items entirely, for example drafts that nobody received.',
    remedy: "Skip the item; lists don't contain it either.",
  },
  'Graphveil.LinkExpired': {
    cause:
      'Paging links are valid for 24 hours and delta links for 60 days. Both expire when the rules of their endpoint change, and Graph can end them earlier.',
    remedy: 'Begin again without the link, as for Graph’s own resyncRequired.',
  },
  'Graphveil.KeyringUnavailable': {
    cause: 'It was never created (`graphveil keys init`), or the function may not read or decrypt it.',
    remedy: 'Run `graphveil keys status`; check the function role’s access to the parameter and the KMS key.',
  },
  'Graphveil.IdentityTokenUnavailable': {
    cause: 'Outbound identity federation is off in the account, or the role may not call sts:GetWebIdentityToken.',
    remedy: 'Run `graphveil doctor`; enable federation once per account.',
  },
  'Graphveil.SignInFailed': {
    cause: "The application, its federated credential or the tenant doesn't match; the AADSTS number shows which.",
    remedy: 'Look up the AADSTS number in the troubleshooting guide.',
  },
  'Graphveil.ConsentMissing': {
    cause: 'A tenant administrator has not granted them yet, or has revoked them.',
    remedy: 'Follow the consent document; the connector recovers by itself within a minute of the grant.',
  },
  'Graphveil.AddressRefused': {
    cause: 'The settings list the addresses of callers (`allowedSourceIps`), and the tool calls from another one.',
    remedy: 'Call from a listed address, or add this one to the settings and deploy.',
  },
  'Graphveil.TokenMissing': {
    cause: 'The request has no Authorization header.',
    remedy: 'Get an access token from the token endpoint and send it as `Authorization: Bearer …`.',
  },
  'Graphveil.TokenInvalid': {
    cause: 'It isn’t a token of this deployment’s token service, or it was changed or cut.',
    remedy: 'Get a new access token. A token of Microsoft Entra ID isn’t accepted here.',
  },
  'Graphveil.TokenExpired': {
    cause: 'Its lifetime, at most 24 hours, is over.',
    remedy: 'Get a new access token; libraries do it by themselves after a 401.',
  },
  'Graphveil.TokenRevoked': {
    cause:
      'The client was deleted, the grant was ended or suspended, its refresh token was regenerated, or the token was revoked.',
    remedy: 'Ask the operator of the deployment; if the grant goes on, get a new token.',
  },
  'Graphveil.NoGrant': {
    cause: 'Nobody has given the client a grant, or all of them have ended or are suspended.',
    remedy: 'Ask the operator to run `graphveil grants give`; the token stays valid.',
  },
  'Graphveil.ConnectorPaused': {
    cause: 'It refuses every call, with a token or without, until somebody resumes it. Tokens and grants stay.',
    remedy: 'Ask the administrator of the deployment, who sees the reason with `graphveil connectors show`.',
  },
  'Graphveil.ConnectorDeleted': {
    cause: 'It refuses every call. Its grants and refresh tokens have ended.',
    remedy: 'Ask the administrator of the deployment to configure it again, and for a new grant.',
  },
  'Graphveil.PermissionMissing': {
    cause: 'Grants name permissions, and each permission names endpoints of a connector.',
    remedy: 'Run `graphveil clients permissions` to see which permission includes it, and ask the operator for it.',
  },
  'Graphveil.AccessRecordsUnavailable': {
    cause: 'The store doesn’t answer, or the function may not read it. Nothing is served on remembered decisions.',
    remedy: 'Try again later; check the table and the policy of the function’s role.',
  },
  'Graphveil.UpstreamRefused': {
    cause: 'Graph answered with an error. Graphveil passes on its status but not its text, which can name people.',
    remedy: "Look up Graph's error code in the reply, if there is one.",
  },
  'Graphveil.NotFound': {
    cause: 'The person or item was deleted, or the person has no mailbox, drive or manager.',
    remedy: 'Skip it, or list again to see the items that exist.',
  },
  'Graphveil.UpstreamUnavailable': {
    cause: "Graph answered with a status of 500 or above, and a retry didn't help.",
    remedy: 'Try again later, after the time in Retry-After if there is one; check the service health of the tenant.',
  },
  'Graphveil.Throttled': {
    cause: "The calls exceed Graph's limit for the application, the mailbox or the tenant, and retries didn't help.",
    remedy:
      'Wait for the time in Retry-After, then continue with fewer concurrent requests; slow down when RateLimit-Remaining gets small.',
  },
  'Graphveil.UpstreamTooLarge': {
    cause:
      'One page takes more memory than the function has. For 512 MB that is 35 MB; 64 MB is the limit for every function. A page that needs the walk over the parsed document, as those of rules in Psoxy’s form do, takes up to 40 times its size.',
    remedy:
      'Ask for a smaller page ($top or odata.maxpagesize); a link accepts it too. If the least page of the endpoint is too large, raise `memory` of the source.',
  },
  'Graphveil.UpstreamInvalid': {
    cause:
      "The body is empty, truncated or not JSON, even after a second request, or its root doesn't have the shape of the endpoint.",
    remedy: 'Try again; if the problem persists, compare the endpoint’s rule with Microsoft’s documentation.',
  },
  'Graphveil.LinkUnmapped': {
    cause: 'No endpoint of the rule file matches the link.',
    remedy: 'Add the endpoint that the link leads to.',
  },
  'Graphveil.LinkTooLong': {
    cause: "Microsoft Graph's token in the link is long, or the query that the link repeats is long.",
    remedy: 'Shorten the query: use fewer properties in $select or a shorter $filter.',
  },
  'Graphveil.ReplyTooLarge': {
    cause:
      'A reply that AWS Lambda buffers holds at most 6 MB, which is 4.5 MB of a body. Replies are buffered behind an HTTP API, in a VPC and with `streaming: false`; a function URL streams up to 200 MB.',
    remedy:
      'Send `Accept-Encoding: gzip`, which makes pages about ten times smaller, or ask for a smaller page ($top or odata.maxpagesize); a link accepts it too. Or expose the functions by function URLs that stream (`exposure: function-url`).',
  },
  'Graphveil.UpstreamUnreachable': {
    cause: 'The connection failed or was closed before an answer.',
    remedy:
      'Try again. If the function runs in a VPC, check its egress. If TLS is inspected on the way and ends at TLS 1.2, set tenant.minimumTls.',
  },
  'Graphveil.UpstreamTimeout': {
    cause: "The response took longer than the function's timeout.",
    remedy: 'Request smaller pages, or raise the connector’s timeout.',
  },
  'Graphveil.CallAbandoned': {
    cause: 'The caller closed its connection during the call, so Graphveil also ended the request to Graph.',
    remedy: 'Raise the caller’s timeout, or request smaller pages. Only the log contains this code.',
  },
  'Graphveil.Busy': {
    cause: 'A server on this machine limits its concurrent calls and the large responses that wait to be sanitized.',
    remedy: 'Try again after the time in Retry-After, with fewer concurrent calls or smaller pages ($top).',
  },
  'Graphveil.InternalFault': {
    cause: 'A bug or a broken deployment.',
    remedy: 'Report it with the request-id; the log line with this ID shows the location.',
  },
};

/** A code with everything that its reader learns about it. */
export type ExplainedProblem = { readonly status: number; readonly message: string } & ProblemExplanation;

/** Returns all codes with their explanations, in the order of the list. */
export const explainedProblems = (): readonly (readonly [ProblemCode, ExplainedProblem])[] =>
  (Object.keys(problemCodes) as ProblemCode[]).map((code) => [
    code,
    { ...problemCodes[code], ...problemExplanations[code] },
  ]);
