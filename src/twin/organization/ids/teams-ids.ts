const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Thread of a one-on-one chat: both object ids in plain text, sorted. */
export const oneOnOneThread = (a: string, b: string): string => {
  const [first, second] = [a, b].sort();
  return `19:${first}_${second}@unq.gbl.spaces`;
};

/** Membership of a chat (`2`) or of a team (`1`): tenant, thread and person in base64. */
export const memberId = (tenantId: string, thread: string, personId: string, kind: 1 | 2 = 2): string =>
  base64(`0##${kind}##${tenantId}##${thread}##${personId}`);

/** Id of an online meeting: organizer and thread in base64. */
export const onlineMeetingId = (organizerId: string, thread: string): string => base64(`1*${organizerId}*0**${thread}`);

/** Returns the organizer and thread of an online meeting id; undefined for any other text. */
export const readOnlineMeetingId = (id: string): { organizerId: string; thread: string } | undefined => {
  const [one, organizerId = '', , , thread = ''] = Buffer.from(id, 'base64').toString('utf8').split('*');
  return one === '1' && thread.startsWith('19:') ? { organizerId, thread } : undefined;
};

/**
 * The link for joining a meeting: thread, tenant and organizer in plain text. It is the only key that meeting, event,
 * call and chat share.
 */
export const joinUrl = (tenantId: string, organizerId: string, thread: string): string => {
  const context = encodeURIComponent(JSON.stringify({ Tid: tenantId, Oid: organizerId }));
  const spelled = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return `https://teams.microsoft.com/l/meetup-join/${spelled(encodeURIComponent(thread))}/0?context=${spelled(context)}`;
};

/** A person's id in Teams events and Copilot. */
export const orgId = (personId: string): string => `8:orgid:${personId}`;
