import type { CompileInput, CompileResult, PlanNotes } from '../../compile/index.ts';
import { finishPlan } from '../../compile/index.ts';
import { createReport, hasErrors } from '../../diagnostics/index.ts';
import type { AllowListParts, AllowListPlan, AllowListResponse } from '../plan/index.ts';
import { boundOf } from './bound.ts';
import { checkDefinitions, checkUse } from './check-definitions.ts';
import { checkPaging } from './check-paging.ts';
import { checkUndeclared, undeclaredNotes } from './check-undeclared.ts';
import { type CompiledEndpoint, compileEndpoint } from './compile-endpoint.ts';
import { openLibrary } from './library.ts';
import { createNodes, type MadeNode } from './nodes.ts';
import { checkReachable } from './reachability.ts';
import { createResolve } from './resolve.ts';
import type { Session } from './session.ts';

type Complete = CompiledEndpoint & { readonly response: AllowListResponse };

/** False only after a reported mistake. */
const isComplete = (endpoint: CompiledEndpoint): endpoint is Complete => endpoint.response !== undefined;

const assemble = (title: string, compiled: readonly CompiledEndpoint[], made: readonly MadeNode[]): AllowListPlan => {
  const nodes = made.map(({ node }) => node);
  return finishPlan<AllowListParts>({
    title,
    form: 'allow-list',
    endpoints: compiled.filter(isComplete).map(({ template, request, response }) => ({
      pathTemplate: template.value,
      position: template.position,
      request,
      response,
      bound: boundOf({ request, response }, nodes),
    })),
    nodes,
  });
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

/** Compiles rules of the allow-list form; reports every mistake at once. */
export const compileAllowList = (input: CompileInput): CompileResult<AllowListPlan> => {
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
    report.error('rules/empty:endpoints', { file: input.main.path, line: 1, column: 1 });
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
