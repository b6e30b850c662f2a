/**
 * Returns the name of an AWS error (`AccessDeniedException`). Its message can contain names of people and isn't used.
 */
export const errorName = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
