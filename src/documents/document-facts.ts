import { createHash } from 'node:crypto';
import { callerData } from './caller/caller-document.ts';
import { buildCallerModel } from './caller/caller-model.ts';
import { consentData } from './consent/consent-data.ts';
import { buildConsentModel } from './consent/consent-model.ts';
import { consoleData } from './consent/console/console-document.ts';
import type { Described } from './model.ts';

/** The content of a deployment’s documents, without their wording and the ids that only Terraform knows. */
export type DocumentFacts = {
  /** By connector. */
  readonly consent: Readonly<Record<string, { readonly permissions: readonly string[]; readonly facts: string }>>;
  /** Undefined if there is no console. */
  readonly console: string | undefined;
  /** By caller. */
  readonly callers: Readonly<Record<string, { readonly facts: string }>>;
};

const unknownIds = { clientId: '', objectId: '', servicePrincipalObjectId: '' };

/** 16 hexadecimal digits of the data’s SHA-256. */
const digest = (data: object): string => createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);

/** Digests the data of each document, so that a change of a permission or of the data that leaves is noticed, and a new wording isn't. */
export const documentFacts = (described: Described): DocumentFacts => {
  const { settings, connectors } = described;
  const model = buildConsentModel(described, new Map(connectors.map(({ name }) => [name, unknownIds])), {
    ...unknownIds,
    url: '',
  });
  return {
    consent: Object.fromEntries(
      connectors.map(({ name, permissions }) => [
        name,
        {
          permissions: permissions.map((permission) => permission.name).sort(),
          facts: digest(consentData(model, name)),
        },
      ]),
    ),
    console: model.console && digest(consoleData(model, model.console)),
    callers: Object.fromEntries(
      settings.callers.map((caller) => [
        caller.name,
        {
          facts: digest({
            ...callerData(buildCallerModel(described, caller, '', new Map())),
            // The descriptions of its calls follow the rules.
            rules: connectors.flatMap(({ name, rules }) =>
              caller.connectors.includes(name) && rules !== undefined ? [rules.plan.hash] : [],
            ),
          }),
        },
      ]),
    ),
  };
};
