/**
 * Error code words of Microsoft Graph that are passed on. They are a fixed vocabulary and name nobody; any other word of
 * an answer is dropped, since free text can stand in its place. Sources: Graph's error reference, the workloads' own
 * pages (directory, Outlook, Teams, files), and observed answers.
 */
const words = new Set([
  'AccessDenied',
  'ApplicationThrottled',
  'Authentication_Unauthorized',
  'AuthenticationError',
  'Authorization_IdentityNotFound',
  'Authorization_RequestDenied',
  'BadGateway',
  'BadRequest',
  'CompactToken',
  'Conflict',
  'Directory_CannotReadData',
  'Directory_ExpiredPageToken',
  'Directory_ObjectNotFound',
  'Directory_QuotaExceeded',
  'Directory_ResultSizeLimitExceeded',
  'ErrorAccessDenied',
  'ErrorCalendarViewRangeTooBig',
  'ErrorExceededConnectionCount',
  'ErrorFolderNotFound',
  'ErrorInternalServerError',
  'ErrorInternalServerTransientError',
  'ErrorInvalidIdMalformed',
  'ErrorInvalidParameter',
  'ErrorInvalidRequest',
  'ErrorInvalidUrlQuery',
  'ErrorInvalidUser',
  'ErrorItemNotFound',
  'ErrorMailboxConcurrency',
  'ErrorMailboxMoveInProgress',
  'ErrorMailboxStoreUnavailable',
  'ErrorNonExistentMailbox',
  'ErrorQuotaExceeded',
  'ErrorServerBusy',
  'ErrorTimeoutExpired',
  'ErrorTooManyObjectsOpened',
  'Forbidden',
  'GatewayTimeout',
  'Gone',
  'InefficientFilter',
  'InternalServerError',
  'InvalidAuthenticationToken',
  'InvalidRequest',
  'ItemNotFound',
  'MailboxConcurrency',
  'MailboxNotEnabledForRESTAPI',
  'MailboxNotSupportedForRESTAPI',
  'MethodNotAllowed',
  'NotAcceptable',
  'NotFound',
  'NotImplemented',
  'OrganizationFromTenantGuidNotFound',
  'PaymentRequired',
  'PreconditionFailed',
  'RequestBroker--ParseUri',
  'RequestTimeout',
  'Request_BadRequest',
  'Request_ResourceNotFound',
  'Request_ThrottledTemporarily',
  'Request_UnsupportedQuery',
  'ResourceNotFound',
  'ServiceNotAvailable',
  'ServiceUnavailable',
  'SyncStateInvalid',
  'SyncStateNotFound',
  'TooManyRequests',
  'Unauthorized',
  'UnknownError',
  'UnsupportedMediaType',
  'accessDenied',
  'activityLimitReached',
  'generalException',
  'invalidRange',
  'invalidRequest',
  'itemNotFound',
  'notAllowed',
  'notSupported',
  'quotaLimitReached',
  'resyncApplyDifferences',
  'resyncChangesApplyDifferences',
  'resyncChangesUploadDifferences',
  'resyncRequired',
  'resyncUploadDifferences',
  'serviceNotAvailable',
  'syncStateInvalid',
  'syncStateNotFound',
  'tooManyRequests',
  'unauthenticated',
]);

/** Error bodies of Graph are small; more than this is none. */
const longestBody = 65_536;

type Json = { readonly [name: string]: Json } | string | null | undefined;

const member = (value: Json, name: string): Json =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? value[name] : undefined;

const parse = (body: Uint8Array): Json => {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as Json;
  } catch {
    return undefined;
  }
};

/** The code word of an error body when it is on the list, the outer one first; nothing else of the body is looked at. */
export const graphCode = (body: Uint8Array): string | undefined => {
  if (body.length > longestBody) return undefined;
  const error = member(parse(body), 'error');
  const inner = member(error, 'innerError') ?? member(error, 'innererror');
  return [member(error, 'code'), member(inner, 'code')].find(
    (word): word is string => typeof word === 'string' && words.has(word),
  );
};
