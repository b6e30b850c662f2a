import type { TerraformOutputs } from '../../config/index.ts';
import {
  type ApplicationIds,
  buildCallerModel,
  buildConsentModel,
  callerFiles,
  consentFiles,
  type Described,
  type DocumentFile,
} from '../../documents/index.ts';

/**
 * Renders all documents of a deployment: consent if the applications' ids are known, callers' pages if the callers'
 * roles are known.
 */
export const renderDocuments = (
  described: Described,
  ids: ReadonlyMap<string, ApplicationIds> | undefined,
  { endpoints, callerRoles }: TerraformOutputs,
): readonly DocumentFile[] => [
  ...(ids === undefined ? [] : consentFiles(buildConsentModel(described, ids))),
  ...described.settings.callers.flatMap((caller) => {
    const role = callerRoles.get(caller.name);
    return role === undefined ? [] : callerFiles(buildCallerModel(described, caller, role, endpoints));
  }),
];
