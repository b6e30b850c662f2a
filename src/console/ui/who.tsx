import { createContext, useContext } from 'hono/jsx';

/** Finds the name of a person. */
export const NameOf = createContext<(id: string) => Promise<string>>(async (id) => id);

/** A person by name, where it is known, otherwise by object id. The person with the id `me` reads “you”. */
export const Who = async ({ id, me }: { readonly id: string; readonly me?: string }) => {
  const nameOf = useContext(NameOf);
  return <span title={id}>{id === me ? 'you' : await nameOf(id)}</span>;
};
