import type { GraphVersion } from '../../graph-types/index.ts';
import type { EndpointRule, Located } from '../format/index.ts';
import type { SegmentPlan, ValuePlan } from '../plan/index.ts';
import { parseTemplate, type TemplateSegment } from './path-template.ts';
import type { Session } from './session.ts';
import { compileValue } from './value-plan.ts';

/** Returns the API version at the beginning of a path. */
export const versionOf = (
  { value, position }: Located<string>,
  { input, report }: Session,
): GraphVersion | undefined => {
  const text = value.split('/', 2)[1];
  if (text === 'v1.0' || text === 'beta') return text;
  if (input.builtIn) report.error('rules/path:version', position);
  return undefined;
};

const planSegment = (segment: TemplateSegment, value: (name: string) => ValuePlan): SegmentPlan => {
  switch (segment.type) {
    case 'literal':
      return segment;
    case 'parameter':
      return { ...segment, value: value(segment.name) };
    case 'function':
      return { ...segment, holes: segment.holes.map((hole) => ({ ...hole, value: value(hole.name) })) };
  }
};

/** Compiles the segments of an endpoint's path; returns undefined after a reported mistake in the template. */
export const compilePath = (
  endpoint: EndpointRule,
  template: Located<string>,
  session: Session,
): readonly SegmentPlan[] | undefined => {
  const { report } = session;
  const parsed = parseTemplate(template.value);
  if (!parsed.ok) {
    report.add('error', template.position, parsed.problem);
    return undefined;
  }
  const schemas = endpoint.pathParameterSchemas;
  for (const [name, { keyPosition }] of schemas ?? [])
    if (!parsed.names.includes(name)) report.error('rules/path:parameter', keyPosition, { name, known: parsed.names });
  const quoted = new Set(
    parsed.segments.flatMap((segment) =>
      segment.type === 'function' ? segment.holes.filter((hole) => hole.quoted).map((hole) => hole.name) : [],
    ),
  );
  const value = (name: string): ValuePlan => {
    const entry = schemas?.get(name);
    return compileValue(entry?.value, name, template.position, quoted.has(name) ? 'quoted' : 'path', session);
  };
  return parsed.segments.map((segment) => planSegment(segment, value));
};
