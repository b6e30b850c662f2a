import type { IncomingMessage } from 'node:http';

/** Returns the header fields of a message by name, repeated fields joined by commas (RFC 9110, 5.3). */
export const headerFields = (message: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(', ')]));
