import type { EmailCanonicalization, PsoxySecrets } from '../pseudonyms/index.ts';

type Variables = Readonly<Record<string, string | undefined>>;

type PsoxyEnvironment =
  | {
      readonly ok: true;
      readonly secrets: PsoxySecrets;
      /** True if `EMAIL_CANONICALIZATION` isn't set, so that `STRICT` is assumed. */
      readonly canonicalizationAssumed: boolean;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

const isCanonicalization = (text: string): text is EmailCanonicalization => text === 'STRICT' || text === 'IGNORE_DOTS';

/**
 * Reads the configuration of a Psoxy deployment from variables with Psoxy's own names: `PSOXY_SALT` and
 * `PSOXY_ENCRYPTION_KEY`, unchanged including blanks, and `EMAIL_CANONICALIZATION` (`STRICT` if it isn't set). Reports
 * all problems at once, without any value.
 */
export const readPsoxyEnvironment = (variables: Variables = process.env): PsoxyEnvironment => {
  const { PSOXY_SALT: salt, PSOXY_ENCRYPTION_KEY: encryptionKey, EMAIL_CANONICALIZATION: given } = variables;
  const canonicalization = given ?? 'STRICT';
  const problems: string[] = [];
  if (!salt) problems.push('PSOXY_SALT is not set; give it the salt of the Psoxy deployment');
  if (!encryptionKey) problems.push('PSOXY_ENCRYPTION_KEY is not set; give it the key of the Psoxy deployment');
  if (!isCanonicalization(canonicalization))
    problems.push(
      'EMAIL_CANONICALIZATION is neither STRICT nor IGNORE_DOTS; give it the value of the Psoxy deployment',
    );
  if (!salt || !encryptionKey || !isCanonicalization(canonicalization)) return { ok: false, problems };
  return { ok: true, secrets: { salt, encryptionKey, canonicalization }, canonicalizationAssumed: given === undefined };
};
