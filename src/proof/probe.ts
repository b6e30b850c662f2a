import type { RunContext } from '../plan/index.ts';
import { documentationPseudonyms } from '../pseudonyms/documentation-keyring.ts';
import type { TransformNode } from '../rules/plan/index.ts';
import { transforms } from '../transforms/index.ts';

const tools: RunContext = {
  pseudonyms: documentationPseudonyms(),
  seal: () => undefined,
  random: (bytes) => new Uint8Array(bytes),
};

/** Texts of an invented person, and what must be left of none of them. */
const probes: readonly (readonly [text: string, secret: RegExp])[] = [
  ['Thornquist', /thornquist/i],
  ['Wren Thornquist', /wren|thornquist/i],
  ['wren.thornquist@fennmoor.example', /wren|thornquist/i],
  ['+12025550143', /5550143/],
  ['the bellfoundry closes on Thursday', /bellfoundry/i],
  ['https://files.fennmoor.example/wren/thornquist.docx', /wren|thornquist/i],
  ['Wren Thornquist <wren.thornquist@fennmoor.example>, +12025550143: the bellfoundry closes', /wren|5550143|bellf/i],
];

const written = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) => (member instanceof Map ? [...member] : member)) ?? '';

/** True where the transform, as it is told to, leaves a name, an address or a word of a text that nobody listed. */
export const letsAnythingThrough = ({ transform, options }: TransformNode): boolean => {
  const change = transforms.get(transform)?.compile(options);
  return change !== undefined && probes.some(([text, secret]) => secret.test(written(change(text, tools))));
};
