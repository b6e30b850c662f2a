const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The two letters of each twelve bits, as a little-endian number. */
const pairs = Uint16Array.from(
  { length: 4_096 },
  (_, bits) => letters.charCodeAt(bits >>> 6) | (letters.charCodeAt(bits & 63) << 8),
);

/**
 * Writes the bytes of `source` between `from` and `to` as base64url without padding; returns the place behind it. `source` has a
 * byte more. What is encoded is public: it is looked up in a table.
 */
export const writeBase64url = (source: DataView, from: number, to: number, target: DataView, place: number): number => {
  let end = place;
  let at = from;
  for (; at + 3 <= to; at += 3, end += 4) {
    const bits = source.getInt32(at) >>> 8;
    target.setInt32(end, (pairs[bits >>> 12] as number) | ((pairs[bits & 4_095] as number) << 16), true);
  }
  if (at === to) return end;
  const left = to - at;
  const bits = (source.getUint8(at) << 16) | (left === 2 ? source.getUint8(at + 1) << 8 : 0);
  target.setUint16(end, pairs[bits >>> 12] as number, true);
  if (left === 2) target.setUint8(end + 2, (pairs[bits & 4_095] as number) & 0xff);
  return end + left + 1;
};
