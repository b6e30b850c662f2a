/** The name by which AWS calls an error (`AccessDeniedException`); its message can hold names of people and is not used. */
export const errorName = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
