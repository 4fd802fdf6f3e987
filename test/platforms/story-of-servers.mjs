/** What a runtime with the modules of Node is asked to do besides: keep documents on disk, hash and verify a password. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileDocuments } from 'sportello/files'
import { nodePasswordHash } from 'sportello/node'
import { documentsContract } from 'sportello/testing'

const place = await mkdtemp(join(tmpdir(), 'sportello-platform-'))
try {
  const failed = []
  const create = async () => fileDocuments({ directory: await mkdtemp(join(place, 'documents-')) })
  for (const { name, run } of documentsContract(create)) {
    await run().catch((cause) => failed.push(`${name}: ${cause}`))
  }
  const hash = nodePasswordHash()
  const verifier = await hash.hash('secret')
  const [, algorithm] = verifier.split('$')
  console.log(
    failed.join('\n') || 'no check failed',
    algorithm,
    await hash.verify('secret', verifier),
    await hash.verify('other', verifier),
  )
} finally {
  await rm(place, { recursive: true })
}
