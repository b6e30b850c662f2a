/** Reads Microsoft's packages of types; loads the TypeScript compiler, so import it only where packages are read. */
export {
  type DeclaredType,
  readTypeDeclarations,
  readTypesPackage,
  type TypesPackage,
  TypesPackageError,
} from './read-types-package.ts';
