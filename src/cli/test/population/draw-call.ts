import { encodePathValue, encodeQueryValue, tokenKindOf, type ValueKindName } from '../../../plan/index.ts';
import type { Pseudonyms, ValueKind } from '../../../pseudonyms/index.ts';
import type {
  AllowListEndpoint,
  ComparisonPlan,
  QueryParameterPlan,
  SegmentPlan,
  ValuePlan,
} from '../../../rules/plan/index.ts';
import type { Organization } from '../../../twin/index.ts';
import type { ByKind, Dice, KnownId, KnownIds } from './known-ids.ts';
import type { Truth } from './truth.ts';

/** Values that a call names, by kind. `asToken`: the call has a pseudonym of it. */
export type Concerns = readonly { readonly kind: string; readonly value: string; readonly asToken: boolean }[];

/** A call of an endpoint. `path`: pseudonyms of the values in its path, by kind. */
export type DrawnCall = {
  readonly target: string;
  /** The same call with the ids that a limited caller gets in any case, because they decide about each item. */
  readonly withIds: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: ByKind;
  readonly inPath: Concerns;
  readonly inQuery: Concerns;
};

/** Whom the calls of a caller are mostly about. */
export type Focus = { readonly truth: Truth; readonly groupId: string };

export type Drawing = {
  readonly organization: Organization;
  readonly pseudonyms: Pseudonyms;
  readonly ids: KnownIds;
  readonly dice: Dice;
  readonly focus: Focus;
};

/** Shares of calls about somebody outside, and of optional parameters that a call has. */
const [aboutOthers, withOption] = [0.12, 0.3];

const subjects: ReadonlySet<string> = new Set([
  'user-id',
  'mail-address',
  'group-id',
  'team-id',
  'directory-object-id',
]);

/** Draws the plain id of a person or a group, mostly of the caller's group. */
const drawSubject = (kind: string, { organization, dice, focus }: Drawing): string => {
  const ofOthers = dice.chance(aboutOthers);
  if (kind === 'group-id' || kind === 'team-id') return ofOthers ? dice.pick(organization.groups).id : focus.groupId;
  return dice.pick(ofOthers ? organization.people : [...focus.truth.people]).id;
};

