import type { Child } from 'hono/jsx';

/** A table that scrolls by itself on a narrow screen. */
export const Table = ({
  head,
  rows,
  of,
}: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Child[])[];
  /** What it is about, where a page has several tables with the same head. */
  readonly of?: string;
}) => (
  <section class="scroll" tabindex={0} aria-label={`Table: ${of ?? head.filter((name) => name !== '').join(', ')}`}>
    <table>
      <thead>
        <tr>{head.map((name) => (name === '' ? <td /> : <th scope="col">{name}</th>))}</tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr>
            {cells.map((cell) => (
              <td>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

/** Names with their values. */
export const Facts = ({ rows }: { readonly rows: readonly (readonly [name: string, value: Child])[] }) => (
  <table class="facts">
    <tbody>
      {rows.map(([name, value]) => (
        <tr>
          <th scope="row">{name}</th>
          <td>{value}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

export const Note = ({ warning = false, children }: { readonly warning?: boolean; readonly children?: Child }) => (
  <div class={`note${warning ? ' warning' : ''}`} role="note">
    {children}
  </div>
);

/** A text of several lines to copy. */
export const Code = ({ text }: { readonly text: string }) => (
  <pre tabindex={0}>
    <code>{text}</code>
  </pre>
);

/** `15 Jan 2027, 08:00 UTC`. @param at ISO 8601 */
export const Time = ({ at }: { readonly at: string }) => <time datetime={at}>{timeWords(at)}</time>;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (number: number): string => String(number).padStart(2, '0');

export const timeWords = (at: string): string => {
  const time = new Date(at);
  const day = `${time.getUTCDate()} ${months[time.getUTCMonth()]} ${time.getUTCFullYear()}`;
  return `${day}, ${two(time.getUTCHours())}:${two(time.getUTCMinutes())} UTC`;
};

/** `4 minutes ago`. @param seconds age */
export const ageWords = (seconds: number): string => {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  for (const [size, unit] of units) if (seconds >= size) return `${counted(Math.floor(seconds / size), unit)} ago`;
  return 'just now';
};

export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;
