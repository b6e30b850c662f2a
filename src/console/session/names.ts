import type { AccessPorts } from '../../access/index.ts';

/** Names of people who signed in, by object id. The ledger and other records hold ids only. */
export type Names = {
  readonly remember: (id: string, name: string) => Promise<void>;
  /** Returns the name of a person who signed in within half a year; otherwise the id itself. */
  readonly of: (id: string) => Promise<string>;
};

const keptSeconds = 180 * 86_400;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const keyOf = (id: string) => ({ partition: `SESSION#person#${id}`, sort: 'META' });

/** Names in the store, beside the sessions. */
export const makeNames = ({ records, clock }: Pick<AccessPorts, 'records' | 'clock'>): Names => ({
  remember: async (id, name) => {
    const former = await records.get(keyOf(id));
    const until = Math.floor(clock() / 1000) + keptSeconds;
    // Losing the race against another sign-in of the same person loses nothing.
    await records.put({ ...keyOf(id), body: { name }, until }, former?.version ?? 0);
  },
  of: async (id) => {
    // An operator’s role, or the name of this machine’s user.
    if (!guid.test(id)) return id;
    const name = (await records.get(keyOf(id)))?.body['name'];
    return typeof name === 'string' ? name : id;
  },
});
