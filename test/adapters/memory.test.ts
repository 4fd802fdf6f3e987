import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../../src/adapters/memory.ts'
import { storageContract } from '../../src/testing/index.ts'

describe('memoryStorage keeps the storage contract', () => {
  for (const { name, run } of storageContract(memoryStorage, (storage) => JSON.stringify(storage.contents()))) it(name, run)
})
