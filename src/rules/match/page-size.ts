import { asciiLower } from '../../plan/index.ts';
import type { QueryParts } from './match-query.ts';

/** A text with its page size raised if necessary, and whether it was. */
export type Raised = { readonly text: string; readonly raised: boolean };

const raiseAll = (text: string, sizes: RegExp, least: number): Raised => {
  let raised = false;
  const written = text.replace(sizes, (whole, before: string, size: string) => {
    if (Number(size) >= least) return whole;
    raised = true;
    return `${before}${least}`;
  });
  return { text: written, raised };
};

/** Raises a page size that a caller sets as a number. Other text stays unchanged. */
export const raiseTop = (text: string, least: number): Raised => raiseAll(text, /^()(-?[0-9]+)$/, least);

/** Raises `odata.maxpagesize` in the value of a `Prefer` header. */
export const raisePreference = (prefer: string, least: number): Raised =>
  raiseAll(prefer, /((?:^|[\s,;])odata\.maxpagesize="?)([0-9]+)/gi, least);

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
