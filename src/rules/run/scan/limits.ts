import type { JsonValue } from '../../../json/index.ts';
import type { PopulationView, RunContext } from '../../../plan/index.ts';
import type { Judge, Verdict } from '../population.ts';
import { beginWalk } from '../population.ts';
import { anywhere, type Place, type Walk } from '../walk.ts';
import { firstMember, type Input, leave, nextMember, skipText, skipValue, textBetween } from './input.ts';
import { addEntry, clearMemo, findEntry, isFull, longestText, type Memo, noteMiss, sizeOf } from './memo.ts';
import { type Name, type Property, readName } from './names.ts';
import type { ScanLeaf, ScanNode, ScanObject } from './nodes.ts';
import { hashBytes } from './words.ts';

/** Whom the object around a value is about, as a limited caller sees it. */
export const [nobody, outsider, insider] = [0, 1, 2];

/** The limits of a page for a caller that is limited to a population. */
export type Limits = {
  /** Judge whom a value concerns. */
  readonly tools: RunContext;
  /** A walk with the limits, which counts with the walk of the page. */
  readonly walk: Walk;
  /** Mixed into the hash of a text, so that a verdict counts for one reading of the population. */
  readonly reading: number;
  /** False if only the items of the page are limited. */
  readonly values: boolean;
  /** Whom the object around the cursor is about, if values are limited. */
  about: number;
};

/** Begins the limits of a page. `walk`: counts dropped values. */
export const beginLimits = (tools: RunContext, population: PopulationView, { counts, unfit }: Walk): Limits => ({
  tools,
  walk: { ...beginWalk(tools), counts, unfit },
  reading: population.reading,
  values: !population.counterparts,
  about: nobody,
});

/** The parts of a page's state that its limits use. */
type LimitScan = { readonly input: Input; readonly nodes: readonly (ScanNode | undefined)[] };

const [quote, closeBrace, letterN] = [34, 125, 110];

const verdicts: readonly Verdict[] = ['nobody', 'inside', 'outside'];
/** Size of the entry of the first verdict. A verdict takes no bytes, so its size is negative. */
const firstVerdict = -1;

/** The cache of verdicts at a leaf; undefined if a verdict takes no pseudonym. */
const memoOf = ({ limit: { memo, memoByType } }: ScanLeaf, type: string | undefined): Memo | undefined =>
  memo ?? (type === undefined ? undefined : memoByType.get(type));

/** Judges the text at the cursor and moves behind it. */
const judgeText = (
  { tools, reading }: Limits,
  input: Input,
  leaf: ScanLeaf,
  judge: Judge,
  type: string | undefined,
): Verdict => {
  const from = input.at + 1;
  const escaped = skipText(input);
  const to = input.at - 1;
  const memo = memoOf(leaf, type);
  if (memo === undefined) return judge(textBetween(input, from, to, escaped), type, tools);
  const remembers = memo.paused === 0 && to - from <= longestText;
  const hash = remembers ? hashBytes(input, from, to) ^ reading : 0;
  const entry = remembers ? findEntry(memo, hash, input, from, to) : 0;
  if (entry !== 0) {
    memo.missed = 0;
    return verdicts[firstVerdict - sizeOf(memo, entry)] as Verdict;
  }
  noteMiss(memo);
  const verdict = judge(textBetween(input, from, to, escaped), type, tools);
  if (!remembers) return verdict;
  if (isFull(memo)) clearMemo(memo);
  addEntry(memo, hash, input, from, to, firstVerdict - verdicts.indexOf(verdict));
  return verdict;
};

/** A value that isn't a text. */
const noText: JsonValue = [];

/** Judges the value at the cursor and moves behind it. */
const judgeValue = (
  limits: Limits,
  { input, nodes }: LimitScan,
  { node }: Property,
  depth: number,
  type: string | undefined,
): Verdict => {
  const leaf = nodes[node];
  if (leaf?.kind !== 'leaf' || leaf.limit.judge === undefined) return leave();
  const { judge } = leaf.limit;
  const first = input.bytes[input.at];
  if (first === quote) return judgeText(limits, input, leaf, judge, type);
  skipValue(input, depth);
  return judge(first === letterN ? null : noText, type, limits.tools);
};

