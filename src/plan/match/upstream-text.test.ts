import type { OpenToken } from './match.ts';
import { asciiLower, openHeaders } from './upstream-text.ts';

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

describe('openHeaders', () => {
  const token = `p~${'A'.repeat(120)}`;
  const opening =
    (value: string): OpenToken =>
    () => ({ ok: true, value });

  it('writes opened values in the place of tokens', () => {
    expect(openHeaders({ prefer: `a="${token}", b=${token}` }, opening('x@y'))).toEqual({
      ok: true,
      headers: { prefer: 'a="x@y", b=x@y' },
    });
  });

  it.each(['é', 'a\nb', '\u0000', '\u007f'])('refuses a value that no header can carry: %j', (value) => {
    expect(openHeaders({ prefer: token, other: 'x' }, opening(value))).toEqual({ ok: false, reason: 'invalid' });
  });

  it('gives the first reason of several', () => {
    const answers = (first: 'invalid' | 'unknown-epoch'): OpenToken => {
      let asked = 0;
      return () => {
        asked += 1;
        return asked === 1 ? { ok: false, reason: first } : { ok: true, value: 'é' };
      };
    };
    expect(openHeaders({ a: token, b: token }, answers('unknown-epoch'))).toEqual({
      ok: false,
      reason: 'unknown-epoch',
    });
    expect(openHeaders({ a: token, b: token }, answers('invalid'))).toEqual({ ok: false, reason: 'invalid' });
  });
});
