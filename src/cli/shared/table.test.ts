import { table } from './table.ts';

describe('table', () => {
  it('makes each column as wide as its widest cell, two spaces apart', () => {
    expect(
      table([
        ['a', 'bb', 'c'],
        ['aaa', 'b', 'ccc'],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b   ccc']);
  });

  it('aligns numbers to the right and indents every line', () => {
    expect(
      table(
        [
          ['x', '1'],
          ['y', '10'],
        ],
        { columns: [{}, { align: 'right' }], indent: 2 },
      ),
    ).toEqual(['  x   1', '  y  10']);
  });

  it('cuts a cell that is wider than its column', () => {
    expect(table([['abcdef', 'x']], { columns: [{ width: 4, overflow: 'cut' }] })).toEqual(['abc…  x']);
    expect(table([['abcd', 'x']], { columns: [{ width: 4, overflow: 'cut' }] })).toEqual(['abcd  x']);
  });

  it('continues a row below a cell that is wider than its column', () => {
    const columns = [{ width: 3, overflow: 'break' as const }, { width: 2 }];

    expect(
      table(
        [
          ['abcdef', 'x', 'y'],
          ['abc', 'x', 'y'],
        ],
        { columns },
      ),
    ).toEqual(['abcdef', '     x   y', 'abc  x   y']);
  });

  it('leaves no line behind a wide last cell, and no spaces at the end of a line', () => {
    expect(table([['abcdef', '']], { columns: [{ width: 9 }] })).toEqual(['abcdef']);
    expect(table([['abcdef']], { columns: [{ width: 3, overflow: 'break' }] })).toEqual(['abcdef']);
  });

  it('counts no place for styles', () => {
    expect(
      table([
        ['\u001b[31ma\u001b[39m', 'x'],
        ['bb', 'y'],
      ]),
    ).toEqual(['\u001b[31ma\u001b[39m   x', 'bb  y']);
  });

  it('is empty without rows', () => {
    expect(table([])).toEqual([]);
  });
});
