import type { AnswerRow, CompileInput, CompileResult, PlanNotes } from '../compile/index.ts';
import { createReport } from '../diagnostics/index.ts';
import type { FormName, Plan } from '../plan/index.ts';
import { readYaml, type YamlNode } from '../yaml/index.ts';
import { allowListForm, formNamed, psoxyForm, withForm } from './rule-form.ts';

const keysOf = (node: YamlNode | undefined): readonly string[] =>
  node?.kind === 'mapping' ? node.entries.map(({ key }) => key) : [];

const membersOf = (node: YamlNode | undefined): readonly YamlNode[] => {
  if (node?.kind === 'list') return node.items;
  return node?.kind === 'mapping' ? node.entries.map(({ value }) => value) : [];
};

/**
 * Returns the form of a rule file: the one whose own keys occur more often. A file without any of these keys has
 * Psoxy's form, in which an endpoint may consist of a path.
 */
export const recognizeForm = (text: string): FormName => {
  const root = readYaml(text, '', createReport());
  const endpoints = root?.kind === 'mapping' ? root.entries.find(({ key }) => key === 'endpoints')?.value : undefined;
  const keys = [root, ...membersOf(endpoints)].flatMap(keysOf);
  const count = (marks: ReadonlySet<string>): number => keys.filter((key) => marks.has(key)).length;
  return (count(allowListForm.marks) > count(psoxyForm.marks) ? allowListForm : psoxyForm).name;
};

/**
 * Returns true for a form whose rules list the properties that leave, so that they can be checked against Microsoft's
 * types.
 */
export const isProvable = (form: FormName): boolean => formNamed(form).provable;

/**
 * Compiles rule files to a Plan, or reports all their mistakes. Detects their form. Never throws, whatever the text;
 * the same input gives the same Plan, byte for byte.
 */
export const compile = (input: CompileInput): CompileResult =>
  formNamed(input.builtIn ? 'allow-list' : recognizeForm(input.main.text)).compile(input);

/** Lists the parts of an endpoint's response with their treatment, in the order of the rules. */
export const explainAnswer = (plan: Plan, notes: PlanNotes, endpoint: number): readonly AnswerRow[] =>
  withForm(plan, (form, own) => form.explainAnswer(own, notes, endpoint));

/** HTTP methods that the endpoints of a Plan accept, in upper case, without duplicates. */
export const methodsOf = (plan: Plan): readonly string[] =>
  withForm(plan, (form, { endpoints }) => [...new Set(endpoints.flatMap(({ request }) => form.methodsOf(request)))]);
