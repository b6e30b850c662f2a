import { exitCodes } from '../shared/exit.ts';
import { onRegistry, type RegistryOptions } from '../shared/registry.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';

export const run = (options: RegistryOptions): Promise<void> =>
  onRegistry(options, async (registry) => {
    const findings = await registry.practices();
    const fine = findings.every(({ severity }) => severity !== 'warning');
    if (options.json) printJson({ ok: fine, findings });
    else
      printOut(
        findings.length === 0
          ? 'every best practice is followed'
          : findings
              .flatMap(({ severity, about, practice, says, who, remedy }) => [
                `${severity}  ${about}: ${says} (${practice})`,
                ...table(
                  [
                    ['who:', who],
                    ['do:', remedy],
                  ],
                  { indent: 9 },
                ),
              ])
              .join('\n'),
      );
    if (!fine) process.exitCode = exitCodes.no;
  });
