import { isUtf8 } from 'node:buffer';
import { asSanitizedBody, noDrops, type RunContext, type RunResult } from '../../../plan/index.ts';
import type { Pseudonyms } from '../../../pseudonyms/index.ts';
import type { AllowListPlan, AllowListResponse } from '../../plan/index.ts';
import { keepCount, type Member, type Step, sealLink, type Walk } from '../walk.ts';
import { arrangeAll } from './arrange.ts';
import { clearArrays, createArrays } from './arrays.ts';
import { firstMember, inputOf, leave, nextMember, skipBlanks, skipValue, Unexpected } from './input.ts';
import { beginLimits } from './limits.ts';
import { errorName, isDroppedAhead, readValue } from './look-ahead.ts';
import {
  allUnknown,
  countUnknown,
  type Frame,
  frameAt,
  meetName,
  meetOnce,
  type PageScan,
  writeMember,
} from './members.ts';
import { clearMemo, type Memo } from './memo.ts';
import { createNames, type Name, type Names, readName } from './names.ts';
import { createScanNodes, type List, removedItem, type ScanLeaf, top } from './nodes.ts';
import { createOutput, release, reserve, writeByte, writeText } from './output.ts';
import { namesAt, scanItems, scanValue } from './scan-value.ts';
import { abandonTokens, createPageTokens, type PageTokens, recording, writeTokens } from './tokens.ts';

/** Sanitizes a page; returns undefined if the reference walk has to do it. */
export type ScanRun = (body: Uint8Array, tools: RunContext) => RunResult | undefined;

const [openBrace, closeBrace, openBracket] = [123, 125, 91];

/** Returns the root member for an annotation; the key is one of `rootAnnotations`. */
const keepOfRoot = (scan: PageScan, key: string): Member | undefined => {
  const value = readValue(scan.input, 1);
  if (key === '@count') return keepCount(value, scan.walk);
  return key === '@nextlink'
    ? sealLink('@odata.nextLink', value, 'page', scan.walk)
    : sealLink('@odata.deltaLink', value, 'delta', scan.walk);
};

const rootAnnotations: Readonly<Record<Exclude<AllowListResponse['shape'], 'entity'>, ReadonlySet<string>>> = {
  count: new Set(),
  collection: new Set(['@nextlink', '@count']),
  delta: new Set(['@nextlink', '@count', '@deltalink']),
};

/** The same without the count, which would include dropped items. */
const withoutCount: typeof rootAnnotations = {
  count: new Set(),
  collection: new Set(['@nextlink']),
  delta: new Set(['@nextlink', '@deltalink']),
};

/** Handles a member of a root that isn't its list. */
const scanRootMember = (scan: PageScan, name: Name, kept: ReadonlySet<string>, frame: Frame): void => {
  const { key } = name;
  if (key === undefined || !kept.has(key)) {
    if (name.text === errorName) leave();
    countUnknown(scan, name);
    skipValue(scan.input, 1);
    return;
  }
  meetOnce(frame, key);
  const member = keepOfRoot(scan, key);
  if (member !== undefined) writeMember(scan, member, frame);
};

/** The names around the lists of all pages. */
const rootNames: Names = createNames([]);

/** Scans `{value: […]}` with its links and count. */
const scanCollection = (scan: PageScan, list: List, kept: ReadonlySet<string>): void => {
  const { input, output } = scan;
  const frame = frameAt(0);
  let name: Name | undefined;
  let listed = false;
  writeByte(output, openBrace);
  for (let more = firstMember(input, closeBrace); more; more = nextMember(input, closeBrace)) {
    name = readName(rootNames, input, name);
    meetName(scan, name, frame, 0);
    if (name.text !== 'value') {
      scanRootMember(scan, name, kept, frame);
      continue;
    }
    if (listed || input.bytes[input.at] !== openBracket) leave();
    listed = true;
    writeText(output, `${frame.empty ? '' : ','}"value":`);
    frame.empty = false;
    scanItems(scan, list, 1);
  }
  if (!listed) leave();
  writeByte(output, closeBrace);
};

