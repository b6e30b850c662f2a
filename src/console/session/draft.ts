import type { FormValues } from '../ui/form.tsx';
import { looksLikeSecret } from '../verbs/secrets-of-others.ts';
import type { Draft } from './sessions.ts';

/** Fields that a draft never holds. */
const unkept = /^_|secret|password|code|token/i;
/** Characters of all values together. */
const longest = 50_000;

/** Returns the typed values of a form, without secrets. */
export const draftOf = (path: string, form: FormValues): Draft => {
  const fields = [...form]
    .filter(([name]) => !unkept.test(name))
    .flatMap(([name, values]) => values.map((value) => [name, value] as const))
    .filter(([, value]) => !looksLikeSecret(value));
  const size = fields.reduce((sum, [, value]) => sum + value.length, 0);
  return { path, fields: size > longest ? [] : fields };
};

/** Returns a draft as the values of its form. */
export const valuesOfDraft = ({ fields }: Draft): FormValues => {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
};
