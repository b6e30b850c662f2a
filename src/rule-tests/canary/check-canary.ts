import type { Cast } from '../cast-file.ts';
import type { Choose } from '../documents/plant.ts';
import { plantNames, plantType } from '../documents/plant-type.ts';
import { answerKey } from './answer-key.ts';
import { type Checked, nextLink, type Probe, plantedAnswer, probesOf } from './ask-all.ts';
import { allCanaries, type Canary, numericCanaries, oneOfEachShape } from './canary-values.ts';
import { type Exception, type Finding, type Found, findShown } from './findings.ts';

/** Guesses the Microsoft type that an endpoint of Psoxy's form responds with. */
export type GuessEntity = (pathTemplate: string) => Pick<Probe, 'version' | 'entity'> | undefined;

export type CanaryOptions = {
  readonly guess?: GuessEntity;
  /** Keys of responses and requests that were checked before. This run adds its own. */
  readonly seen?: Set<string>;
};

export type CanaryResult = {
  readonly endpoints: number;
  /** Number of sanitized responses and errors of Graph, and of refused calls. */
  readonly asked: number;
  /** Findings without duplicates. */
  readonly findings: readonly Finding[];
  readonly exceptions: readonly Exception[];
  /** Endpoints without an accepted call or without a successful reply; they have no findings. */
  readonly unreached: readonly string[];
};

const statuses = [400, 401, 403, 404, 409, 410, 429, 500, 503];

const errorBody = (text: string): unknown => ({
  error: {
    code: text,
    message: text,
    innerError: { code: text, date: text, 'request-id': text, [text]: text },
    details: [{ code: text, message: text, target: text }],
  },
  [text]: text,
});

/** Documents full of planted texts that aren't responses of the endpoint. */
const oddBodies = (text: string): readonly unknown[] => [
  `<html><body>${text}</body></html>`,
  `{"value":[{"displayName":"${text}"`,
  JSON.stringify(text),
  [text, { displayName: text }],
  { value: { displayName: text } },
  { value: [text, [text], null, 7] },
];

const headersWith = (text: string): Readonly<Record<string, string>> => ({
  location: `https://graph.microsoft.com/${encodeURIComponent(text)}`,
  'set-cookie': text,
  'request-id': text,
  'x-ms-ags-diagnostic': JSON.stringify({ ServerInfo: text }),
  'retry-after': text,
  'preference-applied': text,
  etag: text,
});

const header = (text: string): string => text.replace(/[^\x20-\x7e]/g, '');

/** Number of declared properties that hold a further shape of text although no rule names them. */
const fewUnnamed = 4;

/** Builds a document with a value, as JSON, in every place, and a link in every place of one. */
type Template = (json: string, link: string) => string;

/** Texts that stand for a value and a link while a template is made. */
const [valueMark, linkMark] = ['\u0001value', '\u0001link'];

/** A planted response; undefined for an endpoint of Psoxy's form. It is made once, because documents differ in their texts only. */
const templateOf = (probe: Probe, checked: Checked, extent: Parameters<typeof plantedAnswer>[3]): Template => {
  const text = JSON.stringify(plantedAnswer(probe, () => valueMark, checked, extent) ?? {});
  const parts = text.split(JSON.stringify(linkMark)).map((part) => part.split(JSON.stringify(valueMark)));
  return (json, link) => parts.map((part) => part.join(json)).join(JSON.stringify(link));
};

/** The planted responses of an endpoint, each made when it is needed. */
const templatesOf = (probe: Probe, checked: Checked) => {
  const lazily = (extent: Parameters<typeof plantedAnswer>[3]): (() => Template) => {
    let made: Template | undefined;
    return () => {
      made ??= templateOf(probe, checked, extent);
      return made;
    };
  };
  return {
    /** Every place is filled. */
    whole: lazily({ annotated: true, link: linkMark }),
    /**
     * Most declared properties that no rule names are missing: such a property is dropped by its name, so a few in each object show that its
     * value has no influence.
     */
    further: lazily({ mostUnnamed: fewUnnamed, link: linkMark }),
    misshapen: lazily({}),
  };
};

/** Responses of Graph that contain a text in every possible place if they are `whole`. */
const answersWith = (
  { value }: Canary,
  probe: Probe,
  checked: Checked,
  guess: GuessEntity,
  template: () => Template,
): readonly unknown[] => {
  if (probe.named === undefined) {
    const guessed = guess(probe.endpoint.pathTemplate);
    const item =
      guessed?.entity === undefined
        ? plantNames(namesOf(checked), value)
        : plantType(guessed.entity, guessed.version, checked.known, value);
    return [{ ...item, '@odata.context': value, value: [item] }];
  }
  if (probe.named.response.shape === 'count') return [value, `7 ${value}`, 7];
  const link = nextLink(probe.target ?? '', value);
  const root = { [value]: value, '@odata.nextLink': link, '@odata.deltaLink': link };
  const everywhere = template()(JSON.stringify(value), link);
  return [`${everywhere.slice(0, -1)}${everywhere === '{}' ? '' : ','}${JSON.stringify(root).slice(1)}`];
};

/** Objects and lists instead of plain values, and vice versa. */
const misshapen = ({ value }: Canary, probe: Probe, template: () => Template): readonly unknown[] =>
  probe.named === undefined
    ? []
    : [{ displayName: value, id: value, value }, [value, [value], { mail: value }]].map((one) =>
        template()(JSON.stringify(one), ''),
      );

