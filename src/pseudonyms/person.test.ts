import { withoutTag } from './person.ts';

describe('the local part of an address without its plus tag', () => {
  it.each([
    ['wren+news', 'wren'],
    ['wren+', 'wren'],
    ['wren+a.b', 'wren'],
    ['wren+a+b', 'wren'],
    [`wren+${'x'.repeat(32)}`, 'wren'],
    ['wren+2026', 'wren'],
    ['wren+übung', 'wren'],
  ])('of %s is %s, since a person can have chosen the tag', (local, bare) => {
    expect(withoutTag(local, 'drop')).toBe(bare);
    expect(withoutTag(local, 'keep')).toBe(local);
  });

  it.each([
    'wren',
    '+news',
    '"wren+news"',
    '"wren+news',
    `wren+${'x'.repeat(33)}`,
    'wren+a=b',
    'wren+a..b',
    'wren+.a',
    'wren+contoso.example',
    'wren+12345678',
    'wren+a1b2c3d4e5',
    'bounces+news',
    'no-reply+news',
    'imceaex-_o+news',
    'a=b+news',
  ])('of %s is itself', (local) => {
    expect(withoutTag(local, 'drop')).toBe(local);
  });
});
