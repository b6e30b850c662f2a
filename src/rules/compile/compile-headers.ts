import type { EndpointRule, Located } from '../format/index.ts';
import type { AllowListRequest } from '../plan/index.ts';
import type { Session } from './session.ts';

/** Headers that the proxy writes itself, that belong to one connection, or that identify the caller. */
const reserved =
  /^(?:authorization|cookie|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|range|content-.*|accept-encoding|accept-charset|proxy-.*|x-forwarded-.*|forwarded|via|x-amz.*|graphveil-.*|user-agent|if-.*)$/;

const token = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
/** A preference by its name, or with the only value that passes. */
const preference = /^[a-z0-9!#$%&'*+.^_`|~-]+(?:=[a-z0-9.-]+)?$/;

/** Preferences of the directory and of Teams. Their endpoints have no ids of Outlook. */
const beyondOutlook: ReadonlySet<string> = new Set(['include-unknown-enum-members', 'return=minimal']);

const immutableIds = 'IdType="ImmutableId"';

const lowered = (
  names: readonly Located<string>[],
  what: 'header' | 'preference',
  isRefused: (name: string) => boolean,
  { report }: Session,
): readonly string[] => {
  const lower = names.map(({ value, position }) => ({ name: value.toLowerCase(), position }));
  for (const { name, position } of lower) {
    if (!(what === 'header' ? token : preference).test(name)) report.error('rules/header', position, { what, name });
    else if (isRefused(name))
      report.error(what === 'header' ? 'rules/header:reserved' : 'rules/header:always', position, { name });
  }
  return [...new Set(lower.map(({ name }) => name))];
};

/** Compiles the headers of a call that go to Graph. */
export const compileHeaders = (
  endpoint: EndpointRule,
  session: Session,
): Pick<AllowListRequest, 'headers' | 'prefer'> => {
  const headers = lowered(
    endpoint.allowedRequestHeaders?.value ?? [],
    'header',
    (name) => reserved.test(name),
    session,
  );
  const { preferences, allowedRequestHeaders: named } = endpoint;
  if (named !== undefined && headers.includes('prefer') && preferences === undefined)
    session.report.error('rules/header:prefer', named.position);
  const allowed = lowered(preferences?.value ?? [], 'preference', (name) => /^idtype(?:=|$)/.test(name), session);
  const isOutlook = preferences !== undefined && !allowed.some((name) => beyondOutlook.has(name));
  return {
    headers: headers.filter((name) => name !== 'prefer'),
    prefer: { allowed, always: isOutlook ? [immutableIds] : [] },
  };
};