const isoMinutes = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}:00Z`;

const drawTime = ({ organization: { quarter }, dice }: Drawing): string =>
  isoMinutes(dice.between(quarter.start, quarter.end));

type Value = { readonly written: string; readonly kind?: string; readonly plain?: string };

const openedOf = ({ open }: Pseudonyms, token: string): string | undefined => {
  const opened = open(token);
  return opened.ok ? opened.value : undefined;
};

/** Draws a value with a kind, in the form that the rule takes. `around`: values of the path so far. */
const drawOfKind = (kind: string, { token }: ValuePlan, around: ByKind, drawing: Drawing): Value | undefined => {
  const { pseudonyms, ids, dice } = drawing;
  const made = tokenKindOf(kind as ValueKindName);
  if (subjects.has(kind)) {
    const known = around.get(made) ?? (kind === 'directory-object-id' ? around.get('user-id') : undefined);
    const plain = (known === undefined ? undefined : openedOf(pseudonyms, known)) ?? drawSubject(kind, drawing);
    const tokenKind: ValueKind = kind === 'directory-object-id' ? 'user-id' : made;
    const isToken = token === 'required' || (token === 'accepted' && dice.chance(0.5));
    return { kind, plain, written: isToken ? pseudonyms.tokenize(plain, tokenKind) : plain };
  }
  if (kind === 'folder-id' && dice.chance(0.5)) return { kind, plain: 'inbox', written: 'inbox' };
  const drawn = around.get(made) ?? ids.draw(made, dice, (id) => suits(kind, id, drawing))?.token;
  const plain = drawn === undefined ? undefined : openedOf(pseudonyms, drawn);
  return drawn === undefined || plain === undefined ? undefined : { kind, plain, written: drawn };
};

/** True for an id of something that belongs to the caller's group. */
const suits = (kind: string, { token, around }: KnownId, { focus: { truth }, pseudonyms }: Drawing): boolean => {
  const plain = openedOf(pseudonyms, token);
  const own = plain === undefined ? undefined : truth.admits(kind, plain);
  if (own !== undefined) return own;
  const owners = [...around].filter(([near]) => subjects.has(near) || truth.admits(near, '') !== undefined);
  return owners.some(([near, text]) => truth.admits(near, openedOf(pseudonyms, text) ?? '') === true);
};

const drawNumber = ({ minimum = 0, maximum = 200 }: ValuePlan, dice: Dice): string =>
  String(dice.chance(0.3) ? maximum : dice.between(minimum, Math.min(maximum, minimum + 30)));

/** Draws a value; undefined if none of its kind is known yet. */
const drawValue = (plan: ValuePlan, around: ByKind, drawing: Drawing): Value | undefined => {
  const { dice } = drawing;
  if (plan.oneOf !== undefined) return drawValue(dice.pick(plan.oneOf), around, drawing);
  if (plan.enum !== undefined) return { written: dice.pick(plan.enum) };
  switch (plan.type) {
    case 'integer':
      return { written: drawNumber(plan, dice) };
    case 'boolean':
      return { written: String(dice.chance(0.5)) };
    case 'date':
      return { written: drawTime(drawing).slice(0, 10) };
    case 'date-time':
      return { written: drawTime(drawing) };
    case 'guid':
      return { written: dice.guid() };
    case 'string':
      return plan.kind === undefined ? undefined : drawOfKind(plan.kind, plan, around, drawing);
  }
};

type Parameter = { readonly value: ValuePlan };

const parametersOf = (segments: readonly SegmentPlan[]): readonly Parameter[] =>
  segments.flatMap((segment): readonly Parameter[] => {
    if (segment.type === 'literal') return [];
    return segment.type === 'parameter' ? [segment] : segment.holes;
  });

/** Draws the most specific id first, because those before it have to fit it. */
const drawPath = (segments: readonly SegmentPlan[], drawing: Drawing): ReadonlyMap<Parameter, Value> | undefined => {
  const { ids, dice } = drawing;
  const parameters = parametersOf(segments);
  const last = parameters.at(-1)?.value.kind;
  const lastKind = last === undefined ? undefined : tokenKindOf(last as ValueKindName);
  const known =
    last === undefined || lastKind === undefined || subjects.has(last)
      ? undefined
      : ids.draw(lastKind, dice, (id) => suits(last, id, drawing));
  const around = new Map(known === undefined || dice.chance(0.03) ? [] : known.around);
  if (known !== undefined && lastKind !== undefined) around.set(lastKind, known.token);
  const drawn = new Map<Parameter, Value>();
  for (const parameter of parameters) {
    const value = drawValue(parameter.value, around, drawing);
    if (value === undefined) return undefined;
    drawn.set(parameter, value);
  }
  return drawn;
};

/** The two times of a period, in order. */
const ofPeriod = (name: string, { organization: { quarter } }: Drawing, text: string): string => {
  if (/^(?:from|start)/i.test(name)) return isoMinutes(quarter.today - 20 * 86_400_000);
  return /^(?:to|end)/i.test(name) ? isoMinutes(quarter.today + 3 * 86_400_000) : text;
};

const writePath = (
  segments: readonly SegmentPlan[],
  drawn: ReadonlyMap<Parameter, Value>,
  drawing: Drawing,
): string => {
  const written = (parameter: Parameter): string => drawn.get(parameter)?.written ?? '';
  return segments
    .map((segment) => {
      if (segment.type === 'literal') return `/${segment.text}`;
      if (segment.type === 'parameter') return `/${encodePathValue(written(segment))}`;
      const values = segment.holes.map((hole) => {
        const value = ofPeriod(hole.name, drawing, written(hole));
        return `${hole.parameter}=${hole.quoted ? `'${value}'` : value}`;
      });
      return `/${segment.text}(${values.join(',')})`;
    })
    .join('');
};

type Written = { readonly text: string; readonly values: readonly Value[] };

const literal = ({ quoted, value: { type, kind } }: ComparisonPlan, { written }: Value): string =>
  quoted || (type === 'string' && kind !== undefined) || type === 'string'
    ? `'${written.replaceAll("'", "''")}'`
    : written;

/** Draws the join link of a meeting that a person of the path organizes. It contains the organizer's id. */
const drawJoinUrl = (path: ByKind, { ids, dice, pseudonyms }: Drawing): Value | undefined => {
  const organizer = openedOf(pseudonyms, path.get('user-id') ?? '') ?? '';
  const drawn = ids.draw('join-url', dice, ({ token }) => openedOf(pseudonyms, token)?.includes(organizer) === true);
  return drawn && { kind: 'join-url', plain: openedOf(pseudonyms, drawn.token) ?? '', written: drawn.token };
};

