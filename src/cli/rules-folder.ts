import { fileURLToPath } from 'node:url';

/** The project's own `rules/`: two folders up both from this file and from the bundled command line in dist/cli. */
export const rulesFolder: string = fileURLToPath(new URL('../../rules', import.meta.url));
