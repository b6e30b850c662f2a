import { excerpt } from './excerpt.ts';

describe('excerpt', () => {
  const before = {
    value: [
      {
        id: '1',
        subject: 'Standup with Alice',
        start: { dateTime: '2026-03-02T09:00:00' },
        attendees: [{ mail: 'a@x.example' }, { mail: 'b@x.example' }],
      },
      { id: '2' },
    ],
  };
  const after = { value: [{ id: 'p~1', subject: 'Standup', start: { dateTime: '2026-03-02T09:00:00' } }] };

  it('shows kept, changed and dropped values of the first entity', () => {
    expect(excerpt(before, after)).toEqual([
      { path: 'id', before: '"1"', after: '"p~1"', fate: 'changed' },
      { path: 'subject', before: '"Standup with Alice"', after: '"Standup"', fate: 'changed' },
      { path: 'start.dateTime', before: '"2026-03-02T09:00:00"', after: '"2026-03-02T09:00:00"', fate: 'kept' },
      { path: 'attendees[0].mail', before: '"a@x.example"', after: undefined, fate: 'gone' },
    ]);
  });

  it('shows the result for a value that had another shape', () => {
    expect(excerpt({ body: 'long text' }, { body: { length: 9 } })).toEqual([
      { path: 'body', before: '"long text"', after: undefined, fate: 'gone' },
      { path: 'body.length', before: '', after: '9', fate: 'changed' },
    ]);
  });

  it('shows at most a handful of each', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}`, index]));

    expect(excerpt(many, {})).toHaveLength(4);
  });

  it('shows nothing for a response that isn’t an object', () => {
    expect(excerpt(undefined, undefined)).toEqual([]);
  });
});
