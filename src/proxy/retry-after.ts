const seconds = /^[0-9]{1,7}$/;
/** IMF-fixdate (RFC 9110, 5.6.7). */
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/;

/** A `Retry-After` that can be passed on; undefined for anything but seconds and a date. */
export const passableRetryAfter = (value: string | undefined): string | undefined => {
  const text = value?.trim() ?? '';
  return seconds.test(text) || (httpDate.test(text) && !Number.isNaN(Date.parse(text))) ? text : undefined;
};

/** Milliseconds to wait from now; undefined where the header is absent or can't be read. */
export const retryAfterMs = (value: string | undefined, now: number): number | undefined => {
  const text = passableRetryAfter(value);
  if (text === undefined) return undefined;
  return seconds.test(text) ? Number(text) * 1_000 : Math.max(0, Date.parse(text) - now);
};
