/** Bytes written so far. */
export type Output = { bytes: Buffer; to: number };

const least = 1 << 16;

/** Makes room for `count` more bytes. */
export const reserve = (output: Output, count: number): void => {
  if (output.to + count <= output.bytes.length) return;
  const length = Math.max(least, output.bytes.length + (output.bytes.length >> 1), output.to + count);
  const wider = Buffer.allocUnsafeSlow(length);
  wider.set(output.bytes.subarray(0, output.to));
  output.bytes = wider;
};

export const writeByte = (output: Output, byte: number): void => {
  if (output.to === output.bytes.length) reserve(output, 1);
  output.bytes[output.to] = byte;
  output.to += 1;
};

/** Longer runs are copied by the platform, shorter ones byte by byte. */
const longRun = 64;

/** Writes the bytes of `source` between `from` and `to`. */
export const writeBytes = (output: Output, source: Uint8Array, from: number, to: number): void => {
  reserve(output, to - from);
  const { bytes } = output;
  if (to - from > longRun) bytes.set(source.subarray(from, to), output.to);
  else for (let at = from, place = output.to; at < to; at += 1, place += 1) bytes[place] = source[at] as number;
  output.to += to - from;
};

/** Writes a text as UTF-8. */
export const writeText = (output: Output, text: string): void => {
  reserve(output, text.length * 3);
  output.to += output.bytes.write(text, output.to, 'utf8');
};
