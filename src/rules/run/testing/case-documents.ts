import { rulesFolder } from '../../../cli/rules-folder.ts';
import { readySources } from '../../../cli/shared/choose-rules.ts';
import { createOfflineProxy, loadCases, loadCast, runCase } from '../../../rule-tests/index.ts';
import { type AllowListPlan, isAllowListPlan } from '../../plan/index.ts';

export type CaseDocument = {
  readonly source: string;
  readonly plan: AllowListPlan;
  /** Index into the endpoints of the plan. */
  readonly endpoint: number;
  /** An upstream document as JSON. */
  readonly text: string;
};

/** The upstream documents of all cases of all sources. */
export const readCaseDocuments = async (): Promise<readonly CaseDocument[]> => {
  const { cast } = loadCast(rulesFolder);
  if (cast === undefined) throw new Error('the cast can’t be read');
  const documents: CaseDocument[] = [];
  for (const { source, rules } of readySources()) {
    const { plan } = rules;
    if (!isAllowListPlan(plan)) continue;
    const proxy = createOfflineProxy(plan);
    for (const { file } of loadCases(source.folder, source.folder)) {
      if (file?.upstream?.body === undefined || file.variants.length + file.extras.length > 0) continue;
      const { endpoint: template, example } = await runCase(file, cast, proxy);
      const endpoint = plan.endpoints.findIndex(({ pathTemplate }) => pathTemplate === template);
      if (endpoint >= 0) documents.push({ source: source.id, plan, endpoint, text: JSON.stringify(example.before) });
    }
  }
  return documents;
};
