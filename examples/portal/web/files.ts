/** The files that pages ask for: style and fonts of Bootstrap Italia from its package, style and script of the portal. Nothing comes from elsewhere. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Router } from 'express'

/** The folder of Bootstrap Italia, with a slash at the end. */
export const packageFolder = `${dirname(createRequire(import.meta.url).resolve('bootstrap-italia/package.json'))}/`

const own = fileURLToPath(new URL('../assets', import.meta.url))

// What is not there is answered by the page of the portal for it.
const kept = { maxAge: '1h', index: false, redirect: false } as const

/** Below `/static`. */
export function files(): Router {
  const router = express.Router()
  router.use('/css', express.static(`${packageFolder}dist/css`, kept))
  router.use('/fonts', express.static(`${packageFolder}dist/fonts`, kept))
  router.use('/portal', express.static(own, kept))
  return router
}
