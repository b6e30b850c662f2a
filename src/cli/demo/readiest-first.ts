import type { ReadyConnector } from '../../connectors/index.ts';

const order = ['ga', 'beta', 'alpha'];

/** Sorts connectors of finished sources before those of others. */
export const readiestFirst = (a: ReadyConnector, b: ReadyConnector): number =>
  order.indexOf(a.source.availability) - order.indexOf(b.source.availability);
