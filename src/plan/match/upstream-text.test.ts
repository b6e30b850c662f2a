import { asciiLower } from './upstream-text.ts';

describe('asciiLower', () => {
  it('makes A–Z lower case', () => {
    expect(asciiLower('Users/AZ09')).toBe('users/az09');
  });

  it.each(['\u212a', '\u0130', '\u00c4', '\u017f'])(
    'leaves %s, so that no letter outside ASCII equals one inside it',
    (letter) => {
      expect(asciiLower(letter)).toBe(letter);
    },
  );
});
