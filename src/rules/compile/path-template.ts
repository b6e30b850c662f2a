import { type Description, describe } from '../../problems/diagnostics/index.ts';

/** One segment of a path template. */
export type TemplateSegment =
  | { readonly type: 'literal'; readonly text: string; readonly callable: boolean }
  | { readonly type: 'parameter'; readonly name: string }
  | { readonly type: 'function'; readonly text: string; readonly holes: readonly TemplateHole[] };

export type TemplateHole = { readonly parameter: string; readonly name: string; readonly quoted: boolean };

export type Template =
  | { readonly ok: true; readonly segments: readonly TemplateSegment[]; readonly names: readonly string[] }
  | { readonly ok: false; readonly problem: Description };

const name = '[A-Za-z][A-Za-z0-9]*';
const parameter = new RegExp(`^\\{(${name})\\}$`);
const literal = /^(?:[A-Za-z0-9._~-]+|\$count)$/;
const callable = new RegExp(`^(${name})\\(\\)$`);
/** A function call, with or without the namespace that some clients put before the name. */
const called = new RegExp(`^((?:${name}\\.)*${name})\\(([^()]+)\\)$`);
const argument = new RegExp(`^(${name})=(')?\\{(${name})\\}('?)$`);

/** Functions that Kiota's clients call with empty parentheses: `delta()`, `getAllMessages()`. */
const boundFunction = /^(?:delta|recent|sharedWithMe|get[A-Z][A-Za-z]*)$/;

const readFunction = (text: string, list: string): TemplateSegment | Description => {
  const holes: TemplateHole[] = [];
  for (const written of list.split(',')) {
    const [, name_, open, hole, close] = argument.exec(written) ?? [];
    if (name_ === undefined || hole === undefined || (open ?? '') !== close)
      return describe('rules/path:argument', { argument: written });
    holes.push({ parameter: name_, name: hole, quoted: open !== undefined });
  }
  return { type: 'function', text, holes };
};

const readSegment = (text: string): TemplateSegment | Description => {
  const hole = parameter.exec(text)?.[1];
  if (hole !== undefined) return { type: 'parameter', name: hole };
  const empty = callable.exec(text)?.[1];
  if (empty !== undefined) return { type: 'literal', text: empty, callable: true };
  const [, functionName, list] = called.exec(text) ?? [];
  if (functionName !== undefined && list !== undefined) return readFunction(functionName, list);
  if (literal.test(text) && text !== '.' && text !== '..')
    return { type: 'literal', text, callable: boundFunction.test(text) };
  return text === '' ? describe('rules/path:empty') : describe('rules/path:segment', { segment: text });
};

/** Parses templates such as `/v1.0/users/{userId}/getPstnCalls(fromDateTime={from},toDateTime={to})`. */
export const parseTemplate = (template: string): Template => {
  if (!template.startsWith('/')) return { ok: false, problem: describe('rules/path:start') };
  const segments: TemplateSegment[] = [];
  for (const text of template.slice(1).split('/')) {
    const segment = readSegment(text);
    if ('code' in segment) return { ok: false, problem: segment };
    segments.push(segment);
  }
  const names = segments.flatMap((segment) => {
    if (segment.type === 'parameter') return [segment.name];
    return segment.type === 'function' ? segment.holes.map((hole) => hole.name) : [];
  });
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) return { ok: false, problem: describe('rules/path:duplicate', { name: twice }) };
  return { ok: true, segments, names };
};
