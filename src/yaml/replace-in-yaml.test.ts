import { replaceInYaml } from './replace-in-yaml.ts';

const text = `# first
name: old   # beside
of:
  # above
  one: { a: 1 }
  two: x
  # after
gone: 1
last: "y"
`;

describe('replaceInYaml', () => {
  it('keeps everything but the values', () => {
    const replaced = replaceInYaml(text, [
      { path: ['name'], by: 'new' },
      { path: ['of'], by: 'one: {}' },
      { path: ['gone'], by: undefined },
      { path: ['last'], by: '[1]' },
    ]);

    expect(replaced).toBe(`# first
name: new   # beside
of:
  # above
  one: {}
  # after
last: [1]
`);
  });

  it.each([[['nothing']], [['of', 'three']], [['name', 'inside']]])(
    'rejects the path %j, which does not exist',
    (path) => {
      expect(() => replaceInYaml(text, [{ path, by: 'x' }])).toThrow(`the text has no ${path.join('.')}`);
    },
  );
});
