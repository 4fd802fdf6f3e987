/** The SQLite that this Node can run: its own since 22.13; before, a package that has the same interface. */
type Sqlite = Pick<typeof import('@photostructure/sqlite'), 'DatabaseSync'>

export async function loadSqlite(): Promise<Sqlite> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const name = major > 22 || (major === 22 && minor >= 13) ? 'node:sqlite' : '@photostructure/sqlite'
  return import(name) as Promise<Sqlite>
}
