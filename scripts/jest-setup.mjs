// Once before all tests: the command line is bundled, since tests run it as a process.
export default async function setup() {
  await import('./prepare.mjs');
}
