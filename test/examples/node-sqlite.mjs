/** On a Node that has no SQLite of its own, the package with the same interface stands for it. */
const builtIn = process.getBuiltinModule
if (builtIn('node:sqlite') === undefined) {
  const sqlite = await import('@photostructure/sqlite')
  process.getBuiltinModule = (name) => (name === 'node:sqlite' ? sqlite : builtIn(name))
}
