import { makeLimiter } from './limiter.ts';

describe('the limiter', () => {
  it('counts the failures of the last 10,000 addresses', () => {
    const { admit, failed } = makeLimiter({ capacity: 11, perSecond: 0 }, () => 0);
    const spend = (address: string): void => {
      failed(address);
      expect([address, admit(address), admit(address)]).toEqual([address, true, false]);
    };
    spend('first');
    spend('second');
    for (let number = 0; number < 9_999; number += 1) admit(`address ${number}`);

    expect([admit('second'), admit('first'), admit('first')]).toEqual([false, true, true]);
  });
});
