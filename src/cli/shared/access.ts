import type { AccessPorts } from '../../access/index.ts';

/** An open store of clients and grants. */
export type Access = {
  readonly ports: AccessPorts;
  /** The location in words that people recognize. */
  readonly place: string;
  /** Who decides: the ARN of the operator's role, or the name of this machine's user. */
  readonly by: string;
  readonly close: () => void;
};
