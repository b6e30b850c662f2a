import type { CompileResult } from '../compile/index.ts';
import type { Plan } from '../plan/index.ts';
import { explainAnswer, methodsOf } from './index.ts';
import { compileText } from './testing/compile-text.ts';

const compiled = (text: string): Required<Pick<CompileResult, 'plan' | 'notes'>> => {
  const { plan, notes, diagnostics } = compileText(text);
  if (plan === undefined || notes === undefined) throw new Error(JSON.stringify(diagnostics));
  return { plan, notes };
};

/** `what: disposition @line` of each row. */
const rowsOf = (text: string, endpoint = 0): readonly string[] => {
  const { plan, notes } = compiled(text);
  return explainAnswer(plan, notes, endpoint).map(
    ({ what, disposition, position }) => `${what}: ${disposition} @${position?.line}`,
  );
};

const named = `endpoints:
  - pathTemplate: /v1.0/x
    response:
      $ref: "#/definitions/thing"
  - pathTemplate: /v1.0/y
    collection: true
    response:
      a: [!<redact> {}]
definitions:
  thing:
    id: !<tokenize> { of: event-id }
    start: !<keep> { format: date }
    note: !<keep> { reason: because }
    count: keep
    more: { $ref: "#/definitions/thing" }
    kinds:
      $byType: { "#microsoft.graph.user": { mail: !<redact> {} } }
`;

const paths = `endpoints:
  - pathTemplate: /x
    allowedMethods: [get, head]
    augments:
      - !<textDigest>
        jsonPaths: ["$..body"]
    responseSchema: { type: object, properties: { a: { type: string } } }
    transforms:
      - !<redact>
        jsonPaths: ["$..a", "$..b"]
      - !<pseudonymize>
        jsonPaths: ["$..c"]
        applyOnlyWhen: "$..d"
  - pathTemplate: /y
    transforms: []
`;

describe('explainAnswer', () => {
  it('lists each kept property with its rule, and a recursion once', () => {
    expect(rowsOf(named)).toEqual([
      'id: tokenize @11',
      'start: keep (date) @12',
      'note: keep (any text) @13',
      'count: keep @14',
      'more: as above @11',
      'kinds (#microsoft.graph.user).mail: redact @17',
    ]);
  });

  it('lists the items of a collection', () => {
    expect(rowsOf(named, 1)).toEqual(['value[].a[]: redact @8']);
  });

  it("lists the paths of rules of Psoxy's form in their order", () => {
    expect(rowsOf(paths)).toEqual([
      '$..body: textDigest, beside it @5',
      'the whole answer: only what responseSchema lists @7',
      '$..a: redact @9',
      '$..b: redact @9',
      '$..c: pseudonymize, only where $..d finds anything @11',
    ]);
    expect(rowsOf(paths, 1)).toEqual([]);
  });

  it.each([named, paths])('lists nothing for an endpoint that is not there', (text) => {
    expect(rowsOf(text, 7)).toEqual([]);
  });

  it('lists an object that is dropped completely', () => {
    const { plan, notes } = compiled(named);
    const nodes = [
      { node: 'array', item: 1 },
      { node: 'object', properties: {}, links: [] },
    ];
    const [endpoint] = plan.endpoints;
    const empty = { ...endpoint, response: { form: 'allow-list', shape: 'entity', root: 0 } } as Plan['endpoints'][0];
    expect(explainAnswer({ ...plan, endpoints: [empty], nodes }, { ...notes, nodes: [] }, 0)).toEqual([
      { what: '[]', disposition: 'object' },
    ]);
  });

  it('lists nothing for a node that is not there', () => {
    const { plan, notes } = compiled(named);
    expect(explainAnswer({ ...plan, nodes: [] }, notes, 0)).toEqual([]);
  });

  it('gives rows without positions if the notes are of other rules', () => {
    const notes = { endpoints: [], nodes: [], undeclared: [] };
    for (const text of [named, paths])
      for (const row of explainAnswer(compiled(text).plan, notes, 0)) expect(row).not.toHaveProperty('position');
  });
});

describe('methodsOf', () => {
  it('gives the methods of all endpoints, each once', () => {
    expect(methodsOf(compiled(named).plan)).toEqual(['GET']);
    expect(methodsOf(compiled(paths.split('  - pathTemplate: /y')[0] ?? '').plan)).toEqual(['GET', 'HEAD']);
  });

  it('rejects a Plan that mixes forms', () => {
    const [own, other] = [compiled(named).plan, compiled(paths).plan];
    const mixed: Plan = { ...own, endpoints: [...own.endpoints, ...other.endpoints] };
    expect(() => methodsOf(mixed)).toThrow('the plan is of no known rule form, or mixes two');
  });
});
