/** Reads Microsoft's types packages. Loads the TypeScript compiler, so import it only for that. */
export {
  type DeclaredType,
  readTypeDeclarations,
  readTypesPackage,
  type TypesPackage,
  TypesPackageError,
} from './read-types-package.ts';
