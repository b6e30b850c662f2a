import { fileURLToPath } from 'node:url';

/** The project's own `rules/`, two folders up from the sources and from the bundled command line alike. */
export const rulesFolder: string = fileURLToPath(new URL('../../../rules', import.meta.url));
