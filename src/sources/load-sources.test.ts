import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findSource, loadSources } from './load-sources.ts';
import { kindsOf, readSourceFile } from './source-file.ts';

const good = (id: string, more = '') => `id: ${id}
title: Something
summary: One sentence.
availability: ga
graph: { version: v1.0 }
permissions:
  - { name: User.Read.All, reason: to list people, endpoints: [/v1.0/users] }
exampleCalls:
  - { title: People, path: /v1.0/users }
${more}`;

describe('loadSources', () => {
  let folder: string;

  const write = (files: Readonly<Record<string, string>>): string => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return join(folder, 'rules');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sources-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads each folder with its variants, extras and the shared files', () => {
    const extra = 'extras:\n  - { id: more, title: More, summary: More., rules: extras/more.yaml, permissions: [] }\n';
    const rules = write({
      'rules/shared/common.yaml': 'definitions: {}',
      'rules/planner/source.yaml': good('planner', `aliases: [tasks]\n${extra}`),
      'rules/planner/rules.yaml': 'endpoints: []',
      'rules/planner/variants/plain.yaml': 'summary: Plain.',
      'rules/planner/extras/more.yaml': 'adds: true',
      'rules/notes.md': 'not a source',
    });

    const { sources, diagnostics } = loadSources(rules);
    const source = findSource(sources, 'tasks');

    expect(diagnostics).toEqual([]);
    expect(source?.rules).toEqual({ path: 'rules/planner/rules.yaml', text: 'endpoints: []' });
    expect(source?.shared.map(({ path }) => path)).toEqual(['rules/shared/common.yaml']);
    expect([...(source?.variants.keys() ?? [])]).toEqual(['plain']);
    expect(source?.extraRules.get('more')?.text).toBe('adds: true');
    expect(findSource(sources, 'other')).toBeUndefined();
  });

  it('reads the kinds that a source declares', () => {
    const kind =
      'kinds:\n  boat-id: { title: a boat, example: boat-1, pattern: "boat-[0-9]+" }\n  oar-id: { title: an oar, example: x }\n';
    const { source, diagnostics } = readSourceFile(good('boats', kind), 'source.yaml');

    expect(diagnostics).toEqual([]);
    expect([...kindsOf(source ?? { kinds: {} })]).toEqual([
      ['boat-id', { title: 'a boat', example: 'boat-1', pattern: 'boat-[0-9]+' }],
      ['oar-id', { title: 'an oar', example: 'x' }],
    ]);
    expect([...kindsOf({ kinds: {} })]).toEqual([]);
  });

  it.each([
    ['user-id: { title: a person, example: x }', 'expected a name that no built-in kind has'],
    ['department: { title: a department, example: x }', 'expected lower-case words joined by hyphens'],
    ['Boat-Id: { title: a boat, example: x }', 'expected lower-case words joined by hyphens'],
    ['boat-id: { title: a boat }', 'example'],
    ['boat-id: { title: a boat, example: x, pattern: "(" }', 'expected a JavaScript expression'],
    ['boat-id: { title: a boat, example: x, pattern: "[0-9]+" }', 'expected an example'],
    ['boat-id: { title: a boat, example: a/b }', 'expected an example'],
    ['boat-id: { title: a boat, example: x, patern: x }', 'patern'],
  ])('rejects the kind %s', (kind, message) => {
    const { source, diagnostics } = readSourceFile(good('boats', `kinds:\n  ${kind}\n`), 'source.yaml');

    expect(source).toBeUndefined();
    expect(diagnostics.map((found) => `${found.message} ${found.hint}`).join()).toContain(message);
  });

  it('reports every mistake of every source at once, with its position', () => {
    const rules = write({
      'rules/a/source.yaml': good('a').replace('title:', 'titel:'),
      'rules/b/source.yaml': good('c'),
      'rules/d/source.yaml': 'id: [',
    });

    const { sources, diagnostics } = loadSources(rules);

    expect(sources).toEqual([]);
    expect(diagnostics.map(({ code, position: { file, line } }) => `${file}:${line} ${code}`)).toEqual([
      'rules/a/source.yaml:1 source/missing',
      'rules/a/source.yaml:2 source/unknown-key',
      'rules/b/source.yaml:1 source/missing-file',
      'rules/b/source.yaml:1 source/wrong-folder',
      'rules/d/source.yaml:1 yaml/syntax',
    ]);
    expect(diagnostics[1]?.hint).toBe('did you mean title?');
  });

  it('refuses two sources of one name', () => {
    const rules = write({
      'rules/a/source.yaml': good('a'),
      'rules/a/rules.yaml': '',
      'rules/b/source.yaml': good('b', 'aliases: [a]\n'),
      'rules/b/rules.yaml': '',
    });

    expect(loadSources(rules).diagnostics.map(({ code }) => code)).toEqual(['source/name-taken']);
  });
});
