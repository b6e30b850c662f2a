/** The newest Node.js LTS that AWS offers. Source: AWS Lambda runtimes. */
export const nodeRuntime = 'nodejs24.x';

/** The processor of the functions: cheaper than x86_64 and as fast. */
export const functionArchitecture = 'arm64';
