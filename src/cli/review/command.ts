import { type Review, reviewCsv } from '../../registry/index.ts';
import { counted } from '../shared/count.ts';
import { exitCodes } from '../shared/exit.ts';
import { onRegistry, type RegistryOptions } from '../shared/registry.ts';
import { table } from '../shared/table.ts';
import { printJson, printOut } from '../shared/terminal.ts';

type ListOptions = RegistryOptions & { readonly only?: string; readonly csv?: true };

const only = (review: Review, mark: string | undefined): Review => {
  if (mark === undefined) return review;
  const has = ({ marks }: { readonly marks: readonly string[] }): boolean => marks.includes(mark);
  return { ...review, grants: review.grants.filter(has), clients: review.clients.filter(has) };
};

const dueText = ({ due, last, dueAt }: Review): string => {
  const before = last === undefined ? 'never reviewed' : `last reviewed ${last.at.slice(0, 10)} by ${last.by}`;
  return `${before}; the next review ${due ? 'was' : 'is'} due on ${dueAt.slice(0, 10)}${due ? ': REVIEW NOW' : ''}`;
};

const day = (time: string | undefined): string => time?.slice(0, 10) ?? 'never';

const reviewText = (review: Review): string =>
  [
    ...(review.grants.length === 0
      ? ['no grants']
      : table([
          ['grant', 'for', 'given', 'last used', 'until', 'remarks'],
          ...review.grants.map(({ client, id, clientName, group, givenAt, lastUsed, until, marks }) => [
            `${client === clientName ? client : clientName}/${id}`,
            group === undefined ? 'everybody' : `group ${group}`,
            day(givenAt),
            day(lastUsed),
            day(until),
            marks.join(', '),
          ]),
        ])),
    '',
    ...(review.clients.length === 0
      ? ['no clients']
      : table([
          ['client', 'registered', 'last used', 'grants', 'remarks'],
          ...review.clients.map(({ name, createdAt, lastUsed, grants, marks }) => [
            name,
            day(createdAt),
            day(lastUsed),
            String(grants),
            marks.join(', '),
          ]),
        ])),
    '',
    dueText(review),
  ].join('\n');

export const runList = (options: ListOptions): Promise<void> =>
  onRegistry(options, async (registry) => {
    const review = only(await registry.review(), options.only);
    if (options.csv) printOut(reviewCsv(review));
    else if (options.json) printJson(review);
    else printOut(reviewText(review));
  });

export const runEnd = (grants: readonly string[], options: RegistryOptions): Promise<void> =>
  onRegistry(options, async (registry, by) => {
    const { ended, unknown } = await registry.endGrants(grants, { by });
    if (options.json) printJson({ ended, unknown });
    else
      printOut(
        [
          `ended ${counted(ended.length, 'grant')}`,
          ...unknown.map((name) => `unknown: ${name}, expected CLIENT/GRANT as review list prints it`),
        ].join('\n'),
      );
    if (unknown.length > 0) process.exitCode = exitCodes.no;
  });

export const runDone = (options: RegistryOptions): Promise<void> =>
  onRegistry(options, async (registry, by) => {
    const review = await registry.markReviewed({ by });
    if (options.json) printJson(review);
    else printOut(dueText(review));
  });
