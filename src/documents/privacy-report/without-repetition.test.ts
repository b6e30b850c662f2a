import type { ReportAnswer, ReportRow } from './model.ts';
import { withoutRepetition } from './without-repetition.ts';

const row = (path: string, form = 'unchanged'): ReportRow => ({
  path,
  type: 'string',
  class: 'metadata',
  form,
  technique: 'none',
});

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

/** An answer whose replies have the first `count` of its own properties. */
const answerWith = (count: number, ...more: readonly ReportRow[]): ReportAnswer => ({
  entity: 'chatMessage',
  endpoints: ['/v1.0/chats'],
  declared: 20,
  rows: [...names.map((name) => row(name)), ...names.slice(0, count).map((name) => row(`replies[].${name}`)), ...more],
  dropped: [{ class: 'free text', paths: ['subject', 'replies[].subject'] }],
  alike: [{ path: 'replies[].from', like: 'from' }],
});

describe('withoutRepetition', () => {
  it('leaves out a place in which five properties leave as those at the top do', () => {
    const { own, repeated } = withoutRepetition(answerWith(5));

    expect(repeated).toEqual(['replies[]']);
    expect(own.rows.map(({ path }) => path)).toEqual(names);
    expect(own.dropped).toEqual([{ class: 'free text', paths: ['subject'] }]);
    expect(own.alike).toEqual([]);
  });

  it.each([1, 2, 3, 4])('writes out a place in which only %d properties leave', (count) => {
    const answer = answerWith(count);

    expect(withoutRepetition(answer)).toEqual({ own: answer, repeated: [] });
  });

  it('writes out a place in which one property leaves in another form, or only there', () => {
    for (const other of [row('replies[].f', 'a pseudonym'), row('replies[].g')])
      expect(withoutRepetition(answerWith(5, other)).repeated).toEqual([]);
  });

  it('names the outermost of nested places that repeat', () => {
    const places = ['', 'replies[].', 'replies[].replies[].', 'other.'];
    const rows = places.flatMap((place) => names.map((name) => row(`${place}${name}`)));
    const { own, repeated } = withoutRepetition({ ...answerWith(0), rows, alike: [{ path: 'a', like: '' }] });

    expect(repeated).toEqual(['replies[]', 'other']);
    expect(own.rows.map(({ path }) => path)).toEqual(names);
    expect(own.alike).toEqual([{ path: 'a', like: '' }]);
  });

  it('writes out a place whose properties have another class', () => {
    const rows = [
      ...names.map((name) => row(name)),
      ...names.map((name) => ({ ...row(`b.${name}`), class: 'free text' })),
    ];

    expect(withoutRepetition({ ...answerWith(0), rows }).repeated).toEqual([]);
  });

  it('keeps all counts of declared properties', () => {
    expect(withoutRepetition(answerWith(5)).own.declared).toBe(20);
  });
});
