import type { PrivacyEntry, PrivacyTable } from './graph-type.ts';

/** Decodes the generated judgements. Each type is parsed on first access. */
export const decodeJudgements = (lines: readonly string[]): PrivacyTable => {
  const table: Record<string, Readonly<Record<string, PrivacyEntry>>> = Object.create(null);
  for (const line of lines) {
    const at = line.indexOf(' ');
    const name = line.slice(0, at);
    Object.defineProperty(table, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = Object.assign(Object.create(null), JSON.parse(line.slice(at)));
        Object.defineProperty(table, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return table;
};
