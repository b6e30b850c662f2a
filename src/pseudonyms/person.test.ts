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

  it.each([
    'bounce',
    'bounces',
    'reply',
    'replies',
    'noreply',
    'no-reply',
    'donotreply',
    'do-not-reply',
    'do-notreply',
    'donot-reply',
    'return',
    'returns',
    'mailer-daemon',
    'unsubscribe',
    'notify',
    'notification',
    'notifications',
    'comment',
    'comments',
    'inbound',
    'inbox',
    'incoming',
    'verp',
    'prvs',
    'btv1',
    'srs',
    'srs0',
    'srs1',
    'msprvs1',
    'imcea-',
    'imceaex-o',
    'a=b',
  ])('of the program %s keeps its tag, and of a person whose name only contains that loses it', (name) => {
    expect(withoutTag(`${name}+news`, 'drop')).toBe(`${name}+news`);
    if (name.includes('=')) return;
    expect(withoutTag(`my.${name}+news`, 'drop')).toBe(`my.${name}`);
    if (!name.startsWith('imcea')) expect(withoutTag(`${name}.me+news`, 'drop')).toBe(`${name}.me`);
  });

  it.each(['wren+1234567x', 'wren+x12345678', 'wren+news.c', 'wren+abcdefab', 'wren+12345678g'])(
    'of %s loses the tag, which is neither a code nor a domain',
    (local) => {
      expect(withoutTag(local, 'drop')).toBe('wren');
    },
  );
});
