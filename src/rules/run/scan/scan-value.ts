import { keepRemoved, type Member, sealLink, typeKey } from '../walk.ts';
import { addArray, addItem, ofArray, type Slice } from './arrays.ts';
import { deepest, firstMember, leave, nextMember, skipScalar, skipValue } from './input.ts';
import { aboutAhead, isInsideAhead, type Limits } from './limits.ts';
import { errorName, isDroppedAhead, readValue, typeAhead } from './look-ahead.ts';
import { countUnknown, type Frame, frameAt, meetName, meetOnce, type PageScan, writeMember } from './members.ts';
import { type Name, type Names, type Property, readName } from './names.ts';
import { inside, type List, removedItem, type ScanObject, top } from './nodes.ts';
import { writeByte, writeBytes } from './output.ts';
import { scanLeaf } from './scan-leaf.ts';

const [quote, openBrace, closeBrace, openBracket, closeBracket, comma, letterN] = [34, 123, 125, 91, 93, 44, 110];

const clear = (slice: Slice): void => {
  slice.at = -1;
  slice.to = 0;
};

const keepType = ({ walk }: PageScan, types: ReadonlyMap<string, string>, value: unknown): Member | undefined => {
  const type = typeof value === 'string' ? types.get(typeKey(value)) : undefined;
  if (type === undefined) walk.counts.unfitFormats += 1;
  return type === undefined ? undefined : { name: '@odata.type', value: type };
};

type Keep = (value: ReturnType<typeof readValue>) => Member | undefined;

/** The treatment of an annotation; undefined for one that is dropped, and for any other name. */
const keeperOf = (scan: PageScan, node: ScanObject, key: string | undefined, place: number): Keep | undefined => {
  if (key === undefined) return undefined;
  if (key === '@removed' && (place & removedItem) !== 0) return keepRemoved;
  const { types } = node;
  if (key === '@type' && types !== undefined) return (value) => keepType(scan, types, value);
  const link = node.links.get(key);
  return link === undefined ? undefined : (value) => sealLink(link, value, 'page', scan.walk);
};

/** Handles a name that none of the object's properties has. */
const scanOther = (scan: PageScan, node: ScanObject, name: Name, depth: number, place: number, frame: Frame): void => {
  const { input } = scan;
  const { key } = name;
  const keep = keeperOf(scan, node, key, place);
  if (key === undefined || keep === undefined) {
    countUnknown(scan, name);
    const mayFail = (place & top) !== 0 && input.bytes[input.at] === openBrace;
    if (mayFail && name.text === errorName) leave();
    skipValue(input, depth + 1);
    return;
  }
  meetOnce(frame, key);
  const member = keep(readValue(input, depth + 1));
  if (member !== undefined) writeMember(scan, member, frame);
};

/** Writes a member that the Plan names, unless its value is dropped. */
const scanProperty = (
  scan: PageScan,
  property: Property,
  depth: number,
  step: number,
  type: string | undefined,
  frame: Frame,
): void => {
  const { output, key } = scan;
  const mark = output.to;
  writeBytes(output, property.written, frame.empty ? 1 : 0, property.written.bytes.length);
  const start = output.to;
  if (!scanValue(scan, property.node, depth + 1, inside, step, type)) {
    output.to = mark;
    return;
  }
  frame.empty = false;
  if (property.rank < frame.rank && key.at >= 0) {
    frame.rank = property.rank;
    frame.keyAt = key.at;
    frame.keyTo = key.to;
  }
  if (property.isId && output.bytes[start] === quote) {
    frame.idAt = start + 1;
    frame.idTo = output.to - 1;
  }
};

const scanObject = (scan: PageScan, node: ScanObject, depth: number, place: number, step: number): void => {
  const { input, output, key, id } = scan;
  const frame = frameAt(depth);
  const type = node.readsType ? typeAhead(input, depth, node.names) : undefined;
  const base = scan.unknownCount;
  let name: Name | undefined;
  const path = step < 0 ? undefined : scan.timePath[step];
  writeByte(output, openBrace);
  for (let more = firstMember(input, closeBrace); more; more = nextMember(input, closeBrace)) {
    name = readName(node.names, input, name);
    meetName(scan, name, frame, base);
    const { property } = name;
    if (property === undefined) scanOther(scan, node, name, depth, place, frame);
    else scanProperty(scan, property, depth, path === property.name ? step + 1 : -1, type, frame);
  }
  writeByte(output, closeBrace);
  scan.unknownCount = base;
  key.at = frame.keyAt;
  key.to = frame.keyTo;
  id.at = frame.idAt;
  id.to = frame.idTo;
};

