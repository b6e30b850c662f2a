import type { EndpointRule, Located } from '../format/index.ts';
import type { AllowListRequest } from '../plan/index.ts';
import type { Session } from './session.ts';

/** Headers that the proxy writes itself, that belong to one connection, or that say who somebody is. */
const reserved =
  /^(?:authorization|cookie|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|range|content-.*|accept-encoding|accept-charset|proxy-.*|x-forwarded-.*|forwarded|via|x-amz.*|graphveil-.*|user-agent|if-.*)$/;

const token = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

const immutableIds = 'IdType="ImmutableId"';

const lowered = (
  names: readonly Located<string>[],
  what: string,
  refused: (name: string) => string | undefined,
  { report }: Session,
): readonly string[] => {
  const lower = names.map(({ value, position }) => ({ name: value.toLowerCase(), position }));
  for (const { name, position } of lower) {
    const why = token.test(name) ? refused(name) : 'is not a name';
    if (why !== undefined) report.error('rules/header', position, `the ${what} ${name} ${why}`, 'remove it');
  }
  return [...new Set(lower.map(({ name }) => name))];
};

/** Which headers of a call go to Graph. */
export const compileHeaders = (
  endpoint: EndpointRule,
  session: Session,
): Pick<AllowListRequest, 'headers' | 'prefer'> => {
  const headers = lowered(
    endpoint.allowedRequestHeaders?.value ?? [],
    'header',
    (name) => (reserved.test(name) ? 'is never passed on' : undefined),
    session,
  );
  const { preferences, allowedRequestHeaders: named } = endpoint;
  if (named !== undefined && headers.includes('prefer') && preferences === undefined)
    session.report.error(
      'rules/header',
      named.position,
      'Prefer is allowed, but none of its preferences',
      'name them: preferences: [outlook.timezone]',
    );
  const allowed = lowered(
    preferences?.value ?? [],
    'preference',
    (name) => (name === 'idtype' ? 'is always sent' : undefined),
    session,
  );
  return {
    headers: headers.filter((name) => name !== 'prefer'),
    prefer: { allowed, always: preferences === undefined ? [] : [immutableIds] },
  };
};
