import type { OfflineReply } from '../cases/offline-proxy.ts';
import type { Checked, Probe } from './ask-all.ts';
import { type Canary, shownIn } from './canary-values.ts';
import { type Shown, whereShown } from './where-shown.ts';

/** A planted text that leaked. */
export type Finding = {
  readonly endpoint: string;
  /** The part of the output in which it appeared. */
  readonly out: 'reply' | 'header' | 'log' | 'error';
  /** Location in that part. */
  readonly path: string;
  /** Name of the canary; its value is never printed. */
  readonly canary: string;
  /** The fix. */
  readonly hint: string;
};

/** A planted text in a place in which the rules, with a reason, allow any text. */
export type Exception = { readonly endpoint: string; readonly path: string; readonly reason: string };

export type Found = { readonly findings: readonly Finding[]; readonly exceptions: readonly Exception[] };

/** Formats that can't distinguish values about people from others. */
const open: ReadonlySet<string> = new Set(['guid', 'pattern', 'any']);

const judge = ({ path, node, canary }: Shown, { endpoint, named }: Probe, { notes }: Checked): Found => {
  const { pathTemplate } = endpoint;
  const rule = node === undefined ? undefined : named?.plan.nodes[node];
  const reason = node === undefined ? undefined : notes.nodes[node]?.reason;
  const kept = rule?.node === 'keep' && open.has(rule.format.format);
  if (kept && reason !== undefined) return { findings: [], exceptions: [{ endpoint: pathTemplate, path, reason }] };
  const hint = kept
    ? 'give the reason to keep such values in the rule: !<keep> { reason: … }, or drop the property'
    : rule?.node === 'transform'
      ? `${rule.transform} lets the canary through; name another transform`
      : 'drop the property, or name a transform for it';
  return { findings: [{ endpoint: pathTemplate, out: 'reply', path, canary: canary.name, hint }], exceptions: [] };
};

const elsewhere = (
  out: Finding['out'],
  text: string,
  canaries: readonly Canary[],
  endpoint: string,
): readonly Finding[] =>
  shownIn(text, canaries).map(({ name }) => ({
    endpoint,
    out,
    path: out,
    canary: name,
    hint: 'this is a bug in Graphveil; please report it',
  }));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Finds the planted texts that appear in a reply, its headers and the log of its call. */
export const findShown = (reply: OfflineReply, canaries: readonly Canary[], probe: Probe, checked: Checked): Found => {
  const { pathTemplate } = probe.endpoint;
  const outside = [
    ...elsewhere('header', JSON.stringify(reply.headers), canaries, pathTemplate),
    ...elsewhere('log', JSON.stringify(reply.records), canaries, pathTemplate),
  ];
  if (shownIn(reply.body, canaries).length === 0) return { findings: outside, exceptions: [] };
  if (reply.status >= 400)
    return { findings: [...outside, ...elsewhere('error', reply.body, canaries, pathTemplate)], exceptions: [] };
  const judged = whereShown(parsed(reply.body), probe.named, canaries).map((shown) => judge(shown, probe, checked));
  return {
    findings: [...outside, ...judged.flatMap(({ findings }) => findings)],
    exceptions: judged.flatMap(({ exceptions }) => exceptions),
  };
};
