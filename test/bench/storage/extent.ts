/** How much is done for the rows about storage. */

export type Extent = {
  readonly rounds: number
  /** Accounts of each side that signs in. */
  readonly accounts: number
  /** Operations in a sample: sign-ins of ours and of the other side, commits, sign-ins and pages among a crowd. */
  readonly signIns: { readonly ours: number; readonly peer: number }
  readonly commits: number
  readonly crowded: { readonly signIns: number; readonly pages: number }
  /** Accounts, and as many requests that wait. */
  readonly sizes: readonly number[]
  /** Mails in the queue that one relay and four relays drain, and in the one whose relay is killed. */
  readonly mails: { readonly drained: number; readonly killed: number }
  /** How long a mail of the killed relay stays hidden, ms. */
  readonly leaseMs: number
}

export const full: Extent = {
  rounds: 15,
  accounts: 1_000,
  signIns: { ours: 3_200, peer: 1_280 },
  commits: 1_600,
  crowded: { signIns: 1_600, pages: 480 },
  sizes: [1_000, 10_000, 100_000, 1_000_000],
  mails: { drained: 4_000, killed: 10_000 },
  leaseMs: 15_000,
}

export const quick: Extent = {
  rounds: 5,
  accounts: 1_000,
  signIns: { ours: 800, peer: 320 },
  commits: 320,
  crowded: { signIns: 480, pages: 160 },
  sizes: [1_000, 10_000, 100_000],
  mails: { drained: 1_000, killed: 2_000 },
  leaseMs: 15_000,
}

/** So little that the figures say nothing: for the tests. */
export const tiny: Extent = {
  rounds: 1,
  accounts: 8,
  signIns: { ours: 16, peer: 16 },
  commits: 16,
  crowded: { signIns: 16, pages: 16 },
  sizes: [60, 120],
  mails: { drained: 64, killed: 200 },
  leaseMs: 1_000,
}
