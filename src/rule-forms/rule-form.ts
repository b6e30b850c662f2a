import type { AnswerRow, CompileInput, CompileResult, PlanNotes } from '../compile/index.ts';
import type { FormName, Plan, PlanParts } from '../plan/index.ts';
import { compilePsoxyRules, explainAnswer as explainPsoxyAnswer } from '../psoxy-rules/compile/index.ts';
import { isPsoxyPlan, type PsoxyParts } from '../psoxy-rules/plan/index.ts';
import { compileAllowList, explainAnswer as explainAllowListAnswer } from '../rules/compile/index.ts';
import { type AllowListParts, isAllowListPlan } from '../rules/plan/index.ts';

/** The parts of a rule form that are needed at build time. `RunningForm` has the others. */
export type RuleForm<Parts extends PlanParts> = {
  readonly name: Parts['form'];
  /** Keys of an endpoint or of a file's top level that only this form has. */
  readonly marks: ReadonlySet<string>;
  /** True if rules list the properties that leave, so that they can be checked against Microsoft's types. */
  readonly provable: boolean;
  readonly compile: (input: CompileInput) => CompileResult<Plan<Parts>>;
  /** Returns the treatment of one endpoint's response, part by part. */
  readonly explainAnswer: (plan: Plan<Parts>, notes: PlanNotes, endpoint: number) => readonly AnswerRow[];
  /** HTTP methods that an endpoint accepts, in upper case. */
  readonly methodsOf: (request: Parts['request']) => readonly string[];
};

export const allowListForm: RuleForm<AllowListParts> = {
  name: 'allow-list',
  marks: new Set(['$ref', 'entity', 'collection', 'preferences', 'response', 'lists', 'undeclared', 'summary', 'adds']),
  provable: true,
  compile: compileAllowList,
  explainAnswer: explainAllowListAnswer,
  methodsOf: ({ method }) => [method],
};

export const psoxyForm: RuleForm<PsoxyParts> = {
  name: 'psoxy',
  marks: new Set([
    'pathRegex',
    'allowedMethods',
    'allowedQueryParams',
    'requestBody',
    'responseSchema',
    'augments',
    'transforms',
    'allowAllEndpoints',
    'defaultScopeIdForSource',
  ]),
  provable: false,
  compile: compilePsoxyRules,
  explainAnswer: explainPsoxyAnswer,
  methodsOf: ({ methods }) => methods,
};

/** Returns the form with a name. */
export const formNamed = (name: FormName): typeof allowListForm | typeof psoxyForm =>
  name === allowListForm.name ? allowListForm : psoxyForm;

/** Passes a Plan on together with its form. Throws if the Plan mixes forms. */
export const withForm = <Result>(
  plan: Plan,
  use: <Parts extends PlanParts>(form: RuleForm<Parts>, plan: Plan<Parts>) => Result,
): Result => {
  if (isAllowListPlan(plan)) return use(allowListForm, plan);
  if (isPsoxyPlan(plan)) return use(psoxyForm, plan);
  throw new Error('the plan is of no known rule form, or mixes two');
};
