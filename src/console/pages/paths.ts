import { pages } from './index.ts';

const patterns = (): readonly RegExp[] =>
  pages
    .filter(({ method }) => method === 'get')
    .map(({ path }) => new RegExp(`^${path.replaceAll(/:[a-z]+/gi, '[A-Za-z0-9_.~-]+')}$`));

let prepared: readonly RegExp[] | undefined;

/** True for the path of a page of this console. */
export const isPagePath = (path: string): boolean => {
  prepared ??= patterns();
  return prepared.some((pattern) => pattern.test(path));
};
