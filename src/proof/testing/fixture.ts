import { privacyTable, typeIndex } from '../../graph-types/type-index.ts';
import { compile } from '../../rule-forms/index.ts';
import type { Checked } from '../../rule-tests/canary/ask-all.ts';
import type { Cast } from '../../rule-tests/index.ts';

export const known = { types: typeIndex, privacy: privacyTable };

/** Compiles the rules of a test; throws with all mistakes. */
export const rules = (text: string): Checked => {
  const { plan, notes, diagnostics } = compile({
    title: 'test',
    main: { path: 'rules.yaml', text },
    shared: [],
    overlays: [],
    ...known,
    builtIn: false,
  });
  if (plan === undefined || notes === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return { plan, notes, known };
};

/** Rules with one endpoint that lists people. */
export const people = (user: string): Checked =>
  rules(`endpoints:
  - pathTemplate: /v1.0/users
    entity: user
    collection: true
    queryParamSchemas: { $top: { type: integer, minimum: 1, maximum: 9 } }
    response: ${user}
`);

export const cast: Cast = {
  people: {
    wren: {
      id: '0f8fad5b-d9cb-469f-a165-70867728950e',
      displayName: 'Wren Thornquist',
      mail: 'wren.thornquist@fennmoor.example',
      phone: '+12025550143',
    },
  },
  groups: {},
  things: {},
  canaries: { texts: ['the bellfoundry closes on Thursday'], fileNames: ['closing plan.docx'] },
};
