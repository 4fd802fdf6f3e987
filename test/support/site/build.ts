/** `npm run docs:build`: writes the site into `reports/site/dist`, from which any server of files can show it. */
import { rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { root } from '../sources.ts'
import { writeReference } from './reference.ts'
import { stagePages } from './stage.ts'

/** Where the site is made. */
export const siteFolder = `${root}reports/site`

export async function buildSite(): Promise<void> {
  rmSync(siteFolder, { recursive: true, force: true })
  stagePages(`${siteFolder}/pages`)
  await writeReference(`${siteFolder}/pages/reference`)
  const { build } = await import('vitepress')
  await build(`${root}docs`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildSite()
