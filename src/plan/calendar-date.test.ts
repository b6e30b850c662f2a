import { isDate } from './calendar-date.ts';

describe('isDate', () => {
  it.each(['2026-02-28', '2024-02-29', '2000-02-29', '2026-04-30', '2026-12-31'])('accepts %s', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1', ''])(
    'rejects %p',
    (text) => {
      expect(isDate(text)).toBe(false);
    },
  );
});
