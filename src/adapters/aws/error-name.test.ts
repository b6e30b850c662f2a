import { errorName } from './error-name.ts';

describe('errorName', () => {
  it.each([
    [Object.assign(new Error('wren'), { name: 'AccessDeniedException' }), 'AccessDeniedException'],
    [{ name: 5 }, '5'],
    [{}, ''],
    [null, ''],
    [undefined, ''],
    ['AccessDeniedException', ''],
    [new Error('wren'), 'Error'],
  ])('of %s is %j', (error, name) => {
    expect(errorName(error)).toBe(name);
  });
});
