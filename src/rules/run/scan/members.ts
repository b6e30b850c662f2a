import { printJson, printText } from '../../../json/index.ts';
import type { Member } from '../walk.ts';
import type { Arrays, Slice } from './arrays.ts';
import { deepest, leave } from './input.ts';
import { type Name, noRank } from './names.ts';
import type { ScanNode } from './nodes.ts';
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
  /** Hashes of the names without a bit of their own, of the objects around the cursor. */
  readonly unknown: Int32Array;
  unknownCount: number;
};

/** Maximum number of names without a bit in one object, and in all objects around the cursor. */
const mostUnknown = 64;
export const allUnknown = 4_096;

/** The state of an object: the names so far, and the results of its members. */
export type Frame = {
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

const createFrame = (): Frame => ({
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

/** Frames by depth, for all pages: no two objects are at the same depth at a time. */
const frames: Frame[] = [];

/** Returns the frame of the object that begins at a depth. */
export const frameAt = (depth: number): Frame => {
  if (depth >= deepest) leave();
  while (frames.length <= depth) frames.push(createFrame());
  const frame = frames[depth] as Frame;
  frame.low = 0;
  frame.high = 0;
  frame.rank = noRank;
  frame.keyAt = -1;
  frame.keyTo = 0;
  frame.idAt = -1;
  frame.idTo = 0;
  frame.empty = true;
  frame.annotations = undefined;
  return frame;
};

export const writeMember = ({ output }: PageScan, { name, value }: Member, frame: Frame): void => {
  writeText(output, `${frame.empty ? '' : ','}${printText(name)}:${printJson(value)}`);
  frame.empty = false;
};

/** Leaves a duplicate of a name without a bit to the walk. `base` is the first such name of the object. */
const meetUnknown = (scan: PageScan, hash: number, base: number): void => {
  const { unknown, unknownCount } = scan;
  if (unknownCount - base >= mostUnknown || unknownCount === allUnknown) leave();
  for (let index = base; index < unknownCount; index += 1) if (unknown[index] === hash) leave();
  unknown[unknownCount] = hash;
  scan.unknownCount = unknownCount + 1;
};

/** Notes a name of an object. Leaves a duplicate to the walk, which counts it once and keeps the last value. */
export const meetName = (scan: PageScan, { low, high, hash }: Name, frame: Frame, base: number): void => {
  if ((low | high) === 0) meetUnknown(scan, hash, base);
  if ((frame.low & low) !== 0 || (frame.high & high) !== 0) leave();
  frame.low |= low;
  frame.high |= high;
};

/** Counts a name that the Plan doesn't have. */
export const countUnknown = ({ walk }: PageScan, { isAnnotation }: Name): void => {
  if (isAnnotation) walk.counts.unknownAnnotations += 1;
  else walk.counts.unknownProperties += 1;
};

/** Leaves two spellings of one annotation to the walk, which writes one member in the position of the first. */
export const meetOnce = (frame: Frame, key: string): void => {
  frame.annotations ??= [];
  if (frame.annotations.includes(key)) leave();
  frame.annotations.push(key);
};
