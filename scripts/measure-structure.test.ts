import { measureStructure } from './measure-structure.ts';

describe('the structure of the sources', () => {
  const figures = measureStructure();

  it('reaches at most 143 files from handle-call.ts, 21 of them the scanner and the index, 12 about populations, 5 about tokens, 1 a port of the console', () => {
    expect(figures.closure).toContain('src/rules/match/match-path.ts');
    expect(figures.closure.length).toBeLessThanOrEqual(143);
  });

  it('is at most 4 calls deep from handleCall to the check of a path parameter', () => {
    expect(figures.hops).toBeLessThanOrEqual(4);
  });

  it('names at most 15 types from Call to Reply', () => {
    expect(figures.types).toEqual(expect.arrayContaining(['Call', 'Problem', 'Reply']));
    expect(figures.types.length).toBeLessThanOrEqual(15);
  });

  it('has no file over 400 lines', () => {
    expect(figures.median).toBeGreaterThan(0);
    expect(figures.tooLong).toEqual([]);
  });
});
