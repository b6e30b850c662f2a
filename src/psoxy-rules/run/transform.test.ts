import type { JsonValue } from '../../json/index.ts';
import { changeAt, type Draft } from './transform.ts';

describe('changeAt', () => {
  it('changes an item once if the first change takes it out', () => {
    const items: JsonValue[] = ['a', 'b'];
    const draft: Draft = { value: items };
    const seen: JsonValue[] = [];
    const first = { in: 'array', of: items, key: 0 } as const;
    changeAt(draft, [first, first], (value) => {
      seen.push(value);
      return undefined;
    });
    expect([seen, draft.value]).toEqual([['a'], ['b']]);
  });
});
