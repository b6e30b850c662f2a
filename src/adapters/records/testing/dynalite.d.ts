declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Creates a server with the API of DynamoDB, in memory. It verifies no signatures. */
  const dynalite: (options?: { readonly createTableMs?: number; readonly deleteTableMs?: number }) => Server;
  export = dynalite;
}
