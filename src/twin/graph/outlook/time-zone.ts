import type { DateTimeTimeZone } from '@microsoft/microsoft-graph-types';
import { offices } from '../../organization/index.ts';
import { badRequest, type GraphCall } from '../core/index.ts';

const windowsZones = new Map<string, string>([
  ['utc', 'UTC'],
  ...offices.map(({ timeZone, iana }) => [timeZone.toLowerCase(), iana] as const),
]);

const formatters = new Map<string, Intl.DateTimeFormat>();

const formatter = (zone: string): Intl.DateTimeFormat => {
  const held = formatters.get(zone);
  if (held !== undefined) return held;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  formatters.set(zone, made);
  return made;
};

/** Writes instants as Outlook does: UTC, or the zone of `Prefer: outlook.timezone` (a Windows or an IANA name). */
export const timeWriter = (call: GraphCall): ((instant: number) => DateTimeTimeZone) => {
  const asked = call.prefer.get('outlook.timezone') ?? 'UTC';
  const zone = windowsZones.get(asked.toLowerCase()) ?? asked;
  if (zone === 'UTC') {
    return (instant) => ({ dateTime: `${new Date(instant).toISOString().slice(0, 23)}0000`, timeZone: 'UTC' });
  }
  try {
    const format = formatter(zone);
    return (instant) => ({ dateTime: `${format.format(instant).replace(' ', 'T')}.0000000`, timeZone: asked });
  } catch {
    throw badRequest(`The following TimeZone value is not supported: '${asked}'.`, 'TimeZoneNotSupportedException');
  }
};
