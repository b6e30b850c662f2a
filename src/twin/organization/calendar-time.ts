export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/**
 * The organization's time: one quarter, with its last evening as the present. Fixed, so that runs on different days
 * agree.
 */
export const quarter = {
  start: Date.parse('2026-07-01T00:00:00Z'),
  end: Date.parse('2026-10-01T00:00:00Z'),
  today: Date.parse('2026-09-30T18:00:00Z'),
} as const;

const dayCount = (quarter.end - quarter.start) / dayMs;

/** Midnights (UTC) of the quarter's weekdays, Monday to Friday. */
export const workdays: readonly number[] = Array.from(
  { length: dayCount },
  (_, day) => quarter.start + day * dayMs,
).filter((midnight) => ![0, 6].includes(new Date(midnight).getUTCDay()));

/** `2026-07-01T09:00:00Z` */
export const isoSeconds = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** `2026-07-01T09:00:00.1230000Z`, with the seven digits that Graph writes. */
export const isoTicks = (instant: number): string => `${new Date(instant).toISOString().slice(0, 23)}0000Z`;

/** `2026-07-01` */
export const isoDate = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
