/** The console: pages, sign-in and API over the registry and over clients and grants. Nothing in it reads people's data. */
export { createConsole, type HandleConsoleRequest } from './create-console.tsx';
export type { ConsoleExample, ConsolePlace, ConsolePorts } from './ports.ts';
export { callbackPath, type EntraSignInOptions, entraSignIn, rolesIn, type SignIn } from './sign-in/entra.ts';
