/** Asking for assistance: a person who cannot sign in, or says so, files a request with a document, and the office decides. */
import type { Sportello } from 'sportello'
import { questionnaire } from '../../procedures/assistance/asking.ts'
import { minimalPdf } from '../../rules/identity/minimal-pdf.ts'
import { linkOf, receive } from './mover.ts'
import { decideOnHelp } from './office.ts'
import { chance, requestKey, type Ways } from './ways.ts'

const papers = Array.from({ length: 12 }, (_, n) => minimalPdf(`Passport ${n}`))

/** One request, from the form to the click on the link that came of it, or to wherever the office or chance stops. */
export async function askForHelp(ways: Ways, counter: Sportello, codiceFiscale: string): Promise<void> {
  const { clerk, draw } = ways
  const { assistance, pecChange } = counter
  const pec = `open.helped.${codiceFiscale.toLowerCase()}.${draw(1_000_000)}@pec.example.it`
  const mail = `${chance(ways, 5) ? 'gone' : 'open'}.answer.${draw(1_000_000)}@example.it`
  // In course for as long as there are loads.
  const form = { ...questionnaire, codiceFiscale, pec, confirmation: pec, email: mail, documentExpiresOn: '2999-12-31' }
  const paper = papers[draw(papers.length)] ?? new Uint8Array()
  if (chance(ways, 8))
    await clerk.deny('ask for help, expired', () => assistance.open({ ...form, documentExpiresOn: '2020-01-01' }, paper), [
      'assistance/document-expired',
    ])
  if (chance(ways, 8))
    await clerk.deny('ask for help, no document', () => assistance.open(form, new Uint8Array(9)), ['assistance/document-refused'])
  const options = chance(ways, 40) ? { requestKey: requestKey(ways), requester: mail } : {}
  const open = () => clerk.ask('ask for help', () => assistance.open(form, paper, options), ['request/answer-expired'])
  const [opened, twin] = await Promise.all([open(), 'requestKey' in options && chance(ways, 50) ? open() : undefined])
  if (opened !== undefined && twin !== undefined && opened.id !== twin.id) clerk.fault('ask for help: a repeat filed another one')
  const filed = opened ?? twin
  if (filed === undefined) return
  const { id, ticket } = filed
  if (chance(ways, 40)) await clerk.ask('look at request for help', () => assistance.inspect(ticket), ['assistance/not-found'])
  if (chance(ways, 10))
    await clerk.ask('withdraw help', () => assistance.withdraw(ticket), ['assistance/already-decided', 'assistance/not-found'])
  const begun = await decideOnHelp(ways, counter, id)
  if (begun === undefined) return
  const link = await linkOf(ways, begun.changeId, pec)
  if (link === undefined) return
  if (chance(ways, 40)) await receive(ways, counter, link, {}, ['receipt/closed', 'receipt/already-known', 'receipt/unmatched'])
  // Nobody else knows of the address, but the change may be overtaken by one that somebody else was helped to.
  await clerk.ask('confirm PEC, helped', () => pecChange.confirm(link.token), [
    'pec-change/superseded',
    'pec-change/cancelled',
    'pec-change/void',
    'pec-change/not-found',
  ])
}
