import { InvalidArgumentError } from 'commander';

/** Seconds between two rounds of `--watch`. */
export const defaultSeconds = 30;

/** Reads the seconds between two rounds. */
export const readSeconds = (text: string): number => {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (value < 5) throw new InvalidArgumentError('expected a number of seconds, at least 5');
  return value;
};
