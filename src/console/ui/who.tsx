import { createContext, useContext } from 'hono/jsx';

/** Finds the name of a person. */
export const NameOf = createContext<(id: string) => Promise<string>>(async (id) => id);

/** A person by name, where it is known, otherwise by object id. */
export const Who = async ({ id }: { readonly id: string }) => {
  const nameOf = useContext(NameOf);
  return <span title={id}>{await nameOf(id)}</span>;
};