const namesOf = ({ plan }: Checked): readonly string[] => [
  ...new Set(
    [...JSON.stringify(plan.endpoints).matchAll(/"name":"([A-Za-z][A-Za-z0-9]{1,40})"/g)].map(([, name]) => name ?? ''),
  ),
];

const refusable = (target: string, { value }: Canary): readonly string[] => {
  const [path = ''] = target.split('?');
  const text = encodeURIComponent(value);
  return [
    `${path}/${text}`,
    path.replace(/[^/]+$/, () => text),
    `${path}?${text}=1`,
    `${path}?$filter=displayName%20eq%20'${text}'`,
    `${path}?$select=${text}`,
    `${path}?$search=%22${text}%22`,
    `${path}?$skiptoken=${text}`,
  ];
};

type Sum = { asked: number; readonly found: Found[]; readonly answered: Set<string>; readonly seen: Set<string> };

/** Number of canaries that are planted again if the same rules have been checked before. */
const fewest = 2;

/** Number of canaries that are put into calls that must be refused. */
const inCalls = 8;

const checkAnswers = async (
  probe: Probe,
  canaries: readonly Canary[],
  checked: Checked,
  guess: GuessEntity,
  sum: Sum,
): Promise<void> => {
  const key = answerKey(probe);
  const shapes = oneOfEachShape(canaries).slice(0, sum.seen.has(key) ? fewest : undefined);
  sum.seen.add(key);
  const templates = templatesOf(probe, checked);
  for (const [at, canary] of shapes.entries())
    for (const body of [
      ...answersWith(canary, probe, checked, guess, at < fewest ? templates.whole : templates.further),
      ...(at < fewest ? misshapen(canary, probe, templates.misshapen) : []),
    ]) {
      sum.asked += 1;
      const reply = await probe.ask(body);
      if (reply.status < 400) sum.answered.add(probe.endpoint.pathTemplate);
      sum.found.push(findShown(reply, [canary], probe, checked));
    }
};

/** Checks phone numbers sent as JSON numbers in properties that are strings or unknown in Microsoft's type. */
const checkNumbers = async (probe: Probe, canaries: readonly Canary[], checked: Checked, sum: Sum): Promise<void> => {
  const numbers = numericCanaries(canaries);
  if (probe.named === undefined || numbers[0] === undefined) return;
  const value = Number(numbers[0].value);
  const choose: Choose = ({ property, invented }) => (invented || property?.type === 'string' ? value : undefined);
  sum.asked += 1;
  sum.found.push(findShown(await probe.ask(plantedAnswer(probe, choose, checked)), numbers, probe, checked));
};

const checkErrors = async (probe: Probe, canaries: readonly Canary[], checked: Checked, sum: Sum): Promise<void> => {
  const text = canaries.map(({ value }) => value).join(' ; ');
  for (const status of statuses) {
    sum.asked += 1;
    const reply = await probe.ask(errorBody(text), status, headersWith(header(text)));
    sum.found.push(findShown(reply, canaries, probe, checked));
  }
  if (probe.named === undefined) return;
  for (const body of oddBodies(text)) {
    sum.asked += 1;
    sum.found.push(findShown(await probe.ask(body, 200, headersWith(header(text))), canaries, probe, checked));
  }
};

const checkRefusals = async (probe: Probe, canaries: readonly Canary[], checked: Checked, sum: Sum): Promise<void> => {
  for (const canary of oneOfEachShape(canaries).slice(0, inCalls))
    for (const target of refusable(probe.target ?? '', canary)) {
      sum.asked += 1;
      sum.found.push(findShown(await probe.askAt(target, { value: [] }), [canary], probe, checked));
    }
};

const once = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

/**
 * Plants the cast's texts in every property of each endpoint's type, declared and invented, in links, annotations,
 * errors, headers and refused calls. Reports each one that shows up in a reply, a header, a refusal, an error or the
 * log.
 */
export const checkCanary = async (
  checked: Checked,
  cast: Cast,
  { guess = () => undefined, seen = new Set() }: CanaryOptions = {},
): Promise<CanaryResult> => {
  const canaries = allCanaries(cast);
  const sum: Sum = { asked: 0, found: [], answered: new Set(), seen };
  const probes = await probesOf(checked);
  for (const probe of probes) {
    if (probe.target === undefined) continue;
    await checkAnswers(probe, canaries, checked, guess, sum);
    await checkNumbers(probe, canaries, checked, sum);
    if (seen.has(probe.endpoint.requestHash)) continue;
    seen.add(probe.endpoint.requestHash);
    await checkErrors(probe, canaries, checked, sum);
    await checkRefusals(probe, canaries, checked, sum);
  }
  return {
    endpoints: probes.length,
    asked: sum.asked,
    findings: once(
      sum.found.flatMap(({ findings }) => findings),
      ({ endpoint, out, path }) => `${endpoint} ${out} ${path}`,
    ),
    exceptions: once(
      sum.found.flatMap(({ exceptions }) => exceptions),
      ({ endpoint, path }) => `${endpoint} ${path}`,
    ),
    unreached: probes.map(({ endpoint }) => endpoint.pathTemplate).filter((template) => !sum.answered.has(template)),
  };
};
