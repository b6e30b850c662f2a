/** The newest Node.js LTS that AWS offers. Source: AWS Lambda runtimes. */
export const nodeRuntime = 'nodejs24.x';

/** The processor of the functions: cheaper than x86_64 and as fast. */
export const functionArchitecture = 'arm64';

/** A file next to built functions: by connector, the hash of the settings that its function is made of. */
export const builtSettingsFile = 'settings.json';

export type BuiltSettings = Readonly<Record<string, string>>;
