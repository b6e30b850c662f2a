import { type ExplainedProblem, explainedProblems } from '../../src/problems/index.ts';
import { generatedBy, type Page } from './page.ts';

const introduction = `Every error reply of Graphveil has Microsoft Graph's own shape. \`error.code\` is one of the codes below, or Graph's own
word where Graph has one for it (\`resyncRequired\`, \`TooManyRequests\`, \`Request_ResourceNotFound\` …); then ours is in
\`error.innerError.code\`. Messages are in our words and name no person: Graph's own text never passes.

\`\`\`json
{
  "error": {
    "code": "Graphveil.EndpointNotAllowed",
    "message": "The rules of this connector do not allow this call: …",
    "innerError": { "date": "2026-03-01T09:00:00", "request-id": "…", "client-request-id": "…" }
  }
}
\`\`\`

\`client-request-id\` is also the \`requestId\` of the log line of the call.`;

const refuses = ({ status }: ExplainedProblem): boolean => status < 500;

const section = ([code, { status, message, cause, remedy }]: readonly [string, ExplainedProblem]): string =>
  [`### ${code}`, `Status ${status}. ${message}`, `**Cause.** ${cause}`, `**Remedy.** ${remedy}`].join('\n\n');

/** Renders the reference page of all codes in Markdown: refusals first, then faults, each in the order of the list. */
const renderProblems = (): string => {
  const entries = explainedProblems();
  const sections = (title: string, chosen: typeof entries): string => [title, ...chosen.map(section)].join('\n\n');
  return `${[
    '# Problem codes',
    introduction,
    sections(
      '## Refusals: the call can’t be answered as it is',
      entries.filter(([, entry]) => refuses(entry)),
    ),
    sections(
      '## Faults: something on the way did not work',
      entries.filter(([, entry]) => !refuses(entry)),
    ),
  ].join('\n\n')}\n`;
};

/** Lists every code that a reply can have. */
export const problemsPage: Page = {
  path: 'docs/reference/problems.md',
  render: () => `${generatedBy('src/problems/codes.ts')}${renderProblems()}`,
};
