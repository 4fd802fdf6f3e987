/** A server on any port of this machine that is free. */
import type { Server } from 'node:http'

/** Where it listens, with a slash at the end. */
export async function serve(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
}
