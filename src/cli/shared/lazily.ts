/** An action of a command, whose module is loaded when the command runs, so that `--help` doesn't load it. */
export const lazily =
  <Name extends string, Module extends Readonly<Record<Name, (...args: never[]) => Promise<void> | void>>>(
    load: () => Promise<Module>,
    name: Name,
  ) =>
  async (...args: Parameters<Module[Name]>): Promise<void> => {
    const module = await load();
    await module[name](...args);
  };
