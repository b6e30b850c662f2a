import { asciiLower } from '../../plan/index.ts';
import type { QueryParts } from './match-query.ts';

/** A text with its page size raised if necessary, and whether it was. */
export type Raised = { readonly text: string; readonly raised: boolean };

/** Page sizes that an endpoint accepts. */
export type PageSizes = { readonly least: number; readonly most: number };

const fitAll = (text: string, sizes: RegExp, { least, most }: PageSizes): Raised => {
  let raised = false;
  const written = text.replace(sizes, (whole, before: string, size: string) => {
    if (Number(size) > most) return `${before}${most}`;
    if (Number(size) >= least) return whole;
    raised = true;
    return `${before}${least}`;
  });
  return { text: written, raised };
};

/** Raises a page size that a caller sets as a number. Other text stays unchanged. */
export const raiseTop = (text: string, least: number): Raised =>
  fitAll(text, /^()(-?[0-9]+)$/, { least, most: Infinity });

/** Fits `odata.maxpagesize` in the value of a `Prefer` header to the sizes that the endpoint accepts. */
export const fitPreference = (prefer: string, sizes: PageSizes): Raised =>
  fitAll(prefer, /((?:^|[\s,;])odata\.maxpagesize="?)([0-9]+)/gi, sizes);

const isTop = (name: string): boolean => /^(?:\$|%24)?top$/.test(asciiLower(name));

/** Raises `$top` in an upstream link, in any spelling. The rest stays byte-identical. */
export const raiseLink = (target: string, least: number): string => {
  const [path = '', query] = target.split(/\?(.*)/s);
  if (query === undefined) return target;
  const pairs = query.split('&').map((pair) => {
    const [name = '', value] = pair.split(/=(.*)/s);
    return value !== undefined && isTop(name) ? `${name}=${raiseTop(value, least).text}` : pair;
  });
  return `${path}?${pairs.join('&')}`;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const canonical = (name: string): string => asciiLower(decoded(name).replace(/^\$/, ''));

/** Parameters of a link by canonical name, decoded. */
const heldBy = (target: string): ReadonlyMap<string, string> => {
  const [, query = ''] = target.split(/\?(.*)/s);
  return new Map(
    query.split('&').map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [canonical(name), decoded(value)];
    }),
  );
};

const withTop = (target: string, size: string): string => {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const pairs = query.split('&').filter((pair) => pair !== '');
  const at = pairs.findIndex((pair) => isTop(pair.replace(/=.*$/s, '')));
  const replaced = pairs.map((pair, index) => (index === at ? pair.replace(/=.*$/s, `=${size}`) : pair));
  return `${path}?${(at < 0 ? [...pairs, `$top=${size}`] : replaced).join('&')}`;
};

const listed = (text: string): string => text.split(',').sort().join(',');

/**
 * Applies the parameters that a call repeats beside a link. A page size replaces a larger one and is raised to `least`; every
 * other parameter must equal the link's own. Graph keeps the `$select` of a delta link in its token, where it can't be compared.
 */
export const repeatLink = (
  target: string,
  repeated: readonly { readonly name: string; readonly value: string }[],
  least: number,
): ({ readonly ok: true } & Raised) | { readonly ok: false; readonly why: string } => {
  const held = heldBy(target);
  let link: Raised = { text: target, raised: false };
  for (const { name, value } of repeated) {
    const own = held.get(canonical(name));
    if (isTop(name)) {
      const top = raiseTop(value, least);
      if (own !== undefined && Number(top.text) > Number(own))
        return { ok: false, why: '$top beside a link can only be smaller than the page size of the link' };
      link = { text: withTop(link.text, top.text), raised: top.raised };
    } else if (own === undefined ? name !== '$select' : listed(own) !== listed(value))
      return { ok: false, why: `${name} beside a link must equal the one of the first call` };
  }
  return { ok: true, ...link };
};

type Query = readonly QueryParts[];

/** Raises the `$top` of a matched query. */
export const raiseQuery = (query: Query, least: number): { readonly query: Query; readonly raised: boolean } => {
  let raised = false;
  const written = query.map((parameter): QueryParts => {
    const [part] = parameter.parts;
    if (part === undefined || !isTop(parameter.name)) return parameter;
    const given = 'text' in part ? part.text : 'plain' in part ? part.plain : '';
    const top = raiseTop(given, least);
    raised ||= top.raised;
    return top.raised ? { ...parameter, parts: [{ text: top.text }] } : parameter;
  });
  return { query: written, raised };
};
