import { addContents, type Contents, contentsOf, differenceOf, foreignIn, noContents } from './compare-replies.ts';
import type { Concerns, DrawnCall } from './draw-call.ts';
import { expectedReply, type Limit, withoutLinks } from './expected-reply.ts';
import { isList, isObject, type JsonObject, textsOf } from './json.ts';
import type { Answered } from './proof-world.ts';
import type { Truth } from './truth.ts';

/** A limited caller, as far as its replies depend on it. */
export type Judged = { readonly truth: Truth; readonly counterparts: boolean };

/** A fault that the proof found. It quotes no value. */
export type Finding = {
  readonly kind: 'leak' | 'lost' | 'wrong';
  readonly caller: string;
  readonly source: string;
  readonly endpoint: string;
  readonly text: string;
};

/** The result of comparing one reply. */
export type Judgement = {
  /** True if a document of Graph was compared. */
  readonly compared: boolean;
  readonly refused: boolean;
  readonly expected: Contents;
  readonly found: Contents;
  /** Pseudonyms of people outside: those that the unlimited reply has, and those that this one has. */
  readonly foreignBefore: number;
  readonly foreignAfter: number;
  /** Bytes of the unlimited reply that belong to others, and bytes of this one that do. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly problems: readonly Pick<Finding, 'kind' | 'text'>[];
};

const nothing: Judgement = {
  compared: false,
  refused: false,
  expected: noContents,
  found: noContents,
  foreignBefore: 0,
  foreignAfter: 0,
  bytesBefore: 0,
  bytesAfter: 0,
  problems: [],
};

/** Adds up the figures of two judgements. */
export const addJudgements = (one: Judgement, other: Judgement): Judgement => ({
  compared: one.compared || other.compared,
  refused: one.refused || other.refused,
  expected: addContents(one.expected, other.expected),
  found: addContents(one.found, other.found),
  foreignBefore: one.foreignBefore + other.foreignBefore,
  foreignAfter: one.foreignAfter + other.foreignAfter,
  bytesBefore: one.bytesBefore + other.bytesBefore,
  bytesAfter: one.bytesAfter + other.bytesAfter,
  problems: [...one.problems, ...other.problems],
});

export const noJudgement = nothing;

/** True if the items of a reply are people or groups; undefined if it has none. */
const listsSubjects = (reply: JsonObject, { truth }: Judged): boolean | undefined => {
  const { value } = reply;
  const items = isList(value) ? value : [reply];
  const [first] = items;
  if (!isObject(first)) return undefined;
  const id = first['id'];
  const verdict = typeof id === 'string' ? truth.of(id) : undefined;
  return verdict !== undefined && verdict !== 'thing';
};

/** Sites below a site can belong to others, and nothing shows whom. */
const listsSubsites = /\/sites\/[^/?]+\/sites(?:\?|$)/;

type Named = Pick<DrawnCall, 'inPath' | 'inQuery'> & Partial<Pick<DrawnCall, 'target'>>;

/** Whether a caller should get a reply: undefined if the reply itself doesn't show it. */
const shouldServe = (
  { target = '', inPath, inQuery }: Named,
  unlimited: Answered,
  caller: Judged,
): boolean | undefined => {
  const { truth } = caller;
  if ([...inPath, ...inQuery].some(({ kind, value }) => truth.admits(kind, value) === false)) return false;
  if (listsSubsites.test(target)) return undefined;
  if (inPath.some(({ kind, value }) => truth.admits(kind, value) === true)) return true;
  // Each item of a filtered list concerns the person that the filter names.
  const isFiltered = inPath.length === 0 && inQuery.some(({ kind, value }) => truth.admits(kind, value) === true);
  if (isFiltered && isList(unlimited.body['value'])) return true;
  return unlimited.status === 200 ? listsSubjects(unlimited.body, caller) : undefined;
};

const refusals: ReadonlySet<number> = new Set([403, 404]);

/** The code of an error. */
export const codeOf = ({ body }: Answered): string => {
  const error = isObject(body['error']) ? body['error'] : {};
  const inner = isObject(error['innerError']) ? error['innerError'] : {};
  return String(inner['code'] ?? error['code'] ?? 'none');
};

const withoutContent = (answered: Answered): readonly Pick<Finding, 'kind' | 'text'>[] =>
  textsOf(answered.body).some((text) => /[pt]~[\w-]{43}/.test(text))
    ? [{ kind: 'leak', text: `a refusal with ${codeOf(answered)} has a pseudonym` }]
    : [];

/** Judges a reply that the caller should not get. */
const judgeRefusal = (unlimited: Answered, limited: Answered, caller: Judged): Judgement => {
  const bytesBefore = unlimited.status === 200 ? unlimited.text.length : 0;
  const foreignBefore = unlimited.status === 200 ? foreignIn(unlimited.body, caller.truth) : 0;
  const refused = { ...nothing, refused: true, bytesBefore, foreignBefore };
  if (limited.status === 200)
    return {
      ...refused,
      bytesAfter: limited.text.length,
      foreignAfter: foreignIn(limited.body, caller.truth),
      problems: [{ kind: 'leak', text: 'a call about others is served' }],
    };
  // Graph may refuse the call before anybody is judged.
  const isExpected = refusals.has(limited.status) || limited.status === unlimited.status;
  const wrong = isExpected
    ? []
    : [{ kind: 'wrong' as const, text: `refused with ${limited.status} ${codeOf(limited)}` }];
  return { ...refused, problems: [...withoutContent(limited), ...wrong] };
};

const limitOf = ({ truth, counterparts }: Judged, concerns: Concerns): Limit => ({
  truth,
  counterparts,
  shared: concerns.some(({ kind }) => kind === 'call-record-id'),
});

/** Judges a reply that the caller should get, as far as it concerns its group. */
const judgeServed = (inPath: Concerns, unlimited: Answered, limited: Answered, caller: Judged): Judgement => {
  if (unlimited.status !== 200) {
    const same = limited.status === unlimited.status;
    const problems: Judgement['problems'] = same
      ? withoutContent(limited)
      : [{ kind: 'wrong', text: `${limited.status} ${codeOf(limited)} instead of Graph’s ${unlimited.status}` }];
    return { ...nothing, problems };
  }
  const expected = expectedReply(unlimited.body, limitOf(caller, inPath));
  const foreignBefore = foreignIn(unlimited.body, caller.truth);
  const unlimitedBytes = JSON.stringify(withoutLinks(unlimited.body)).length;
  const before = { ...nothing, compared: true, foreignBefore };
  if (expected === undefined) {
    const served = limited.status === 200;
    return {
      ...before,
      bytesBefore: unlimitedBytes,
      bytesAfter: served ? limited.text.length : 0,
      foreignAfter: foreignIn(limited.body, caller.truth),
      problems: served ? [{ kind: 'leak', text: 'somebody outside is served' }] : withoutContent(limited),
    };
  }
  const contents = contentsOf(expected, caller.truth);
  const bytesBefore = unlimitedBytes - JSON.stringify(expected).length;
  if (limited.status !== 200)
    return {
      ...before,
      bytesBefore,
      expected: contents,
      problems: [{ kind: 'lost', text: `refused with ${limited.status} ${codeOf(limited)}` }],
    };
  const actual = withoutLinks(limited.body);
  const difference = differenceOf(expected, actual);
  const foreignAfter = caller.counterparts ? 0 : foreignIn(actual, caller.truth);
  const isLonger = JSON.stringify(actual).length - JSON.stringify(expected).length;
  return {
    ...before,
    bytesBefore,
    expected: contents,
    found: contentsOf(actual, caller.truth),
    foreignAfter,
    bytesAfter: difference === undefined ? 0 : Math.max(1, isLonger),
    problems:
      difference === undefined ? [] : [{ kind: foreignAfter > 0 || isLonger > 0 ? 'leak' : 'lost', text: difference }],
  };
};

/** Compares a limited caller’s reply with the one of a caller who sees everybody. */
export const judgeReply = (named: Named, unlimited: Answered, limited: Answered, caller: Judged): Judgement => {
  switch (shouldServe(named, unlimited, caller)) {
    case true:
      return judgeServed(named.inPath, unlimited, limited, caller);
    case false:
      return judgeRefusal(unlimited, limited, caller);
    case undefined:
      return limited.status === 200 && unlimited.status === 200
        ? judgeServed(named.inPath, unlimited, limited, caller)
        : { ...nothing, refused: limited.status === 403, problems: withoutContent(limited) };
  }
};
