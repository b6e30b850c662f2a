/** The closed list of Graphveil's own codes with their usual statuses; `docs/reference/problems.md` is generated from it. */
export const problemCodes = {
  'Graphveil.TargetInvalid': {
    status: 400,
    message: 'Invalid request target.',
  },
  'Graphveil.HostRefused': {
    status: 421,
    message: 'This server answers local tools only.',
  },
  'Graphveil.BodyNotAllowed': {
    status: 400,
    message: "Request bodies aren't allowed.",
  },
  'Graphveil.EventInvalid': {
    status: 400,
    message: "The event isn't an HTTP request.",
  },
  'Graphveil.EndpointNotAllowed': {
    status: 403,
    message: "The rules of this connector don't allow this call.",
  },
  'Graphveil.CallerUnknown': {
    status: 403,
    message: "The settings don't name this caller.",
  },
  'Graphveil.OutsideGrant': {
    status: 403,
    message: 'The call concerns somebody outside the group that this caller may see.',
  },
  'Graphveil.EndpointUnbounded': {
    status: 403,
    message: "This endpoint can't be limited to the people of a group.",
  },
  'Graphveil.PopulationUnavailable': {
    status: 503,
    message: "The members of the caller's group can't be read right now.",
  },
  'Graphveil.GroupNotFound': {
    status: 403,
    message: "The caller's group doesn't exist.",
  },
  'Graphveil.GroupNotReadable': {
    status: 503,
    message: "The connector may not read the members of the caller's group.",
  },
  'Graphveil.GroupHidden': {
    status: 403,
    message: "The members of the caller's group are hidden.",
  },
  'Graphveil.GroupTooSmall': {
    status: 403,
    message: "The caller's group has too few people.",
  },
  'Graphveil.GroupTooLarge': {
    status: 403,
    message: "The caller's group has too many people.",
  },
  'Graphveil.GroupsOverlap': {
    status: 403,
    message: "The caller's groups differ by too few people.",
  },
  'Graphveil.PseudonymInvalid': {
    status: 400,
    message: "A pseudonym in the request can't be opened.",
  },
  'Graphveil.LinkInvalid': {
    status: 400,
    message: "The link doesn't come from this connector; tokens of Graph itself aren't accepted.",
  },
  'Graphveil.ItemDropped': {
    status: 404,
    message: 'The rules drop this item.',
  },
  'Graphveil.LinkExpired': {
    status: 410,
    message: 'The paging or delta link can no longer be followed; start the synchronization over.',
  },
  'Graphveil.KeyringUnavailable': {
    status: 503,
    message: "The keyring isn't available.",
  },
  'Graphveil.IdentityTokenUnavailable': {
    status: 503,
    message: "The workload can't obtain its identity token.",
  },
  'Graphveil.SignInFailed': {
    status: 503,
    message: 'Microsoft Entra ID refused the sign-in.',
  },
  'Graphveil.ConsentMissing': {
    status: 503,
    message: 'Admin consent is missing for permissions that this connector needs.',
  },
  'Graphveil.AddressRefused': {
    status: 403,
    message: 'Calls from this address are not allowed.',
  },
  'Graphveil.TokenMissing': {
    status: 401,
    message: 'Access token is missing.',
  },
  'Graphveil.TokenInvalid': {
    status: 401,
    message: 'Access token is invalid.',
  },
  'Graphveil.TokenExpired': {
    status: 401,
    message: 'Access token has expired.',
  },
  'Graphveil.TokenRevoked': {
    status: 401,
    message: 'Access token was revoked.',
  },
  'Graphveil.NoGrant': {
    status: 403,
    message: 'This client has no grant.',
  },
  'Graphveil.ConnectorPaused': {
    status: 403,
    message: 'An administrator has paused this connector.',
  },
  'Graphveil.ConnectorDeleted': {
    status: 403,
    message: 'An administrator has deleted this connector.',
  },
  'Graphveil.PermissionMissing': {
    status: 403,
    message: 'The grants of this client don’t include the endpoint.',
  },
  'Graphveil.AccessRecordsUnavailable': {
    status: 503,
    message: 'The records of clients and grants aren’t available.',
  },
  'Graphveil.UpstreamRefused': {
    status: 502,
    message: 'Microsoft Graph refused the request.',
  },
  'Graphveil.NotFound': {
    status: 404,
    message: 'Microsoft Graph has nothing at this address.',
  },
  'Graphveil.UpstreamUnavailable': {
    status: 503,
    message: "Microsoft Graph isn't available right now.",
  },
  'Graphveil.Throttled': {
    status: 429,
    message: 'Microsoft Graph throttles this application.',
  },
  'Graphveil.UpstreamTooLarge': {
    status: 502,
    message: 'The response of Microsoft Graph is too large.',
  },
  'Graphveil.UpstreamInvalid': {
    status: 502,
    message: "The response of Microsoft Graph isn't the expected JSON.",
  },
  'Graphveil.LinkUnmapped': {
    status: 502,
    message: "The response has a paging link that the rules don't cover.",
  },
  'Graphveil.LinkTooLong': {
    status: 502,
    message: 'The response has a paging link that is too long to send back.',
  },
  'Graphveil.ReplyTooLarge': {
    status: 502,
    message: 'The sanitized response is too large for the platform.',
  },
  'Graphveil.UpstreamUnreachable': {
    status: 502,
    message: "Microsoft Graph can't be reached.",
  },
  'Graphveil.UpstreamTimeout': {
    status: 504,
    message: "Microsoft Graph didn't respond in time.",
  },
  'Graphveil.CallAbandoned': {
    status: 499,
    message: 'The caller left before the reply.',
  },
  'Graphveil.Busy': {
    status: 503,
    message: 'The proxy already has as many calls as it can hold.',
  },
  'Graphveil.InternalFault': {
    status: 500,
    message: 'Internal error.',
  },
} as const satisfies Record<string, { readonly status: number; readonly message: string }>;

export type ProblemCode = keyof typeof problemCodes;
