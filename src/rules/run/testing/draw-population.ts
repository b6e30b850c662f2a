import type { PopulationView } from '../../../plan/index.ts';
import type { Random } from './bend-document.ts';

/** Number of populations that are drawn again and again, so that caches meet one after another. */
const populations = 12;

/** Draws a population that has every second, third or fourth pseudonym. */
export const drawPopulation = (random: Random): PopulationView => {
  const number = Math.floor(random() * populations);
  const every = 2 + (number % 3);
  return {
    digest: String(number),
    reading: number + 1,
    has: (hash) => (hash.charCodeAt(0) + hash.charCodeAt(1) * 3 + number) % every === 0,
    counterparts: random() < 0.15,
    shared: random() < 0.1,
  };
};
