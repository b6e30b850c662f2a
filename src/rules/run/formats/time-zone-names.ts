import { ianaNames, windowsNames } from './time-zones.generated.ts';

/** Names that Windows and Outlook write and no publisher lists: retired zones, and zones of Outlook's or a person's making. */
const otherNames = [
  'Kamchatka Standard Time',
  'Mid-Atlantic Standard Time',
  'Customized Time Zone',
  'tzone://Microsoft/Custom',
  'tzone://Microsoft/Utc',
];

const all = [
  ...Object.entries(ianaNames).flatMap(([area, names]) =>
    names.map((name) => (area === '' ? name : `${area}/${name}`)),
  ),
  ...windowsNames,
  ...otherNames,
];

/** Every time zone name that Microsoft Graph uses, by its lower-case text. */
export const timeZoneNames: ReadonlyMap<string, string> = new Map(all.map((name) => [name.toLowerCase(), name]));