/** The names of the objects at a node. */
export const namesAt = ({ nodes }: PageScan, index: number): Names => {
  const node = nodes[index];
  return node?.kind === 'object' ? node.names : leave();
};

/** Writes the items of a list and keeps their slices, so that they can be ordered when the page's tokens are there. */
export const scanItems = (scan: PageScan, { item, place, order, drops }: List, depth: number): void => {
  const { input, output, arrays, key, time, id, timePath } = scan;
  if (depth >= deepest) leave();
  const [outerAt, outerTo] = [time.at, time.to];
  if (order?.time !== undefined) scan.timePath = order.time.path;
  const step = order?.time === undefined ? -1 : 0;
  let [count, head, last, headAt, headTo] = [0, -1, -1, -1, 0];
  let keyed = false;
  writeByte(output, openBracket);
  for (let more = firstMember(input, closeBracket); more; more = nextMember(input, closeBracket)) {
    if (drops.length > 0 && isDroppedAhead(input, depth + 1, namesAt(scan, item), drops)) {
      skipValue(input, depth + 1);
      continue;
    }
    const mark = output.to;
    if (count > 0) writeByte(output, comma);
    const from = output.to;
    clear(time);
    clear(id);
    if (!scanValue(scan, item, depth + 1, place, step, undefined)) {
      output.to = mark;
      continue;
    }
    last = addItem(arrays, last, from, output.to, key, time, id);
    if (count === 0) [head, headAt, headTo] = [last, key.at, key.to];
    keyed ||= key.at >= 0;
    count += 1;
  }
  writeByte(output, closeBracket);
  scan.timePath = timePath;
  time.at = outerAt;
  time.to = outerTo;
  // The key of an only item is that of its array. An array without keys must not hide the key of a later property.
  if (order !== undefined && count > 1) {
    const array = addArray(arrays, order, head, count);
    if (keyed) [headAt, headTo] = [array, ofArray];
  }
  key.at = headAt;
  key.to = headTo;
};

const dropWrong = ({ input, walk }: PageScan, depth: number): boolean => {
  skipValue(input, depth);
  walk.counts.wrongTypes += 1;
  return false;
};

const writeNull = ({ input, output }: PageScan): boolean => {
  skipScalar(input);
  writeBytes(output, input, input.at - 4, input.at);
  return true;
};

/** Writes the value of an object for a limited caller; false, and nothing written, if it is about somebody outside. */
const scanLimited = (
  scan: PageScan,
  limits: Limits,
  node: ScanObject,
  depth: number,
  place: number,
  step: number,
): boolean => {
  const { input } = scan;
  const { values, about } = limits;
  const first = input.bytes[input.at];
  const isItem = (place & top) !== 0;
  const judged = node.limit.id !== undefined && (values || isItem);
  if (first !== openBrace) {
    // Nothing tells whom an item is about that isn't an object.
    if (!judged || !isItem) return first === letterN ? writeNull(scan) : dropWrong(scan, depth);
    skipValue(input, depth);
    return false;
  }
  const type = node.readsType ? typeAhead(input, depth, node.names) : undefined;
  if (judged && !isInsideAhead(limits, scan, node, depth, type)) return false;
  if (values) limits.about = aboutAhead(limits, scan, node, depth, type);
  scanObject(scan, node, depth, place, step);
  limits.about = about;
  return true;
};

/**
 * Writes a value as its node has it; false, and nothing written, if it is dropped. `step`: how many names of the time's path
 * lead to the value, -1 beside it. `type`: that of the object around it.
 */
export const scanValue = (
  scan: PageScan,
  index: number,
  depth: number,
  place: number,
  step: number,
  type: string | undefined,
): boolean => {
  const node = scan.nodes[index];
  const { input, output, key, time } = scan;
  clear(key);
  if (node === undefined) return leave();
  if (node.kind === 'leaf') {
    const start = output.to;
    if (!scanLeaf(scan, node, depth, type)) return false;
    if (output.bytes[start] !== quote) return true;
    if (node.keyed) {
      key.at = start + 1;
      key.to = output.to - 1;
    }
    if (step > 0 && step === scan.timePath.length) {
      time.at = start + 1;
      time.to = output.to - 1;
    }
    return true;
  }
  const { limits } = scan;
  if (limits !== undefined && node.kind === 'object') return scanLimited(scan, limits, node, depth, place, step);
  const first = input.bytes[input.at];
  if (first === letterN) return writeNull(scan);
  if (node.kind === 'object') {
    if (first !== openBrace) return dropWrong(scan, depth);
    scanObject(scan, node, depth, place, step);
  } else {
    if (first !== openBracket) return dropWrong(scan, depth);
    scanItems(scan, node.list, depth);
  }
  return true;
};
