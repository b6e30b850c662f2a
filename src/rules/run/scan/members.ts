import { printJson, printText } from '../../../json/index.ts';
import type { Member } from '../walk.ts';
import type { Arrays, Slice } from './arrange.ts';
import { type Input, isPlainByte, leave, skipColon, textBetween } from './input.ts';
import { hashStep, noRank, type Property, type ScanNode, type ScanObject } from './nodes.ts';
import { writeText } from './output.ts';
import type { LeafScan } from './scan-leaf.ts';

/** The state of the scanner for one page. */
export type PageScan = LeafScan & {
  readonly nodes: readonly (ScanNode | undefined)[];
  readonly arrays: Arrays;
  /** Slices of the last written value: its key, its id, and the time that its list is sorted by. */
  readonly key: Slice;
  readonly time: Slice;
  readonly id: Slice;
  /** Path of the time that the innermost ordered list is sorted by. */
  timePath: readonly string[];
  /** Hashes of the unknown names of the objects around the cursor. */
  readonly unknown: Int32Array;
  unknownCount: number;
};

const [quote, atSign] = [34, 64];
/** Maximum number of unknown names in one object, and in all objects around the cursor. */
const mostUnknown = 64;
export const allUnknown = 4_096;

/** The state of an object: the name under the cursor, the names so far, and the results of its members. */
export type Frame = {
  from: number;
  to: number;
  hash: number;
  annotation: boolean;
  low: number;
  high: number;
  rank: number;
  keyAt: number;
  keyTo: number;
  idAt: number;
  idTo: number;
  empty: boolean;
  annotations: string[] | undefined;
};

export const createFrame = (): Frame => ({
  from: 0,
  to: 0,
  hash: 0,
  annotation: false,
  low: 0,
  high: 0,
  rank: noRank,
  keyAt: -1,
  keyTo: 0,
  idAt: -1,
  idTo: 0,
  empty: true,
  annotations: undefined,
});

export const writeMember = ({ output }: PageScan, { name, value }: Member, frame: Frame): void => {
  writeText(output, `${frame.empty ? '' : ','}${printText(name)}:${printJson(value)}`);
  frame.empty = false;
};

/** Reads the name at the cursor and moves to its value. */
export const readName = (input: Input, frame: Frame): void => {
  const { bytes } = input;
  const from = input.at + 1;
  if (bytes[input.at] !== quote) leave();
  let hash = 0;
  let annotation = false;
  let to = from;
  for (let byte = bytes[to] ?? 0; isPlainByte(byte); byte = bytes[to] ?? 0) {
    hash = hashStep(hash, byte);
    if (byte === atSign) annotation = true;
    to += 1;
  }
  if (bytes[to] !== quote) leave();
  input.at = to + 1;
  skipColon(input);
  frame.from = from;
  frame.to = to;
  frame.hash = hash;
  frame.annotation = annotation;
};

export const nameOf = ({ input }: PageScan, { from, to }: Frame): string => textBetween(input, from, to, false);

/** Counts a name that the Plan doesn't have. Leaves a duplicate to the walk, which counts it once. */
export const dropUnknown = (scan: PageScan, { hash, annotation }: Frame, base: number): void => {
  const { unknown, unknownCount } = scan;
  if (unknownCount - base >= mostUnknown || unknownCount === allUnknown) leave();
  for (let index = base; index < unknownCount; index += 1) if (unknown[index] === hash) leave();
  unknown[unknownCount] = hash;
  scan.unknownCount = unknownCount + 1;
  scan.walk.counts[annotation ? 'unknownAnnotations' : 'unknownProperties'] += 1;
};

/** Leaves two spellings of one annotation to the walk, which writes one member in the position of the first. */
export const meetOnce = (frame: Frame, key: string): void => {
  frame.annotations ??= [];
  if (frame.annotations.includes(key)) leave();
  frame.annotations.push(key);
};

const hasName = ({ bytes }: Property, source: Buffer, from: number): boolean => {
  let at = 0;
  while (at < bytes.length && bytes[at] === source[from + at]) at += 1;
  return at === bytes.length;
};

/** Returns the property of the name under the cursor. */
export const findProperty = ({ table }: ScanObject, source: Buffer, frame: Frame): Property | undefined => {
  const { hash, from, to } = frame;
  const mask = table.length - 1;
  let slot = hash & mask;
  let property = table[slot];
  while (
    property !== undefined &&
    (property.hash !== hash || property.bytes.length !== to - from || !hasName(property, source, from))
  ) {
    slot = (slot + 1) & mask;
    property = table[slot];
  }
  return property;
};
