import type { Source } from '../../sources/index.ts';
import type { Group, Organization } from '../../twin/index.ts';
import { chooseSources, connectorOf, readyOrEnd } from '../shared/choose-rules.ts';
import { cliError, exitCodes } from '../shared/exit.ts';
import { printJson, printOut } from '../shared/terminal.ts';
import {
  explainRefusal,
  groupConclusion,
  groupIntroduction,
  renderComparisons,
  renderMention,
  renderMoments,
  renderRefusal,
  renderTotals,
  totalsOf,
} from './group-print.ts';
import {
  type Comparison,
  compareCallers,
  grantsFor,
  type Look,
  makeGroupStage,
  playMembership,
  refusalOfGroup,
} from './group-scenario.ts';
import { readiestFirst } from './readiest-first.ts';
import { startTwinWorld } from './twin-world.ts';

/** The extra that reads the members of groups, for sources whose own permissions don't. */
const extraId = 'population';

const withMembers = (source: Source) =>
  connectorOf(source, { extras: source.extras.some(({ id }) => id === extraId) ? [extraId] : [] });

/** Finds a group by nickname, name or id; ends the command if there is none. */
const findGroup = ({ groups }: Organization, name: string): Group => {
  const wanted = name.toLowerCase();
  const found = groups.find(({ id, displayName, mailNickname }) =>
    [id, displayName, mailNickname].some((text) => text.toLowerCase() === wanted),
  );
  if (found !== undefined) return found;
  throw cliError('Demo.Group', {
    name,
    known: groups.filter(({ forLimits }) => forLimits === true).map(({ mailNickname }) => mailNickname),
  });
};

const lookData = ({ status, code, items, mentions }: Look) => ({
  status,
  ...(code !== undefined && { code }),
  items,
  members: mentions.inside.size,
  outsiders: mentions.outside.size,
});

const comparisonData = ({ unlimited, limited, ...call }: Comparison) => ({
  ...call,
  unlimited: lookData(unlimited),
  limited: lookData(limited),
});

/** Plays the demo of a caller that is limited to a group, next to one that isn't. */
export const playGroup = async (
  name: string,
  {
    sources: names,
    json,
    width,
  }: { readonly sources?: readonly string[]; readonly json: boolean; readonly width: number },
): Promise<void> => {
  const started = performance.now();
  const { sources, diagnostics } = chooseSources(names);
  const connectors = readyOrEnd(sources.map(withMembers), diagnostics).toSorted(readiestFirst);
  const say = (text: string): void => {
    if (!json && text !== '') printOut(text);
  };
  let principal = '';
  let group: Group | undefined;
  const world = await startTwinWorld({
    connectors,
    grants: (organization) => {
      group = findGroup(organization, name);
      return grantsFor(group);
    },
    principal: () => principal,
  });
  try {
    if (group === undefined) throw new Error('expected a group for the grants');
    const { id, displayName, mailNickname, owners } = group;
    const stage = makeGroupStage(connectors, world, group, (next) => {
      principal = next;
    });
    const facts = { id, name: displayName, nickname: mailNickname, people: stage.people, owners: owners.length };
    say(groupIntroduction(stage, world.twin.organization.people.length));
    const refused = await refusalOfGroup(stage);
    if (refused !== undefined) {
      if (json) printJson({ group: facts, refused: explainRefusal(refused) });
      else printOut(renderRefusal(refused));
      process.exitCode = exitCodes.no;
      return;
    }
    const comparisons = await compareCallers(stage, (source, made) => say(renderComparisons(source, made)));
    say(renderMention(comparisons, width));
    const moments = await playMembership(stage, comparisons);
    say(renderMoments(moments));
    say(renderTotals(comparisons));
    if (json)
      printJson({
        group: facts,
        before: totalsOf(comparisons, 'unlimited'),
        after: totalsOf(comparisons, 'limited'),
        calls: comparisons.map(comparisonData),
        membership: moments,
      });
    else printOut(groupConclusion(performance.now() - started));
  } finally {
    await world.stop();
  }
};
