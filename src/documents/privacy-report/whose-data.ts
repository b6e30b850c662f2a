import { callerPeopleTable, effectiveMinutes, isLimited, refreshMinutes } from '../caller-people.ts';
import { type Block, code, heading, list, paragraph, strong, warning } from '../render/blocks.ts';
import type { ReportModel } from './model.ts';

/** Whose data each caller of a deployment gets. */
export const whoseDataPart = ({ deployment }: ReportModel): readonly Block[] => {
  if (deployment === undefined || deployment.callers.length === 0) return [];
  const { callers, leastGroupSize } = deployment;
  const limited = callers.filter(isLimited);
  const everybody = callers.filter((caller) => !isLimited(caller)).map(({ name }) => name);
  const withOthers = limited.filter(({ counterparts }) => counterparts).map(({ name }) => name);
  if (limited.length === 0)
    return [
      heading('Whose data'),
      paragraph(
        'Every caller gets data about everybody that the permissions cover. A setting can limit a caller to the people of groups (',
        code('groups'),
        ').',
      ),
    ];
  return [
    heading('Whose data'),
    paragraph(
      'The permissions cover everybody in the tenant. Graphveil limits callers to the people of groups in Entra ID, those of nested groups included, in every call:',
    ),
    callerPeopleTable(callers),
    list(
      ['Calls about other people are refused, lists leave them out, and totals that would count them are missing.'],
      [
        `Graphveil reads the members every ${refreshMinutes} minutes. Who joins or leaves is in or out within ${effectiveMinutes} minutes; if the members can’t be read for so long, calls are refused.`,
      ],
      [
        `A group needs at least ${leastGroupSize} people. Two groups of the same principals that differ by fewer are refused, because their difference would show single people.`,
      ],
      [
        strong('The owners of a group and administrators decide who belongs to it'),
        ', and so whose data its caller gets. How people agree, and how they leave, is for them to settle.',
      ],
    ),
    ...(withOthers.length === 0
      ? []
      : [
          warning(
            paragraph(
              `By the setting counterparts, ${withOthers.join(', ')} also gets pseudonyms of people outside of the group whom a member’s data mentions. They haven’t agreed to it by joining the group.`,
            ),
          ),
        ]),
    ...(everybody.length === 0
      ? []
      : [
          paragraph(
            `Not limited: ${everybody.join(', ')}. Whoever can act as one of these callers gets data about everybody.`,
          ),
        ]),
  ];
};
