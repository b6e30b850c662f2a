import type { ConsoleExample } from '../../ports.ts';

const textOf = ({ mark, text, after }: ConsoleExample['lines'][number]): string => {
  if (mark === 'changed') return `- ${text}\n+ ${after ?? ''}`;
  return `${mark === 'gone' ? '-' : ' '} ${text}`;
};

/** A real reply before and after the rules. */
export const Example = ({ connector, example }: { readonly connector: string; readonly example: ConsoleExample }) => (
  <>
    <h3>{connector}</h3>
    <p class="hint">
      {example.shows}, from <code>{example.call}</code>. The people are invented.
    </p>
    <pre tabindex={0}>
      <code>{example.lines.map(textOf).join('\n')}</code>
    </pre>
  </>
);
