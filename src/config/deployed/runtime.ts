/** The newest Node.js LTS that AWS offers. Source: AWS Lambda runtimes. */
export const nodeRuntime = 'nodejs24.x';
