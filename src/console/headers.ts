const contentPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Headers of every reply: nothing runs, nothing frames it, nothing keeps it, and no other site learns its address. */
export const strictHeaders = (origin: string): Readonly<Record<string, string>> => ({
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  ...(origin.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
});

/**
 * True for a request that a page of this console sent. Browsers state the relation of the sender to this site
 * (`Sec-Fetch-Site`); older ones only its origin. A program that isn't a browser states neither, and needs the session's token.
 */
export const isFromHere = (request: Request, origin: string): boolean => {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const sender = request.headers.get('origin');
  return sender === null || sender === origin;
};
