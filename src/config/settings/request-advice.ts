import type { Diagnostic, Position } from '../../diagnostics/index.ts';
import { describe } from '../../problems/diagnostics/index.ts';
import type { YamlPath } from '../../yaml/index.ts';
import type { RequestDetails, Settings } from './settings.ts';

const details: readonly (keyof RequestDetails)[] = ['requestedBy', 'onBehalfOf', 'contact', 'ticket', 'date'];

/** Returns a warning that lists the details of the request that documents for administrators lack; empty if none do. */
export const requestAdvice = (
  { request }: Pick<Settings, 'request'>,
  positionOf: (path: YamlPath) => Position,
): readonly Diagnostic[] => {
  const missing = details.filter((name) => request[name] === undefined);
  return missing.length === 0
    ? []
    : [
        {
          severity: 'warning',
          position: positionOf(['request']),
          ...describe('settings/request-incomplete', { missing }),
        },
      ];
};
