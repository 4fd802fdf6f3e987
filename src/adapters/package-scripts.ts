/** Where the scripts for pages are that come with the package: beside its modules. */
import { fileURLToPath } from 'node:url'

/** The folder of the built package, as a path of the file system. */
export function packageScripts(): string {
  return fileURLToPath(new URL('.', import.meta.url))
}
