import { runAccessCheck } from '../../access/index.ts';
import type { AccessOptions } from '../shared/access-options.ts';
import { counted } from '../shared/count.ts';
import { onGroups } from '../shared/operator-directory.ts';
import { printJson, printOut } from '../shared/terminal.ts';

export const runCheck = (options: AccessOptions): Promise<void> =>
  onGroups(options, async (ports) => {
    const report = await runAccessCheck(ports);
    const { groups, grants, suspended, failed, reviewsDue } = report;
    if (failed.length > 0) process.exitCode = 1;
    if (options.json) return printJson(report);
    printOut(
      [
        `${counted(grants, 'grant')} of ${counted(groups, 'group')}`,
        ...suspended.map(({ client, grant, why }) => `suspended ${grant} of client ${client}: ${why}`),
        ...failed.map(({ group, why }) => `group ${group} can't be read: ${why}`),
        ...reviewsDue.map(({ client, grant }) => `review due: grant ${grant} of client ${client}`),
      ].join('\n'),
    );
  });
