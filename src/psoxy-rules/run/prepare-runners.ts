import {
  decodeUtf8,
  isArray,
  isObject,
  type JsonValue,
  parsedMemory,
  parseJsonSequence,
  printJson,
} from '../../json/index.ts';
import type { DropCounts, RunContext, Runner, Runners, RunResult, SealedUrl } from '../../plan/index.ts';
import { asSanitizedBody, tooLargeToParse } from '../../plan/index.ts';
import type { PsoxyPlan, PsoxyResponse } from '../plan/index.ts';
import { prepareAugments } from './augment.ts';
import { prepareResponseFilter } from './filter.ts';
import { type Draft, prepareTransform } from './transform.ts';

const linkName = /@odata\.(next|delta)link$/i;
const token = /p~[A-Za-z0-9_-]{43,}(?:@(?:h~[A-Za-z0-9_-]{43}|[A-Za-z0-9.-]*))?/g;

type Unsealed = Extract<SealedUrl, { ok: false }>['code'];

const firstFailure = (items: readonly JsonValue[], tools: RunContext): Unsealed | undefined => {
  for (const item of items) {
    const failed = sealLinks(item, tools);
    if (failed !== undefined) return failed;
  }
  return undefined;
};

/** Restores the upstream link by opening the tokens that transforms put into it. */
const upstreamLink = (written: string, { pseudonyms }: RunContext): string =>
  written.replaceAll(token, (text) => {
    const opened = pseudonyms.open(text);
    return opened.ok ? opened.value : text;
  });

/**
 * Seals every link that the rules left in a document, in place, regardless of its letter case. A text that is no longer
 * a web address stays unchanged. Returns the code of the first link that can't be sealed.
 */
const sealLinks = (value: JsonValue, tools: RunContext): Unsealed | undefined => {
  if (isArray(value)) return firstFailure(value, tools);
  if (!isObject(value)) return undefined;
  const object = value as Map<string, JsonValue>;
  for (const [name, member] of object) {
    const [, kind] = linkName.exec(name) ?? [];
    if (kind === undefined || typeof member !== 'string' || !/^https?:/i.test(member)) {
      const failed = sealLinks(member, tools);
      if (failed !== undefined) return failed;
      continue;
    }
    const url = upstreamLink(member, tools);
    const sealed = tools.seal({ url, kind: kind.toLowerCase() === 'next' ? 'page' : 'delta', written: member });
    if (!sealed.ok) return sealed.code;
    object.set(name, sealed.url);
  }
  return undefined;
};

/** Transforms remove only the parts that they name, so there is nothing to count. */
const none: DropCounts = { unknownProperties: 0, unknownAnnotations: 0, wrongTypes: 0, unfitFormats: 0 };

const whyUnsealed = {
  'Graphveil.LinkUnmapped': 'a link leads to no endpoint of the rule file',
  'Graphveil.LinkTooLong': 'a link is longer than the proxy could read again',
} as const;

const unreadable = (why: string): RunResult => ({ ok: false, code: 'Graphveil.UpstreamInvalid', why, cut: true });

const prepareDocument = ({
  augments,
  filter,
  transforms,
}: PsoxyResponse): ((value: JsonValue, tools: RunContext) => JsonValue) => {
  const augment = prepareAugments(augments);
  const keep = filter === undefined ? undefined : prepareResponseFilter(filter);
  const steps = transforms.map(prepareTransform);
  return (value, tools) => {
    const added = augment(value);
    const draft: Draft = { value: keep === undefined ? value : keep(value, added) };
    for (const step of steps) step(draft, tools);
    return draft.value;
  };
};

const prepareEndpoint = (response: PsoxyResponse): Runner => {
  const sanitize = prepareDocument(response);
  return {
    run: (body, tools) => {
      if (tools.memory !== undefined && parsedMemory(body) > tools.memory) return tooLargeToParse;
      const text = decodeUtf8(body);
      const documents = text === undefined ? undefined : parseJsonSequence(text);
      if (documents === undefined) return unreadable('the answer is not JSON');
      if (documents.length === 0) return unreadable('the answer is empty');
      const sanitized = documents.map((document) => sanitize(document, tools));
      const unsealed = sanitized.map((document) => sealLinks(document, tools)).find((code) => code !== undefined);
      if (unsealed !== undefined) return { ok: false, code: unsealed, why: whyUnsealed[unsealed] };
      const lines = sanitized.map((document) => printJson(document));
      return { ok: true, body: asSanitizedBody(new TextEncoder().encode(lines.join('\n'))), counts: none };
    },
  };
};

/**
 * Prepares the runners of a Plan of Psoxy's form: augments, then the filter, then the transforms in file order. A body
 * may contain several JSON values; each is sanitized separately and written on a separate line.
 */
export const prepareRunners = (plan: PsoxyPlan): Runners => {
  const runners = plan.endpoints.map(({ response }) => prepareEndpoint(response));
  return {
    at: (endpoint) => {
      const runner = runners[endpoint];
      if (runner === undefined) throw new Error(`the plan has no endpoint ${endpoint}`);
      return runner;
    },
    isBodiless: (method, status) => method === 'HEAD' || status === 204,
  };
};
