/** The files that pages ask for: style and fonts of Bootstrap Italia from its package, style and script of the portal. Nothing comes from elsewhere. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Router } from 'express'

/** The folder of Bootstrap Italia, with a slash at the end. */
export const packageFolder = `${dirname(createRequire(import.meta.url).resolve('bootstrap-italia/package.json'))}/`

const own = fileURLToPath(new URL('../assets', import.meta.url))

/** The style of the portal: what every page has first, then what the rooms have. */
const sheets = ['type', 'heads', 'page', 'pieces', 'forms', 'tables', 'applicant', 'subscriber', 'desk-requests', 'desk-office']
const style = sheets.map((name) => readFileSync(new URL(`../style/${name}.css`, import.meta.url), 'utf8')).join('\n')

// What is not there is answered by the page of the portal for it.
const kept = { maxAge: '1h', index: false, redirect: false } as const

/** Below `/static`. */
export function files(): Router {
  const router = express.Router()
  router.use('/css', express.static(`${packageFolder}dist/css`, kept))
  router.use('/fonts', express.static(`${packageFolder}dist/fonts`, kept))
  router.get('/portal/portal.css', (_request, response) => {
    response.set('cache-control', 'public, max-age=3600').type('css').send(style)
  })
  router.use('/portal', express.static(own, kept))
  return router
}
