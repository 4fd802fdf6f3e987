/** Serves the page and the built library to this machine: `node examples/password-page/serve.mjs [port]`. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname } from 'node:path'

const root = new URL('../../', import.meta.url)
const page = '/examples/password-page/index.html'
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' }

const server = createServer(async (request, response) => {
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/') {
      response.writeHead(302, { location: page }).end()
      return
    }
    // Only the page's folder and the top of the build; no name there has a dot but before its ending.
    if (!/^\/(examples\/password-page|dist)\/[\w-]+(\.global)?\.(html|js)$/.test(pathname)) throw new Error('not served')
    const content = await readFile(new URL(`.${pathname}`, root))
    response.writeHead(200, { 'content-type': types[extname(pathname)], 'cache-control': 'no-store' }).end(content)
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404\n')
  }
})

server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`)
})
