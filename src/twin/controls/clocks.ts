import type { Clock } from '../../ports/index.ts';

export type TwinServiceName = 'issuer' | 'entra' | 'graph';

/** The clocks of the twin's services: the system time plus a skew that a test sets. */
export type Clocks = {
  readonly of: (service: TwinServiceName) => Clock;
  readonly skew: (service: TwinServiceName, milliseconds: number) => void;
};

export const makeClocks = (clock: Clock = Date.now): Clocks => {
  const skews = new Map<TwinServiceName, number>();
  return {
    of: (service) => () => clock() + (skews.get(service) ?? 0),
    skew: (service, milliseconds) => {
      skews.set(service, milliseconds);
    },
  };
};
