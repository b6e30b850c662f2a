import type { BuildOptions } from 'esbuild';

export const root: string;
export const nodeBundle: BuildOptions;
export const cliBundle: BuildOptions;
export const synthBundle: BuildOptions;
