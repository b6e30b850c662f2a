import { Table } from '../../ui/parts.tsx';
import { checkList } from '../../verbs/reviews.ts';
import type { PageDefinition } from '../page.ts';

const severities = { warning: 'Warning', advice: 'Advice' } as const;

export const checkPages: readonly PageDefinition[] = [
  {
    verb: 'check.list',
    method: 'get',
    path: '/checks',
    handle: async ({ perform }) => {
      const found = await perform(checkList, {});
      if (!found.ok) return { refusal: found };
      const { findings } = found.value;
      return {
        title: 'Checks',
        body: (
          <>
            <p>
              Best practices: an Entra application of its own for each connector, no permission that nothing uses, no
              password on the application, a successful call before people rely on a connector, secrets younger than 180
              days, and a review every 90 days.
            </p>
            {findings.length === 0 ? (
              <p class="state ok">Every best practice is followed.</p>
            ) : (
              <Table
                head={['', 'About', 'Finding', 'Who can fix it', 'Remedy']}
                rows={findings.map(({ severity, about, says, who, remedy }) => [
                  <span class={`state ${severity === 'warning' ? 'bad' : 'wait'}`}>{severities[severity]}</span>,
                  about,
                  says,
                  who,
                  remedy,
                ])}
              />
            )}
          </>
        ),
      };
    },
  },
];
