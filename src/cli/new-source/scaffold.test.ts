import { readJudgementsFile, readSourceFile } from '../../sources/index.ts';
import { type ScaffoldOptions, scaffoldSource } from './scaffold.ts';

const options: ScaffoldOptions = {
  id: 'planner',
  title: 'Planner',
  entity: 'plannerTask',
  pathTemplate: '/v1.0/users/{userId}/planner/tasks',
  shape: 'collection',
  permission: 'Tasks.Read.All',
  kind: 'planner-task-id',
  parameterKinds: new Map([['userId', 'user-id']]),
  declared: new Map([['planner-task-id', 'an id of a task']]),
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

  it('lists the properties to decide about, and keeps none of them', () => {
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

  it('calls its case with a token if the path names a person', () => {
    const files = scaffoldSource({
      ...options,
      pathTemplate: '/beta/groups/{groupId}/things',
      parameterKinds: new Map([['groupId', 'group-id']]),
    });

    expect(files.get('cases/what-it-keeps.case.yaml')).toContain(
      '/beta/groups/{{token keepers.id as group-id}}/things?$top=2',
    );
    expect(files.get('source.yaml')).toContain('version: beta');
  });

  it('declares a kind for ids that no built-in kind describes, and uses it', () => {
    const files = scaffoldSource({
      ...options,
      pathTemplate: '/v1.0/boats/{boatId}/things',
      parameterKinds: new Map([['boatId', 'boat-id']]),
      declared: new Map([
        ['planner-task-id', 'an id of a task'],
        ['boat-id', 'a boat'],
      ]),
    });
    const { source, diagnostics } = readSourceFile(files.get('source.yaml') ?? '', 'source.yaml');

    expect(diagnostics).toEqual([]);
    expect(Object.keys(source?.kinds ?? {})).toEqual(['planner-task-id', 'boat-id']);
    expect(source?.kinds['boat-id']?.title).toBe('a boat');
    expect(files.get('rules.yaml')).toContain('      boatId: { kind: boat-id, format: reversible-pseudonym }\n');
    expect(files.get('rules.yaml')).toContain('    id: !<tokenize> { of: planner-task-id }\n');
    expect(files.get('cases/what-it-keeps.case.yaml')).toContain('/v1.0/boats/{boatId}/things?$top=2');
  });

  it('declares nothing if built-in kinds describe every id', () => {
    expect(scaffoldSource({ ...options, kind: 'event-id', declared: new Map() }).get('source.yaml')).not.toContain(
      'kinds:',
    );
  });

  it('requests one item, or changes, according to the path', () => {
    const one = scaffoldSource({ ...options, shape: 'entity' });
    const changes = scaffoldSource({ ...options, shape: 'delta' });

    expect(one.get('rules.yaml')).not.toContain('collection');
    expect(one.get('cases/what-it-keeps.case.yaml')).toContain('    id: AAMkAGI2TAAA-example\n');
    expect(changes.get('rules.yaml')).toContain('    collection: delta\n');
  });

  it('requires no parameters if there are none', () => {
    const files = scaffoldSource({ ...options, pathTemplate: '/v1.0/things', parameterKinds: new Map() });

    expect(files.get('rules.yaml')).not.toContain('pathParameterSchemas');
  });
});
