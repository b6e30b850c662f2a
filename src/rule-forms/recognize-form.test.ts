import { recognizeForm } from './compile.ts';

describe('recognizeForm', () => {
  it.each([
    ['a response', 'endpoints:\n  - pathTemplate: /a\n    response: { id: keep }'],
    ['named endpoints of a shared file', 'endpoints:\n  users: { pathTemplate: /a, entity: user }'],
    [
      'more keys of its own than of the other',
      'endpoints:\n  - { pathTemplate: /a, entity: x, response: {}, allowedMethods: [GET] }',
    ],
    ['lists', 'lists: {}'],
  ])('knows the allow-list form by %s', (_what, text) => {
    expect(recognizeForm(text)).toBe('allow-list');
  });

  it.each([
    ['transforms', 'endpoints:\n  - pathTemplate: /a\n    transforms: []'],
    [
      'a schema, whatever its properties are called',
      'endpoints:\n  - pathRegex: ^/a$\n    responseSchema: { properties: { response: {}, entity: {} } }',
    ],
    ['no mark at all', 'endpoints:\n  - pathTemplate: /a'],
    ['an empty file', ''],
    ['something else', '[1, 2]'],
    ['JSON', '{"endpoints":[{"pathTemplate":"/a","transforms":[]}]}'],
    ['text that is hardly YAML', 'endpoints:\n  - pathRegex: "^/a\n  b$"\n    transforms: []'],
  ])("knows Psoxy's form by %s", (_what, text) => {
    expect(recognizeForm(text)).toBe('psoxy');
  });
});