const scanRoot = (
  scan: PageScan,
  { shape, root, order, dropItems = [] }: AllowListResponse,
  ordered: boolean,
): void => {
  const { input } = scan;
  if (skipBlanks(input) !== openBrace) leave();
  if (shape === 'entity') {
    if (dropItems.length > 0 && isDroppedAhead(input, 0, namesAt(scan, root), dropItems)) leave();
    // The walk refuses somebody outside.
    if (!scanValue(scan, root, 0, top, -1, undefined)) leave();
  } else {
    const delta = shape === 'delta';
    const place = delta ? top | removedItem : top;
    const list = { item: root, place, order: ordered ? undefined : { sequence: delta, time: order }, drops: dropItems };
    const counted = dropItems.length === 0 && scan.limits === undefined;
    scanCollection(scan, list, (counted ? rootAnnotations : withoutCount)[shape]);
  }
  skipBlanks(input);
  if (input.at !== input.bytes.length) leave();
};

/** Page buffers that all Plans share, because pages are sanitized one after another. */
const arrays = createArrays();
const unknown = new Int32Array(allUnknown);
const output = createOutput();
/** A larger output buffer isn't kept for the next page: it becomes the document. */
const largestKept = 8 << 20;

const startsWithMark = (bytes: Buffer): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** Returns the caches of a leaf that depend on the keyring. */
const memosOf = ({ only, memo, memoByType, limit }: ScanLeaf): readonly Memo[] => [
  ...(only === 'transform' ? [memo, ...memoByType.values()] : []),
  ...(limit.memo === undefined ? [] : [limit.memo]),
  ...limit.memoByType.values(),
];

/** Prepares the scanner of one Plan. Its endpoints share the caches. */
export const prepareScans = (
  plan: AllowListPlan,
  steps: readonly Step[],
): ((response: AllowListResponse) => ScanRun) => {
  const { nodes, prepareFor } = createScanNodes(plan, steps);
  let tokensOf: Pseudonyms | undefined;
  let tokens: PageTokens | undefined;

  /** Clears the caches, because another keyring creates other tokens. */
  const useKeyring = (pseudonyms: Pseudonyms): void => {
    if (tokensOf === pseudonyms) return;
    for (const node of nodes) if (node?.kind === 'leaf') for (const memo of memosOf(node)) clearMemo(memo);
    tokens = createPageTokens(pseudonyms);
    tokensOf = pseudonyms;
  };

  const scanPage = (response: AllowListResponse, body: Uint8Array, tools: RunContext): RunResult => {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    if (!isUtf8(bytes)) leave();
    useKeyring(tools.pseudonyms);
    const { population, ...unlimited } = tools;
    const everybody = population === undefined ? tools : unlimited;
    const walk: Walk = { tools: everybody, counts: noDrops(), unfit: new Map() };
    output.to = 0;
    // Tokens are longer than ids. Memory that isn't written costs nothing; a buffer that is outgrown does, until it is collected.
    reserve(output, bytes.length * 2);
    clearArrays(arrays);
    const scan: PageScan = {
      nodes,
      input: inputOf(bytes, startsWithMark(bytes) ? 3 : 0),
      output,
      arrays,
      walk,
      learning: {
        tools: tokens === undefined ? everybody : recording(everybody, tokens),
        counts: noDrops(),
        unfit: new Map(),
      },
      tokens,
      limits: population && beginLimits(tools, population, walk),
      key: { at: -1, to: 0 },
      time: { at: -1, to: 0 },
      id: { at: -1, to: 0 },
      timePath: [],
      unknown,
      unknownCount: 0,
    };
    scanRoot(scan, response, tools.ordered === true);
    // The walk reports a link that can't be sealed.
    if (walk.unsealed !== undefined) leave();
    if (tokens !== undefined) writeTokens(tokens, output);
    const reused = output.bytes.length <= largestKept;
    const sanitized = arrangeAll(arrays, output, reused);
    if (!reused) release(output);
    const { counts, unfit } = walk;
    return {
      ok: true,
      body: asSanitizedBody(sanitized),
      counts,
      ...(unfit.size > 0 && { unfit: Object.fromEntries(unfit) }),
    };
  };

  return (response) => {
    let supported: ReturnType<typeof prepareFor> | undefined;
    return (body, tools) => {
      supported ??= prepareFor(response);
      if (supported === 'none') return undefined;
      // Only the walk watches whom an item of a response about many people concerns.
      if (tools.population !== undefined && (supported === 'unlimited' || tools.population.shared)) return undefined;
      try {
        return scanPage(response, body, tools);
      } catch (error) {
        if (tokens !== undefined) abandonTokens(tokens);
        if (error instanceof Unexpected) return undefined;
        throw error;
      }
    };
  };
};
