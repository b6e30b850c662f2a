import { compileOptions, type GivenOption } from '../compile/transform-options.ts';
import { fromPlain, printJson } from '../json/index.ts';
import { documentationPseudonyms, transforms } from './index.ts';

const tools = {
  pseudonyms: documentationPseudonyms(),
  seal: () => undefined,
  random: (count: number) => new Uint8Array(count),
};
const examples = [...transforms.values()].flatMap((transform) =>
  transform.examples.map((example) => ({ name: `${transform.name}: ${example.shows}`, transform, example })),
);

describe('examples of the transforms', () => {
  it.each(examples)('$name', ({ transform, example }) => {
    const form = Object.keys(example.options).includes('includeOriginal') ? 'by-path' : 'in-place';
    const given = new Map(Object.entries(example.options) as [string, GivenOption][]);
    const { options, problems } = compileOptions(transform, given, { form, safety: 'strict' });
    expect(problems).toEqual([]);
    const result = transform.compile(options ?? {})(fromPlain(example.input), tools);
    const plain = result === undefined ? undefined : JSON.parse(printJson(result));
    expect(plain).toEqual(example.output);
  });
});
