import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSources } from '../../sources/index.ts';
import { notADrawing } from '../../sources/logo.ts';
import { transforms } from '../../transforms/index.ts';
import { readComingSoon } from './coming-soon.ts';
import { isoTerm } from './iso-20889.ts';

const rules = join(fileURLToPath(new URL('../../..', import.meta.url)), 'rules');

it.each([...transforms.keys()])('knows the term of ISO/IEC 20889 for %s', (name) => {
  expect(isoTerm('transformed', `${name}, with an option`)).toMatch(
    /^(?:pseudonymization|suppression|generalization|statistical tool|cryptographic tool)/,
  );
});

it('fails for a transform without a term', () => {
  expect(() => isoTerm('transformed', 'invented')).toThrow('no term');
});

it('has a drawing of its own for each source and each entry that is coming soon', () => {
  const drawings = [
    ...loadSources(rules).sources.map(({ id, logo }) => [id, logo?.text] as const),
    ...readComingSoon(rules).map(({ id, logo }) => [id, logo] as const),
  ];

  expect(drawings.filter(([, svg]) => svg === undefined || notADrawing(svg) !== undefined)).toEqual([]);
  expect(new Set(drawings.map(([, svg]) => svg)).size).toBe(drawings.length);
});

it.each([
  ['<svg><script>alert(1)</script></svg>', '<script>aler'],
  ['<svg onload="alert(1)"></svg>', '<svg'],
  ['<svg><image href="https://example.com"/></svg>', '<image'],
  ['<svg><a href="javascript:alert(1)"></a></svg>', '<a'],
  ['<svg><path style="fill:url(https://example.com)"/></svg>', '<path'],
  ['<!DOCTYPE svg [<!ENTITY x "y">]><svg></svg>', 'no <svg at its beginning'],
  ['<svg>&x;</svg>', '&x;</svg>'],
  [`<svg>${' '.repeat(9_000)}</svg>`, 'more than 8192 bytes'],
])('rejects a logo that is more than shapes: %s', (svg, part) => {
  expect(notADrawing(svg)).toBe(part);
});
