import { InvalidArgumentError } from 'commander';
import { cliError } from './exit.ts';

/** Reads the value of a port option; 0 selects a free port. */
export const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new InvalidArgumentError('expected a port, 0 to 65535');
  return port;
};

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EACCES: 'this user isn’t allowed to',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'this machine has no such address',
};

type ListenError = NodeJS.ErrnoException & { readonly address?: string; readonly port?: number };

/** Waits until a server has started. If it can't listen, ends the command with a hint. */
export const listening = async <T>(starting: Promise<T>): Promise<T> => {
  try {
    return await starting;
  } catch (error) {
    const { code = '', address, port } = error as ListenError;
    const reason = reasons[code];
    if (reason === undefined) throw error;
    const place = [address, port].filter((part) => part !== undefined).join(':');
    throw cliError('Port.Unavailable', { place: place === '' ? 'the address' : place, reason });
  }
};
