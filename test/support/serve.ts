/** The other end of a process that is asked and answers: in a file of its own, so that such a process loads nothing else for it. */

export type Reply = { readonly answer?: unknown; readonly failed?: string }

/** What such a script does: answers one order after the other. */
export function serve<Given>(obey: (order: Given) => unknown): void {
  const tell = (reply: Reply) => void process.send?.(reply)
  process.on('message', async (order: Given) => {
    try {
      tell({ answer: await obey(order) })
    } catch (cause) {
      tell({ failed: cause instanceof Error ? String(cause.stack) : String(cause) })
    }
  })
  process.on('disconnect', () => process.exit())
  tell({})
}
