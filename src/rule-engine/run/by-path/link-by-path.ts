import { decodeUtf8, type JsonValue, parseJsonSequence, printJson } from '../../json/index.ts';
import type { ByPathResponse, Plan } from '../../plan/index.ts';
import type { Tools } from '../../transforms/index.ts';
import type { DropCounts, Runner, Runners, RunResult } from '../runner.ts';
import { asSanitizedBody } from '../sanitized-body.ts';
import { linkAugments } from './augment.ts';
import type { Draft } from './change.ts';
import { linkResponseFilter } from './filter.ts';
import { sealLinks } from './seal-links.ts';
import { linkTransform } from './transform.ts';

/** Transforms take out what they are told to; nothing is counted, since no list says what was expected. */
const none: DropCounts = { unknownProperties: 0, unknownAnnotations: 0, wrongTypes: 0, unfitFormats: 0 };

const refusal = (why: string): RunResult => ({ ok: false, code: 'Graphveil.UpstreamInvalid', why });

const linkDocument = ({
  augments,
  filter,
  transforms,
}: ByPathResponse): ((value: JsonValue, tools: Tools) => JsonValue) => {
  const augment = linkAugments(augments);
  const keep = filter === undefined ? undefined : linkResponseFilter(filter);
  const steps = transforms.map(linkTransform);
  return (value, tools) => {
    const added = augment(value);
    const draft: Draft = { value: keep === undefined ? value : keep(value, added) };
    for (const step of steps) step(draft, tools);
    return draft.value;
  };
};

const linkEndpoint = (response: ByPathResponse): Runner => {
  const sanitize = linkDocument(response);
  return {
    run: (body, tools) => {
      const text = decodeUtf8(body);
      const documents = text === undefined ? undefined : parseJsonSequence(text);
      if (documents === undefined) return refusal('the answer is not JSON');
      if (documents.length === 0) return refusal('the answer is empty');
      const sanitized = documents.map((document) => sanitize(document, tools));
      if (!sanitized.every((document) => sealLinks(document, tools)))
        return { ok: false, code: 'Graphveil.LinkUnmapped', why: 'a link leads to no endpoint of the rule file' };
      const lines = sanitized.map((document) => printJson(document));
      return { ok: true, body: asSanitizedBody(new TextEncoder().encode(lines.join('\n'))), counts: none };
    },
  };
};

/**
 * Makes the runners of a Plan of Psoxy's form: augments, then the filter, then the transforms in file order. A body may
 * hold several JSON values one after the other; each is sanitized by itself and they are written on lines of their own.
 */
export const linkByPath = (plan: Plan): Runners => {
  const runners = plan.endpoints.map(({ response }) =>
    response.form === 'by-path' ? linkEndpoint(response) : undefined,
  );
  return {
    at: (endpoint) => runners[endpoint] ?? { run: () => refusal('the endpoint is of another form') },
  };
};
