export type { Check } from './check.ts'
export { storageContract } from './storage-contract.ts'
