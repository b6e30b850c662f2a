import type { ResponseNode } from '../../rules/plan/index.ts';
import type { Choose, Spot } from '../documents/plant.ts';
import { answerKey } from './answer-key.ts';
import { type Checked, type Probe, plantedAnswer, probesOf } from './ask-all.ts';

/** An endpoint whose reply depends on dropped values. */
export type Interference = { readonly endpoint: string; readonly message: string };

export type InterferenceResult = { readonly endpoints: number; readonly found: readonly Interference[] };

/** Returns a text that a kept place accepts, so that there is something to compare. */
const fitting = (node: ResponseNode | undefined): string => {
  if (node?.node !== 'keep') return 'heron';
  const { format } = node;
  if (format.format === 'identifier') return format.members[0] ?? 'heron';
  const samples: Readonly<Record<string, string>> = {
    'date-time': '2026-03-02T08:00:00Z',
    date: '2026-03-02',
    time: '08:00:00',
    duration: 'PT5M',
    guid: '0f8fad5b-d9cb-469f-a165-70867728950e',
    language: 'en-US',
    'time-zone': 'UTC',
    'mime-type': 'text/plain',
    'file-extension': 'docx',
  };
  return samples[format.format] ?? 'heron';
};

const isDropped = ({ node, invented }: Spot): boolean =>
  invented || node === undefined || (node.node === 'transform' && node.transform === 'redact');

/** Creates documents from a seed. Documents of different seeds differ only in values that the rules drop. */
const chooser =
  (seed: number): Choose =>
  (spot) => {
    const { property, path, node } = spot;
    if (isDropped(spot)) {
      if (property?.type === 'number') return seed * 1000 + path.length;
      if (property?.type === 'boolean') return seed % 2 === 0;
      return seed % 2 === 0 ? `value ${seed} of ${path}` : { [`name${seed}`]: [seed, path] };
    }
    if (property?.type === 'number') return path.length;
    if (property?.type === 'boolean') return true;
    return fitting(node);
  };

const compare = async (probe: Probe, checked: Checked): Promise<Interference | undefined> => {
  const endpoint = probe.endpoint.pathTemplate;
  const replies = [];
  for (const seed of [1, 2, 3]) replies.push(await probe.ask(plantedAnswer(probe, chooser(seed), checked)));
  const [first] = replies;
  if (first === undefined || first.status !== 200)
    return {
      endpoint,
      message: `the planted response led to ${first?.status ?? 'no reply'}, so there was nothing to compare`,
    };
  const bodies = new Set(replies.map(({ body }) => body));
  if (bodies.size === 1) return undefined;
  return { endpoint, message: 'responses that differ only in dropped values lead to different replies' };
};

/**
 * Checks each endpoint for non-interference: two responses of Graph that differ only in dropped properties give the
 * same reply, byte for byte. Skips endpoints of Psoxy's form, whose rules don't declare the dropped properties.
 */
export const checkInterference = async (
  checked: Checked,
  seen: Set<string> = new Set(),
): Promise<InterferenceResult> => {
  const found: Interference[] = [];
  let endpoints = 0;
  for (const probe of await probesOf(checked)) {
    const key = answerKey(probe);
    if (probe.named === undefined || seen.has(key)) continue;
    seen.add(key);
    endpoints += 1;
    const interference = await compare(probe, checked);
    if (interference !== undefined) found.push(interference);
  }
  return { endpoints, found };
};
