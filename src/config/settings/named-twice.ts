import { describe } from '../../problems/diagnostics/index.ts';
import type { Check, Finding } from './checks.ts';
import { connectorName } from './resolve.ts';

/** Reports two keys of a section that name the same connector: a source's id and its alias. */
export const namedTwice =
  (section: 'sources' | 'applications', remedy: string): Check =>
  ({ file, sources }) => {
    const seen = new Map<string, string>();
    return Object.keys(file[section]).flatMap((key): readonly Finding[] => {
      const name = connectorName(key, sources);
      const other = seen.get(name);
      seen.set(name, key);
      if (other === undefined) return [];
      return [
        {
          path: [section, key],
          at: 'key',
          ...describe('settings/duplicate-name', { key, other, name, remedy }),
        },
      ];
    });
  };
