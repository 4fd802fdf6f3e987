/** The package as it is published: built anew before anything is measured, so that no figure is one of unbuilt sources. */
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = `${root}node_modules/.cache/sportello-bench`

/** Address of a built entry, such as `index` or `memory`. */
export function builtUrl(entry: string): string {
  return pathToFileURL(`${folder}/${entry}.js`).href
}

let building: Promise<void> | undefined

/** Builds by `tsup.config.ts`, but beside `dist`, and without declarations; once in a process. */
export function buildPackage(): Promise<void> {
  // Here, so that the processes that only load what is built do not load the tool.
  building ??= import('tsup').then(({ build }) => build({ dts: false, outDir: folder, silent: true }))
  return building
}
