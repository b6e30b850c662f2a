import { readCastFile } from './cast-file.ts';

describe('readCastFile', () => {
  it('reads people, and takes the rest for empty', () => {
    expect(readCastFile('people: { alice: { id: a } }', 'cast.yaml').cast).toEqual({
      people: { alice: { id: 'a' } },
      groups: {},
      things: {},
      canaries: {},
    });
  });

  it('rejects with every mistake and its position', () => {
    const { cast, diagnostics } = readCastFile('people: { alice: { id: 7 } }\nplaces: {}\n', 'cast.yaml');

    expect(cast).toBeUndefined();
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(['cast/invalid-value', 'cast/unknown-key']);
  });

  it('rejects text that isn’t YAML', () => {
    expect(readCastFile('people: [', 'cast.yaml').diagnostics[0]).toMatchObject({ code: 'yaml/syntax' });
  });
});
