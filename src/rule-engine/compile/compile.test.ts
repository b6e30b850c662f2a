import { compileText } from '../testing/index.ts';

const psoxy = 'endpoints:\n  - pathTemplate: /x\n    transforms: []\n';

describe('compile', () => {
  it('recognizes the form by itself', () => {
    expect(compileText(psoxy).plan?.form).toBe('by-path');
    expect(compileText('endpoints: [{ pathTemplate: /x, response: { a: !<redact> {} } }]').plan?.form).toBe('in-place');
  });

  it('takes built-in rules for the in-place form, whatever they say', () => {
    expect(compileText(psoxy, { builtIn: true }).diagnostics).toContainEqual(
      expect.objectContaining({ code: 'rules/unknown-key', message: 'an endpoint has no key transforms' }),
    );
  });
});
