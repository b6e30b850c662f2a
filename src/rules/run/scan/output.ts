import { copyWords, noWords, type Words, wordsOf } from './words.ts';

/** Bytes written so far. */
export type Output = { bytes: Buffer; view: DataView; to: number };

export const createOutput = (): Output => ({ bytes: noWords.bytes, view: noWords.view, to: 0 });

const least = 1 << 16;

/** Releases the buffer. */
export const release = (output: Output): void => {
  output.bytes = noWords.bytes;
  output.view = noWords.view;
};

const widen = (output: Output, count: number): void => {
  const length = Math.max(least, output.bytes.length + (output.bytes.length >> 1), output.to + count);
  const wider = wordsOf(Buffer.allocUnsafeSlow(length));
  wider.bytes.set(output.bytes.subarray(0, output.to));
  output.bytes = wider.bytes;
  output.view = wider.view;
};

/** Makes room for `count` more bytes. */
export const reserve = (output: Output, count: number): void => {
  if (output.to + count > output.bytes.length) widen(output, count);
};

export const writeByte = (output: Output, byte: number): void => {
  if (output.to === output.bytes.length) widen(output, 1);
  output.bytes[output.to] = byte;
  output.to += 1;
};

/** Writes the bytes of `source` between `from` and `to`. */
export const writeBytes = (output: Output, source: Words, from: number, to: number): void => {
  reserve(output, to - from);
  copyWords(source, from, to, output, output.to);
  output.to += to - from;
};

/** Writes a text as UTF-8. */
export const writeText = (output: Output, text: string): void => {
  reserve(output, text.length * 3);
  output.to += output.bytes.write(text, output.to, 'utf8');
};
