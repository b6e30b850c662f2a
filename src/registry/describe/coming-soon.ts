import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readYamlText } from '../../yaml/index.ts';
import type { ComingSoon } from '../described.ts';

const text = z.string().min(1);
const schema = z.array(
  z.strictObject({ id: text, title: text, services: z.array(text).min(1), says: text, logo: text }),
);

/** Reads `coming-soon.yaml` of a rules folder; nothing if there is none. Throws for a file of another shape. */
export const readComingSoon = (rulesFolder: string): readonly ComingSoon[] => {
  const path = join(rulesFolder, 'coming-soon.yaml');
  return existsSync(path) ? schema.parse(readYamlText(readFileSync(path, 'utf8'), path).value) : [];
};
