import { readJudgementsFile, readSourceFile } from '../../sources/index.ts';
import { type ScaffoldOptions, scaffoldSource } from './scaffold.ts';

const options: ScaffoldOptions = {
  id: 'planner',
  title: 'Planner',
  entity: 'plannerTask',
  pathTemplate: '/v1.0/users/{userId}/planner/tasks',
  shape: 'collection',
  permission: 'Tasks.Read.All',
  properties: [
    { name: 'id', known: 'string' },
    { name: 'title', known: 'string' },
  ],
  judgements: [{ type: 'plannerTask', property: 'title', judged: 'free-text' }],
};

describe('scaffoldSource', () => {
  it('writes a source file without mistakes', () => {
    const text = scaffoldSource(options).get('source.yaml') ?? '';

    expect(readSourceFile(text, 'source.yaml').diagnostics).toEqual([]);
  });

  it('lists what is there to decide upon, and keeps none of it', () => {
    const rules = scaffoldSource(options).get('rules.yaml') ?? '';

    expect(rules).toContain('    # title: string\n');
    expect(rules).toContain('userId: { kind: user-id, format: reversible-pseudonym }');
    expect(rules).not.toContain(': keep\n');
  });

  it('lists what nobody has judged, and judges none of it', () => {
    const text = scaffoldSource(options).get('privacy.yaml') ?? '';

    expect(text).toContain('#     title: free-text\n');
    expect(readJudgementsFile(text, 'privacy.yaml')).toMatchObject({ types: {}, diagnostics: [] });
    expect(scaffoldSource({ ...options, judgements: [] }).has('privacy.yaml')).toBe(false);
  });

  it('calls its case with a token where the path names a person', () => {
    const files = scaffoldSource({ ...options, pathTemplate: '/beta/groups/{groupId}/things' });

    expect(files.get('cases/what-it-keeps.case.yaml')).toContain(
      '/beta/groups/{{token keepers.id as group-id}}/things?$top=2',
    );
    expect(files.get('source.yaml')).toContain('version: beta');
  });

  it('leaves a parameter of no known kind to the author', () => {
    const rules = scaffoldSource({ ...options, pathTemplate: '/v1.0/boats/{boatId}/things' }).get('rules.yaml') ?? '';

    expect(rules).toContain('      boatId: { enum: [no-kind-yet] }\n');
    expect(rules).toContain('docs/reference/kinds.md');
  });

  it('asks for one thing, or for changes, as the path does', () => {
    const one = scaffoldSource({ ...options, shape: 'entity' });
    const changes = scaffoldSource({ ...options, shape: 'delta' });

    expect(one.get('rules.yaml')).not.toContain('collection');
    expect(one.get('cases/what-it-keeps.case.yaml')).toContain('    id: an-id\n');
    expect(changes.get('rules.yaml')).toContain('    collection: delta\n');
  });

  it('asks for no parameters where there are none', () => {
    const files = scaffoldSource({ ...options, pathTemplate: '/v1.0/things' });

    expect(files.get('rules.yaml')).not.toContain('pathParameterSchemas');
  });
});
