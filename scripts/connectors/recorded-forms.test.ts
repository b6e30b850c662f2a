import { join } from 'node:path';
import { loadSources } from '../../src/sources/index.ts';
import { root } from '../root.ts';
import { judgeTool, recordedTools } from './recorded-forms.ts';

const { sources } = loadSources(join(root, 'rules'));
const tools = recordedTools();

describe('calls of public connectors', () => {
  it.each(tools)('of $tool get the recorded decisions', (tool) => {
    const judge = judgeTool(tool, sources);

    expect(tool.streams.map((form) => [form.call, judge(form).served])).toEqual(
      tool.streams.map(({ call, not }) => [call, not === undefined]),
    );
  });

  it('give a reason for each refusal', () => {
    const refused = tools.flatMap(({ streams }) => streams.filter(({ not }) => not !== undefined));

    expect(tools.length).toBeGreaterThan(10);
    expect(refused.filter(({ why }) => why === undefined)).toEqual([]);
  });

  it('of a source that does not exist are a mistake of the file', () => {
    expect(() => judgeTool({ tool: 'x', sources: ['x'] }, sources)).toThrow('x names the source x');
    const [first] = sources;
    const judge = judgeTool({ tool: 'x', sources: [first?.id ?? ''] }, sources);
    expect(() => judge({ method: 'GET', call: 'users/{nobody}' })).toThrow('{nobody}');
    expect(judge({ method: 'GET', call: '/x' })).toMatchObject({ served: false });
  });
});