const drawComparison = (
  comparisons: readonly ComparisonPlan[],
  around: ByKind,
  drawing: Drawing,
): Written | undefined => {
  const { dice } = drawing;
  const comparison = dice.pick(comparisons);
  const value =
    comparison.value.kind === 'join-url'
      ? drawJoinUrl(around, drawing)
      : drawValue(comparison.value, new Map(), drawing);
  if (value === undefined) return undefined;
  const { path, any, operators } = comparison;
  const tail = `${dice.pick(operators)} ${literal(comparison, value)}`;
  const text = any === undefined ? `${path} ${tail}` : `${path}/any(x:x${any === '' ? '' : `/${any}`} ${tail})`;
  return { text, values: [value] };
};

const drawOption = (parameter: QueryParameterPlan, around: ByKind, drawing: Drawing): Written | undefined => {
  const { dice } = drawing;
  switch (parameter.type) {
    case 'value': {
      const value = drawValue(parameter.value, around, drawing);
      return value && { text: ofPeriod(parameter.name, drawing, value.written), values: [value] };
    }
    case 'select': {
      const names = dice.sample(parameter.kept, dice.between(1, parameter.kept.length));
      return { text: [...names, ...(dice.chance(0.5) ? (parameter.onRequest ?? []) : [])].join(','), values: [] };
    }
    case 'enum':
      return { text: dice.pick(parameter.values), values: [] };
    case 'filter':
      return drawComparison(parameter.comparisons, around, drawing);
    case 'forms':
      return undefined;
  }
};

const preferences = new Map<string, (dice: Dice) => string>([
  ['odata.maxpagesize', (dice) => `odata.maxpagesize=${dice.between(1, 60)}`],
  ['outlook.timezone', (dice) => `outlook.timezone="${dice.pick(['UTC', 'Pacific Standard Time'])}"`],
  ['include-unknown-enum-members', () => 'include-unknown-enum-members'],
  ['return', () => 'return=minimal'],
]);

const drawHeaders = ({ headers, prefer }: AllowListEndpoint['request'], dice: Dice): Record<string, string> => {
  const preferred = prefer.allowed.flatMap((name) =>
    dice.chance(withOption) ? (preferences.get(name.split('=')[0] ?? '')?.(dice) ?? []) : [],
  );
  return {
    ...(headers.includes('consistencylevel') && dice.chance(0.5) && { consistencylevel: 'eventual' }),
    ...(preferred.length > 0 && { prefer: preferred.join(', ') }),
  };
};

const selectId = (target: string): string =>
  target.replace(/(?<=[?&]\$select=)[^&]*/, (names) =>
    /(?:^|,|%2C)id(?:,|%2C|$)/.test(names) ? names : `${names},id`,
  );

const concernsOf = (values: readonly Value[]): Concerns =>
  values.flatMap(({ kind, plain, written }) =>
    kind === undefined || plain === undefined ? [] : [{ kind, value: plain, asToken: written !== plain }],
  );

/** Draws a call that the rules of an endpoint accept; undefined if an id for its path isn't known yet. */
export const drawCall = ({ request, bound }: AllowListEndpoint, drawing: Drawing): DrawnCall | undefined => {
  const { dice } = drawing;
  const drawn = drawPath(request.segments, drawing);
  if (drawn === undefined) return undefined;
  const ofPath = [...drawn.values()];
  const path = new Map(
    ofPath.flatMap(({ kind, plain }) => {
      if (kind === undefined || plain === undefined) return [];
      const made = kind === 'directory-object-id' ? 'user-id' : tokenKindOf(kind as ValueKindName);
      return [[made, drawing.pseudonyms.tokenize(plain, made)] as const];
    }),
  );
  const options = request.query.flatMap((parameter) => {
    if (!parameter.required && !dice.chance(withOption)) return [];
    const option = drawOption(parameter, path, drawing);
    return option === undefined ? [] : [{ name: parameter.name, ...option }];
  });
  if (request.query.some(({ name, required }) => required && !options.some((option) => option.name === name)))
    return undefined;
  const query = options.map(({ name, text }) => `${name}=${encodeQueryValue(text)}`).join('&');
  const target = `${writePath(request.segments, drawn, drawing)}${query === '' ? '' : `?${query}`}`;
  return {
    target,
    withIds: bound.by !== 'none' && bound.items === true ? selectId(target) : target,
    headers: drawHeaders(request, dice),
    path,
    inPath: concernsOf(ofPath),
    inQuery: concernsOf(options.flatMap(({ values }) => values)),
  };
};
