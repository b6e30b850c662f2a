import type { RunContext } from '../plan/index.ts';
import { documentationPseudonyms } from '../pseudonyms/documentation-keyring.ts';
import type { TransformNode } from '../rules/plan/index.ts';
import { transforms } from '../transforms/index.ts';
import { fillings } from './expressions/sample.ts';

const tools: RunContext = {
  pseudonyms: documentationPseudonyms(),
  seal: () => ({ ok: false, code: 'Graphveil.LinkUnmapped' }),
  random: (bytes) => new Uint8Array(bytes),
};

/** Parts of the probes that may leave: domains and the common beginning of links. */
const open = new Set(['fennmoor', 'example', 'https', 'files']);

/** Texts about people by themselves, in a sentence and in a link. */
const probes: readonly string[] = fillings.flatMap((text) => [
  text,
  `re: ${text}`,
  `https://files.fennmoor.example/${encodeURI(text)}`,
]);

/** Words and numbers of a probe that must not leave. */
const secretsOf = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !open.has(word));

const written = (value: unknown): string =>
  (
    JSON.stringify(value, (_key, member: unknown) => (member instanceof Map ? [...member] : member)) ?? ''
  ).toLowerCase();

const probed = new Map<string, boolean>();
const mostProbed = 1_000;

/** True if the transform lets through a name, an address or a word of a text in any of four scripts. */
export const letsAnythingThrough = (node: TransformNode): boolean => {
  const key = JSON.stringify([node.transform, node.options]);
  const lets = probed.get(key) ?? probe(node);
  if (probed.size === mostProbed) probed.clear();
  probed.set(key, lets);
  return lets;
};

const probe = ({ transform, options }: TransformNode): boolean => {
  const change = transforms.get(transform)?.compile(options);
  if (change === undefined) return false;
  return probes.some((text) => {
    const left = written(change(text, tools));
    return secretsOf(text).some((secret) => left.includes(secret));
  });
};
