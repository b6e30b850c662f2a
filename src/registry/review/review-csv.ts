import type { Review } from '../registry.ts';

/** A cell of RFC 4180. A leading sign would make a spreadsheet compute it. */
const cell = (value: string | number | undefined): string => {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const columns =
  'client,client id,grant,for,group,permissions,state,given,given by,until,age in days,last used,days unused,remarks';

/** Renders the grants of a review as CSV (RFC 4180), for spreadsheets. */
export const reviewCsv = ({ grants }: Pick<Review, 'grants'>): string => {
  const rows = grants.map((grant) =>
    [
      grant.clientName,
      grant.client,
      grant.id,
      grant.kind,
      grant.group,
      grant.permissions.join(' '),
      grant.state,
      grant.givenAt,
      grant.givenBy,
      grant.until,
      grant.ageDays,
      grant.lastUsed,
      grant.unusedDays,
      grant.marks.join(' '),
    ]
      .map(cell)
      .join(','),
  );
  return `${[columns, ...rows].join('\r\n')}\r\n`;
};
