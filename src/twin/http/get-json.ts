import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request } from 'node:https';

/** Gets a JSON document over HTTPS, trusting only `ca`. Throws if the status isn't 200 or the body isn't JSON. */
export const getJson = async (url: string, ca: string, headers: OutgoingHttpHeaders = {}): Promise<unknown> => {
  const sent = request(url, { ca, headers, timeout: 5_000 });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  if (response.statusCode !== 200) throw new Error(`expected 200 of a JSON document, got ${response.statusCode}`);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
};
