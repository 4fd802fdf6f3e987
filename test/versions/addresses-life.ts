/** The part of a life at the counter that is about addresses: every kind of record of theirs, in every status. */
import { questionnaire } from '../procedures/assistance/asking.ts'
import { minimalPdf } from '../rules/identity/minimal-pdf.ts'
import { receiptOf } from '../support/addresses.ts'
import { accepted, type anna, type Counter, newPassword, operator, subscribed } from '../support/counter.ts'

type Person = { readonly codiceFiscale: string; readonly email: string } & Omit<typeof anna, 'codiceFiscale' | 'email'>

/** What people hold in their hands that waits for an answer. */
export type HeldLinks = {
  readonly pecLink: string
  /** The Message-ID of the mail with a link that no receipt has come for. */
  readonly pecReference: string
  readonly pec: string
  readonly contactLink: string
  readonly assistanceTicket: string
  readonly assistanceId: string
}

/** A subscriber with a PEC, where one is given, who is signed in. */
async function subscriberOf(counter: Counter, person: Person, pec: string | null) {
  const { sportello, mailer, clock } = counter
  const { credentials } = await subscribed(counter, person)
  const { codiceFiscale } = credentials
  if (pec !== null) {
    accepted(await sportello.addresses.setPec({ operator, codiceFiscale, pec, reason: 'From the register.' }))
  }
  const { token } = accepted(await sportello.session.signIn(credentials))
  const secrets = { token, pin: credentials.pin, password: credentials.password }
  const newestTo = async (address: string) => {
    await sportello.relay({ limit: 1000 })
    const mail = mailer.sent.filter(({ to, text }) => to.address === address && text.includes('-change#token=')).at(-1)
    return { link: /-change#token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '', reference: `<${mail?.id}@pec.comune.example.it>` }
  }
  return {
    codiceFiscale,
    secrets,
    async askFor(address: string) {
      accepted(await sportello.pecChange.request({ ...secrets, pec: address, confirmation: address }))
      return { pec: address, ...(await newestTo(address)) }
    },
    async moveTo(mail: string) {
      accepted(await sportello.emailChange.request({ ...secrets, email: mail, confirmation: mail }))
      return newestTo(mail)
    },
    async receive({ pec: recipient, reference }: { readonly pec: string; readonly reference: string }, over: object = {}) {
      const receipt = receiptOf(reference, clock.now(), { recipient, ...over })
      const { effect } = accepted(await sportello.pecChange.receive(receipt))
      if (effect !== 'recorded') throw new Error(`the receipt was ${effect}`)
    },
    /** A security event: whatever was under way is void. */
    async secure() {
      const next = `${newPassword}.8`
      const change = { token: secrets.token, current: secrets.password, next, confirmation: next }
      accepted(await sportello.credential.changePassword(change))
    },
  }
}

/** Lives through all of it, and says what is still open. `sendAgain` mails one link more. */
export async function liveWithAddresses(
  counter: Counter,
  person: () => Person,
): Promise<HeldLinks & { readonly sendAgain: () => Promise<void> }> {
  const { sportello, clock } = counter
  let people = 0
  const subscriber = async (pec: 'with a PEC' | 'without a PEC' = 'with a PEC') => {
    people += 1
    const subscriber = await subscriberOf(counter, person(), pec === 'with a PEC' ? `old-${people}@pec.example.it` : null)
    return { ...subscriber, pec: `new-${people}@pec.example.org`, email: `moved-${people}@posta.example.org` }
  }

  const confirming = await subscriber()
  const confirmed = await confirming.askFor(confirming.pec)
  await confirming.receive(confirmed)
  accepted(await sportello.pecChange.confirm(confirmed.link))

  const unreachable = await subscriber()
  await unreachable.receive(await unreachable.askFor(unreachable.pec), { kind: 'failed', failure: 'mailbox-full' })

  const changing = await subscriber('without a PEC')
  await changing.askFor(changing.pec)
  await changing.askFor(`other-${changing.pec}`)
  accepted(await sportello.pecChange.cancel({ token: changing.secrets.token }))

  const secured = await subscriber()
  const [dead, deadMail] = [await secured.askFor(secured.pec), await secured.moveTo(secured.email)]
  await secured.secure()
  await sportello.pecChange.confirm(dead.link)
  await sportello.emailChange.confirm(deadMail.link)

  const full = await subscriber()
  const reason = 'Mail has come back.'
  accepted(await sportello.addresses.reportPecStatus({ operator, codiceFiscale: full.codiceFiscale, finding: 'full', reason }))
  const replaced = { operator, codiceFiscale: full.codiceFiscale, pec: full.pec, reason }

  const moving = await subscriber('without a PEC')
  accepted(await sportello.emailChange.confirm((await moving.moveTo(moving.email)).link))
  await moving.moveTo(`again-${moving.email}`)
  await moving.moveTo(`last-${moving.email}`)
  accepted(await sportello.emailChange.cancel({ token: moving.secrets.token }))

  const asking = async () => {
    const { codiceFiscale, email: mail } = person()
    people += 1
    const pec = `asked-${people}@pec.example.org`
    const form = { ...questionnaire, codiceFiscale, email: mail, pec, confirmation: pec }
    return accepted(await sportello.assistance.open(form, minimalPdf(`Card ${people}`)))
  }
  const decisionOn = async (id: string) => {
    const { digest } = accepted(await sportello.assistance.dossier({ operator, id }))
    return { operator, id, dossierDigest: digest }
  }
  accepted(await sportello.assistance.withdraw((await asking()).ticket))
  accepted(
    await sportello.assistance.reject({ ...(await decisionOn((await asking()).id)), reason: 'The photograph cannot be read.' }),
  )
  const helped = await subscriber()
  const help = { ...questionnaire, codiceFiscale: helped.codiceFiscale, pec: helped.pec, confirmation: helped.pec }
  const asked = accepted(await sportello.assistance.open(help, minimalPdf('Card of a subscriber')))
  accepted(await sportello.assistance.approve(await decisionOn(asked.id)))

  // What is still open, and a click that waits for its receipt.
  const waiting = await subscriber()
  const clicked = await waiting.askFor(waiting.pec)
  clock.advance(39 * 3_600_000)
  accepted(await sportello.pecChange.confirm(clicked.link))
  const heard = await subscriber()
  await heard.receive(await heard.askFor(heard.pec))
  const open = await subscriber()
  const unheard = await open.askFor(open.pec)
  const { link: contactLink } = await open.moveTo(open.email)
  const { ticket: assistanceTicket, id: assistanceId } = await asking()
  // Frees the address that was in force.
  accepted(await sportello.addresses.setPec(replaced))
  accepted(await sportello.addresses.reportPecStatus({ operator, codiceFiscale: full.codiceFiscale, finding: 'expired', reason }))
  const sendAgain = async () => {
    accepted(await sportello.pecChange.resend({ token: open.secrets.token }))
  }
  const { link: pecLink, reference: pecReference, pec } = unheard
  return { pecLink, pecReference, pec, contactLink, assistanceTicket, assistanceId, sendAgain }
}
