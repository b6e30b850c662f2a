import { createHash } from 'node:crypto';
import { createReport, hasErrors } from '../../diagnostics/index.ts';
import type { EndpointPlan, Plan } from '../../plan/index.ts';
import type { CompileInput, CompileResult, PlanNotes } from '../compile-input.ts';
import { checkDefinitions, checkUse } from './check-definitions.ts';
import { checkPaging } from './check-paging.ts';
import { checkUndeclared, undeclaredNotes } from './check-undeclared.ts';
import { type CompiledEndpoint, compileEndpoint } from './compile-endpoint.ts';
import { openLibrary } from './library.ts';
import { createNodes, type MadeNode } from './nodes.ts';
import { checkReachable } from './reachability.ts';
import { createResolve } from './resolve.ts';
import type { Session } from './session.ts';

/** JSON with sorted keys, so that equal values have equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('base64url');

const planEndpoint = ({ template, request, response }: CompiledEndpoint): readonly EndpointPlan[] =>
  response === undefined
    ? []
    : [
        {
          pathTemplate: template.value,
          position: template.position,
          requestHash: hashOf(request),
          request,
          response,
        },
      ];

const assemble = (title: string, compiled: readonly CompiledEndpoint[], made: readonly MadeNode[]): Plan => {
  const endpoints = compiled.flatMap(planEndpoint);
  const nodes = made.map(({ node }) => node);
  const decisive = { endpoints: endpoints.map(({ position: _, ...rest }) => rest), nodes };
  return { format: 1, title, hash: hashOf(decisive), form: 'in-place', endpoints, nodes };
};

const assembleNotes = (
  compiled: readonly CompiledEndpoint[],
  made: readonly MadeNode[],
  session: Session,
): PlanNotes => ({
  endpoints: compiled.map(({ notes }) => notes),
  nodes: made.map(({ notes }) => notes),
  undeclared: undeclaredNotes(session),
});

/** Compiles rules of the in-place form; says everything that is wrong with them at once. */
export const compileInPlace = (input: CompileInput): CompileResult => {
  const report = createReport();
  const library = openLibrary(input, report);
  const session = {
    input,
    report,
    library,
    resolve: createResolve(library, report),
    transforms: new Map(),
    nodes: createNodes(),
  };

  if (library.main.endpoints.length === 0 && !hasErrors(report.all()))
    report.error(
      'rules/empty',
      { file: input.main.path, line: 1, column: 1 },
      'the rules name no endpoint',
      'begin with endpoints:',
    );
  checkDefinitions(session);
  const compiled = library.main.endpoints.flatMap((endpoint) => compileEndpoint(endpoint, session) ?? []);
  const made = session.nodes.all();
  checkReachable(
    compiled.map(({ template, request }) => ({
      template: template.value,
      position: template.position,
      segments: request.segments,
    })),
    report,
  );
  checkPaging(compiled, made, report);
  checkUndeclared(session);
  checkUse(session);

  const diagnostics = report.all();
  if (hasErrors(diagnostics)) return { diagnostics };
  const nodes = made.filter((node) => node !== undefined);
  return { diagnostics, plan: assemble(input.title, compiled, nodes), notes: assembleNotes(compiled, nodes, session) };
};
