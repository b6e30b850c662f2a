import { readCaseFile, updateCaseFile } from './case-file.ts';

const text = `# seen in the wild
shows: people become pseudonyms
call: { url: "/v1.0/users?$top=2" }
upstream:
  body: { value: [{ id: "{{alice.id}}" }] } # as Microsoft writes it
`;

describe('readCaseFile', () => {
  it('fills in the optional parts of a case', () => {
    expect(readCaseFile(text, 'a.case.yaml').file).toMatchObject({
      variants: [],
      extras: [],
      call: { method: 'GET', headers: {} },
      upstream: { status: 200, headers: {} },
    });
  });

  it('rejects with every mistake and its position', () => {
    const { file, diagnostics } = readCaseFile('shows: ""\ncall: { ulr: x }\nupstream: { status: 7 }\n', 'a.case.yaml');

    expect(file).toBeUndefined();
    expect(diagnostics.map(({ code, position: { line } }) => `${line} ${code}`)).toEqual(
      expect.arrayContaining(['1 case/invalid-value', '2 case/missing', '2 case/unknown-key', '3 case/invalid-value']),
    );
    expect(diagnostics.find(({ code }) => code === 'case/unknown-key')?.hint).toBe('did you mean url?');
  });

  it('rejects text that isn’t YAML', () => {
    expect(readCaseFile('call: [', 'a.case.yaml').diagnostics[0]).toMatchObject({ code: 'yaml/syntax' });
  });
});

describe('updateCaseFile', () => {
  const reply = { status: 200, body: { value: [] } };

  it('writes goldens and leaves the rest as a person wrote it', () => {
    const updated = updateCaseFile(text, { asked: '/v1.0/users?$top=2', prefer: 'a=b', reply });

    expect(updated).toContain('# seen in the wild');
    expect(updated).toContain('# as Microsoft writes it');
    expect(readCaseFile(updated, 'a.case.yaml').file).toMatchObject({
      upstream: { asked: '/v1.0/users?$top=2', prefer: 'a=b' },
      reply,
    });
  });

  it('removes requests that are no longer sent, and writes the same again', () => {
    const once = updateCaseFile(text, { asked: '/v1.0/users', prefer: 'a=b', reply });
    const twice = updateCaseFile(once, { asked: '/v1.0/users', reply });

    expect(twice).not.toContain('prefer');
    expect(updateCaseFile(twice, { asked: '/v1.0/users', reply })).toBe(twice);
  });
});
