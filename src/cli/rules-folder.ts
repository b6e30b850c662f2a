import { fileURLToPath } from 'node:url';

/** The project's own `rules/`: two folders up from this file and from the bundled command line, which dist/cli holds. */
export const rulesFolder: string = fileURLToPath(new URL('../../rules', import.meta.url));
