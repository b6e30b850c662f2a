import { doubtfulWords, doubtOf } from './judge-words.ts';

describe('doubtOf', () => {
  it.each([
    'Alice',
    'alice',
    'SMITH',
    'Müller',
    'muller',
    'García',
    'Nguyen',
    'Tanaka',
    'Fatima',
    'Mark',
    'Mark King',
    'Lunch with Priya',
    "Alice's 1:1",
    'Jean-Pierre',
  ])('takes %s for a name', (word) => {
    expect(doubtOf(word)).toBe('name');
  });

  it.each(['cancer', 'Pregnant', 'pregnancy leave', 'layoffs', 'Union meeting', 'Betriebsrat', 'grossesse', 'prayer'])(
    'takes %s for sensitive',
    (word) => {
      expect(doubtOf(word)).toBe('sensitive');
    },
  );

  it.each([
    ['alice@contoso.example', 'address'],
    ['4711', 'number'],
    ['0711 555 0143', 'number'],
    ['Алиса', 'script'],
    ['王小明', 'script'],
    ['محمد', 'script'],
  ])('takes %s for a doubtful %s', (word, doubt) => {
    expect(doubtOf(word)).toBe(doubt);
  });

  it.each([
    'Standup',
    'Planning',
    'Sprint Review',
    'Town Hall',
    'All Hands',
    '1:1',
    'Weekly',
    'Demo',
    'Budget 2026',
    'Re',
    'Fw',
    'Invoice',
    'Team Lunch',
    'Open House',
    '.avi',
    'Besprechung',
    'Réunion',
  ])('finds nothing in %s', (word) => {
    expect(doubtOf(word)).toBeUndefined();
  });
});

describe('doubtfulWords', () => {
  it('explains the doubt about each word', () => {
    expect(doubtfulWords(['standup', 'alice', 'cancer'])).toEqual([
      'alice (a name of people)',
      'cancer (a word about health, union, faith, discipline or the like)',
    ]);
  });
});
