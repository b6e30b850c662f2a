export const usageOf: (file: string, commands: Readonly<Record<string, string>>) => string;
