import type { FormValues } from '../ui/form.tsx';

/** Bytes of a body. */
const longestBody = 65_536;

const textOf = async (request: Request): Promise<string | undefined> => {
  if (Number(request.headers.get('content-length') ?? 0) > longestBody) return undefined;
  const bytes = await request.arrayBuffer();
  return bytes.byteLength > longestBody ? undefined : new TextDecoder().decode(bytes);
};

const typeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? '').replace(/;.*$/s, '').trim().toLowerCase();

/** Reads a form. Undefined if the body isn't one, or is too long. */
export const formOf = async (request: Request): Promise<FormValues | undefined> => {
  if (typeOf(request) !== 'application/x-www-form-urlencoded') return undefined;
  const text = await textOf(request);
  if (text === undefined) return undefined;
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text))
    values.set(name, [...(values.get(name) ?? []), value.replaceAll('\r\n', '\n')]);
  return values;
};

/** Reads a JSON object; an empty body is an empty object. Undefined if it isn't one, or is too long. */
export const jsonOf = async (request: Request): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const text = await textOf(request);
  if (text === '') return {};
  if (text === undefined || typeOf(request) !== 'application/json') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
};
