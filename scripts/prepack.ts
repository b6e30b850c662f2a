// Runs before `npm pack`: adds the files to dist/ that replace the repository's sources and bundler in an installed package.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { builtRuntime, bundleRuntime, noticesFile } from './build/bundle-functions.ts';
import { bundledPackages, noticesText } from './build/notices.ts';
import { bundleService, serviceFiles, serviceNames } from './build/service-bundle.ts';
import { cliBundle, synthBundle } from './node-bundle.mjs';
import { root } from './root.ts';

/** The code of every function, exactly as tested with the release. */
const writeRuntime = async (): Promise<void> => {
  const { files, inputs, notices } = await bundleRuntime(root);
  const folder = join(root, builtRuntime.folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, builtRuntime.inputs), `${JSON.stringify(inputs)}\n`);
  writeFileSync(join(folder, noticesFile), notices);
  for (const name of serviceNames) {
    const service = await bundleService(root, name);
    writeFileSync(join(folder, serviceFiles(name).code), service.code);
    writeFileSync(join(folder, serviceFiles(name).notices), service.notices);
  }
};

const writeNotices = async (): Promise<void> => {
  const bundles = [cliBundle, synthBundle].map((options) => build({ ...options, write: false, metafile: true }));
  const inputs = (await Promise.all(bundles)).flatMap(({ metafile }) =>
    Object.values(metafile.outputs).flatMap((file) => Object.keys(file.inputs)),
  );
  writeFileSync(join(root, 'dist', noticesFile), noticesText(bundledPackages(root, inputs)));
};

/** Types of the modules that programs can import. */
const writeDeclarations = (): void => {
  const outDir = join(root, 'dist/types');
  rmSync(outDir, { recursive: true, force: true });
  const program = ts.createProgram([join(root, 'src/client/index.ts')], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: join(root, 'src'),
    outDir,
  });
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0)
    throw new Error(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')).join('\n'));
};

await writeRuntime();
await writeNotices();
writeDeclarations();
