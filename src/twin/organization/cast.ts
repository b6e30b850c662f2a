import { existsSync, readFileSync } from 'node:fs';
import { readYamlText } from '../../yaml/index.ts';

type Texts = Readonly<Record<string, string>>;

/** The invented people and canaries of the project's cases, from `cast.yaml`. */
export type Cast = {
  readonly people: Readonly<Record<string, Texts>>;
  readonly groups: Readonly<Record<string, Texts>>;
  readonly things: Readonly<Record<string, Texts>>;
  readonly canaries: Readonly<Record<string, readonly string[]>>;
};

const nobody: Cast = { people: {}, groups: {}, things: {}, canaries: {} };

/** Reads `cast.yaml` of a rules folder. Without one, the organization consists only of generated people. */
export const readCast = (rulesFolder: string | undefined): Cast => {
  const file = `${rulesFolder}/cast.yaml`;
  if (rulesFolder === undefined || !existsSync(file)) return nobody;
  return { ...nobody, ...(readYamlText(readFileSync(file, 'utf8'), file).value as Partial<Cast> | undefined) };
};

/** Returns the most common domain of the cast's addresses. */
export const castDomain = (cast: Cast): string | undefined => {
  const counts = new Map<string, number>();
  for (const { mail } of Object.values(cast.people)) {
    const domain = mail?.split('@')[1];
    if (domain !== undefined) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
};
