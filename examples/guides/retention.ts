/** The pieces of docs/retention.md. */
import { type Operator, type RetentionSweepReport, type Sportello, unwrap } from 'sportello'

export function sweeping(sportello: Sportello, look: (report: RetentionSweepReport) => void) {
  // #region sweep
  const job = setInterval(() => sportello.retention.sweep().then(look, console.error), 60 * 60_000)
  // #endregion
  return job
}

export async function hand(
  sportello: Sportello,
  operator: Operator,
  codiceFiscale: string,
  out: { write(text: string): unknown },
) {
  // #region export
  const data = unwrap(await sportello.subject.export({ operator, codiceFiscale }))
  for await (const item of data.items) out.write(`${JSON.stringify(item)}\n`)
  // #endregion
}
