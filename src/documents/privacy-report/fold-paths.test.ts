import fc from 'fast-check';
import { foldPaths } from './fold-paths.ts';

/** Writes every path out again. */
const unfold = (path: string): readonly string[] => {
  const [, before = '', inside, after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (inside === undefined) return [path];
  return inside.split(', ').flatMap((name) => unfold(`${before}${name}${after}`));
};

describe('foldPaths', () => {
  it('writes alike places together', () => {
    expect(foldPaths(['id', 'caller.id', 'caller.name', 'callee.id', 'callee.name', 'end.dateTime'])).toEqual([
      'id',
      '{caller, callee}.{id, name}',
      'end.dateTime',
    ]);
  });

  it('keeps annotations whole', () => {
    expect(foldPaths(['@odata.type', 'members[].@odata.type'])).toEqual(['@odata.type', 'members[].@odata.type']);
  });

  it('loses no path and adds none', () => {
    const name = fc.constantFrom('a', 'b', 'c[]', 'd');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('.'));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), (paths) => {
        expect(foldPaths(paths).flatMap(unfold).sort()).toEqual([...paths].sort());
      }),
    );
  });
});