/** True for a text at the cursor that a limited caller doesn't get. Moves behind it. */
export const isWithheld = (limits: Limits, input: Input, leaf: ScanLeaf, type: string | undefined): boolean => {
  if (!limits.values) return false;
  const { goes, judge } = leaf.limit;
  const isGone =
    (goes === 'with-outsider' && limits.about === outsider) || (goes === 'without-insider' && limits.about !== insider);
  const { at } = input;
  if (isGone) {
    skipText(input);
    return true;
  }
  if (judge === undefined) return false;
  if (judgeText(limits, input, leaf, judge, type) === 'outside') return true;
  input.at = at;
  return false;
};

/** Returns the place of a value for a step of the walk. */
export const placeFor = ({ about }: Limits, type: string | undefined): Place => {
  if (type === undefined && about === nobody) return anywhere;
  return {
    removed: false,
    ...(type !== undefined && { type }),
    ...(about !== nobody && { about: about === insider ? ('insider' as const) : ('outsider' as const) }),
  };
};

/** Judges properties of the object at the cursor until `enough`. Moves behind the object if all of it was read. */
const judgeMembers = (
  limits: Limits,
  scan: LimitScan,
  node: ScanObject,
  depth: number,
  type: string | undefined,
  isJudged: (property: Property) => boolean,
  enough: (verdict: Verdict) => boolean,
): void => {
  const { input } = scan;
  const judged: Property[] = [];
  let types = 0;
  let name: Name | undefined;
  for (let more = firstMember(input, closeBrace); more; more = nextMember(input, closeBrace)) {
    name = readName(node.names, input, name);
    // Of two types, the walk reads another one than the scanner.
    if (name.key === '@type') types += 1;
    if (types > 1) leave();
    const { property } = name;
    if (property === undefined || !isJudged(property)) {
      skipValue(input, depth + 1);
      continue;
    }
    // Of a duplicate name, the last one would count.
    if (judged.includes(property)) leave();
    judged.push(property);
    if (enough(judgeValue(limits, scan, property, depth + 1, type))) return;
  }
};

/** True for a person or a group inside of the population, or a thing. Otherwise moves behind the object. */
export const isInsideAhead = (
  limits: Limits,
  scan: LimitScan,
  node: ScanObject,
  depth: number,
  type: string | undefined,
): boolean => {
  const { id, isThing } = node.limit;
  const { at } = scan.input;
  let verdict: Verdict | undefined;
  const isInside = (found: Verdict): boolean => {
    verdict = found;
    return found === 'inside' || isThing(type);
  };
  judgeMembers(limits, scan, node, depth, type, (property) => property === id, isInside);
  // The walk may find an error in it.
  if (verdict === undefined) return leave();
  if (!isInside(verdict)) return false;
  scan.input.at = at;
  return true;
};

/** Returns whom the object at the cursor is about. A part of an object about somebody outside is about them too. */
export const aboutAhead = (
  limits: Limits,
  scan: LimitScan,
  node: ScanObject,
  depth: number,
  type: string | undefined,
): number => {
  const { id, subjects, decides, foreign } = node.limit;
  if (foreign) leave();
  if (id !== undefined) return insider;
  const inherited = limits.about === outsider ? outsider : nobody;
  if (subjects.size === 0 || (!decides && inherited === nobody)) return inherited;
  const { at } = scan.input;
  let about = inherited;
  const isInsider = (verdict: Verdict): boolean => {
    if (verdict !== 'nobody') about = verdict === 'inside' ? insider : outsider;
    return about === insider;
  };
  judgeMembers(limits, scan, node, depth, type, (property) => subjects.has(property), isInsider);
  scan.input.at = at;
  return about;
};
