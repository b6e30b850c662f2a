import { type Directory, DirectoryFault, type DirectoryFaultKind, type DirectoryGroup } from '../../ports/index.ts';

export type MemoryGroup = Partial<Omit<DirectoryGroup, 'id'>> & {
  owners?: readonly string[];
  people: readonly string[];
  fault?: DirectoryFaultKind;
};

/** A directory whose groups tests change. */
export const memoryDirectory = (groups: Map<string, MemoryGroup>): Directory => {
  const held = (id: string): MemoryGroup | undefined => {
    const group = groups.get(id);
    if (group?.fault !== undefined) throw new DirectoryFault(group.fault);
    return group;
  };
  return {
    group: async (id) => {
      const group = held(id);
      if (group === undefined) return undefined;
      const {
        name = 'Field Sales',
        kind = 'microsoft-365',
        dynamic = false,
        hidden = false,
        canHaveOwners = true,
      } = group;
      return { id, name, kind, dynamic, hidden, canHaveOwners };
    },
    owners: async (id) => held(id)?.owners ?? [],
    people: async (id) => held(id)?.people ?? [],
  };
};
