import { WriteStream } from 'node:tty';
import { paintFor } from './paint.ts';

const terminal = { isTTY: true, hasColors: WriteStream.prototype.hasColors.bind(Object.create(WriteStream.prototype)) };
const colorful = { TERM: 'xterm-256color' };

describe('paintFor', () => {
  it('styles text on a terminal', () => {
    expect(paintFor(terminal, colorful)('red', 'x')).toBe('\u001b[31mx\u001b[39m');
  });

  it.each([
    ['NO_COLOR is set', terminal, { ...colorful, NO_COLOR: '1' }],
    ['the terminal shows no colors', terminal, { TERM: 'dumb' }],
    ['the output is a file or a pipe', {}, colorful],
    ['the output is a pipe, though FORCE_COLOR is set', { isTTY: false }, { ...colorful, FORCE_COLOR: '1' }],
  ])('leaves text unchanged if %s', (_, output, environment) => {
    expect(paintFor(output, environment)('red', 'x')).toBe('x');
  });
});
