import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('../../docs/reference/features.md', import.meta.url));
const rows = readFileSync(page, 'utf8')
  .split('\n')
  .filter((line) => /^\| [KZ]\d\d \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

const numbered = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`);

describe('the map of features', () => {
  it('has each feature of both systems once, in order', () => {
    expect(rows.map(([, row]) => row)).toEqual([...numbered('K', 30), ...numbered('Z', 19)]);
  });

  it.each(rows)('%#: leads to places that exist', (_, row, feature = '', state = '', place = '') => {
    const links = [...place.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link.replace(/#.*$/, ''));

    expect(['there', 'partly', 'different', 'not there yet']).toContain(state);
    expect([row, feature, links.filter((link) => !existsSync(join(dirname(page), link)))]).toEqual([row, feature, []]);
    expect(state !== 'there' || place !== '').toBe(true);
  });
});
