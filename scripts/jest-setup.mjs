// Runs once before all tests: bundles the command line, because tests start it as a process.
export default async function setup() {
  await import('./prepare.mjs');
}
