/** The pages of an applicant until the request is handed in: the form, the PIN, documents. */
import { unwrap } from 'sportello'
import { samplePdf } from 'sportello/testing'
import { applicant, draft, mailed, opensRequest, pdf, somebody } from '../support/applicants.ts'
import { fill, fillPerson, press, sees, unfold } from '../support/forms.ts'
import { describeStates, type State } from '../support/states.ts'
import type { Visit } from '../support/world.ts'

const form = { it: 'Richiesta di credenziali', en: 'Request for credentials' }
const half = { it: 'Seconda parte del PIN', en: 'Second part of the PIN' }
const mine = { it: 'La mia richiesta', en: 'My request' }
const goOn = /^(Prosegui|Go on)$/
const upload = /^(Carica|Upload)$/

/** Somebody whose mailbox has made as many requests as it may. */
async function atLimit({ world: { town } }: Visit, number: number) {
  const person = applicant(number)
  for (let at = 0; at < 30; at += 1) unwrap(await town.sportello.registration.open(person, { requester: `${number}-${at}` }))
  return person
}

/** At a draft with so many documents. */
async function atDraft(visit: Visit, documents = 0) {
  const request = await draft(visit.world.town, somebody(), documents)
  await opensRequest(visit, request)
  return request
}

/** A file that is chosen for an identity card and sent. */
async function uploads(visit: Visit, content: Uint8Array | string, name = 'carta.pdf') {
  await fill(visit, { type: 'identity-card' })
  await visit.page.locator('[name=file]').setInputFiles(pdf(name, content))
  await press(visit, upload)
}

/** A file that is told to be wrong. */
const wrongFile = (name: string, content: (visit: Visit) => Uint8Array | string): State => ({
  name: `registration/file-${name}`,
  title: mine,
  async reach(visit) {
    await atDraft(visit)
    await uploads(visit, content(visit))
    await sees(visit, '#field-file-wrong')
  },
})

/** Numbers of mailboxes that are used up. */
const limited = (function* () {
  for (let number = 5001; ; number += 1) yield number
})()

describeStates('a registration', [
  { name: 'registration/form', title: form, reach: ({ go }) => go('/registration') },
  {
    name: 'registration/form-empty',
    title: form,
    async reach(visit) {
      await visit.go('/registration')
      await press(visit, goOn)
      await sees(visit, '#field-surname-wrong')
    },
  },
  {
    name: 'registration/form-wrong',
    title: form,
    async reach(visit) {
      await visit.go('/registration')
      await fillPerson(visit, {
        ...somebody(),
        codiceFiscale: 'VRDNNA80A41L219A',
        email: 'anna@',
        telephone: 'casa',
        consent: 'not-authorised',
      })
      await unfold(visit)
      await fill(visit, { 'body.name': 'Ente di Prova' })
      await press(visit, goOn)
      await sees(visit, '[name="body.taxCode"]')
    },
  },
  {
    name: 'registration/quota-exceeded',
    title: form,
    async reach(visit) {
      const person = await atLimit(visit, limited.next().value)
      await visit.go('/registration')
      await fillPerson(visit, person)
      await press(visit, goOn)
      await sees(visit, '#wrong')
    },
  },
  {
    name: 'registration/form-with-pass',
    title: form,
    needsScript: true,
    async reach(visit) {
      const { town } = visit.world
      const person = await atLimit(visit, limited.next().value)
      await town.sportello.registration.open(person, { requester: 'one-more' })
      await visit.page.goto(`${town.url}registration#pass=${await mailed(town, person, /registration#pass=([\w~-]+)/)}`)
    },
  },
  {
    name: 'registration/opened',
    title: half,
    async reach(visit) {
      await visit.go('/registration')
      await fillPerson(visit, somebody())
      await press(visit, goOn)
      await sees(visit, '#pin-half')
    },
  },
  {
    name: 'registration/opened-by-link',
    title: mine,
    needsScript: true,
    async reach({ page, world: { town } }) {
      const { ticket } = await draft(town)
      await page.goto(`${town.url}registration#ticket=${ticket}`)
      await page.waitForURL(/status$/)
    },
  },
  { name: 'registration/none-open', title: mine, reach: ({ go }) => go('/registration/status') },
  {
    name: 'registration/link-pasted',
    title: mine,
    async reach(visit) {
      const { url } = visit.world.town
      const { ticket } = await draft(visit.world.town)
      await visit.go('/registration/status')
      await fill(visit, { ticket: ` ${url}registration#ticket=${ticket} ` })
      await press(visit, /^(Apri la richiesta|Open the request)$/)
      await sees(visit, '[name=type]')
    },
  },
  {
    name: 'registration/link-wrong',
    title: mine,
    async reach(visit) {
      await visit.go('/registration/status')
      await fill(visit, { ticket: 'http://localhost/registration#ticket=abc' })
      await press(visit, /^(Apri la richiesta|Open the request)$/)
      await sees(visit, '#wrong')
    },
  },
  { name: 'registration/draft', title: mine, reach: async (visit) => void (await atDraft(visit)) },
  { name: 'registration/draft-with-documents', title: mine, reach: async (visit) => void (await atDraft(visit, 2)) },
  {
    name: 'registration/draft-mismatches',
    title: mine,
    async reach(visit) {
      const { birthDate: _, ...person } = somebody()
      await opensRequest(visit, await draft(visit.world.town, { ...person, surname: 'Bianchi', birthDate: '1981-02-03' }, 1))
    },
  },
  {
    name: 'registration/uploaded',
    title: mine,
    async reach(visit) {
      const { form: person } = await atDraft(visit)
      await uploads(visit, samplePdf(person.email))
      await sees(visit, '.portal-files')
    },
  },
  {
    name: 'registration/removed',
    title: mine,
    async reach(visit) {
      await atDraft(visit, 2)
      await press(visit, /^(Togli|Remove)/)
      await sees(visit, '[role=status]')
    },
  },
  {
    name: 'registration/file-none',
    title: mine,
    async reach(visit) {
      await atDraft(visit)
      await press(visit, upload)
      await sees(visit, '#field-file-wrong')
    },
  },
  {
    name: 'registration/file-without-description',
    title: mine,
    async reach(visit) {
      await atDraft(visit)
      await fill(visit, { type: 'other' })
      await visit.page.locator('[name=file]').setInputFiles(pdf('altro.pdf', samplePdf('altro')))
      await press(visit, upload)
      await sees(visit, '#field-description-wrong')
    },
  },
  wrongFile('not-pdf', () => 'GIF89a and no PDF'),
  wrongFile('empty', () => ''),
  wrongFile('truncated', () => samplePdf('half').slice(0, 300)),
  wrongFile('active', () =>
    Buffer.from(samplePdf('active'))
      .toString('latin1')
      .replace('/Type /Catalog', '/OpenAction << /S /JavaScript /JS (app.alert) >> /Type /Catalog'),
  ),
  wrongFile('too-large', () => Buffer.alloc(11_500_000, 'x')),
  {
    name: 'registration/file-twice',
    title: mine,
    async reach(visit) {
      const { form: person } = await atDraft(visit, 1)
      await uploads(visit, samplePdf(`identity-card ${person.email}`))
      await sees(visit, '#field-file-wrong')
    },
  },
  {
    name: 'registration/pin-renewed',
    title: half,
    async reach(visit) {
      await atDraft(visit)
      await unfold(visit)
      await press(visit, /^(Chiedi un nuovo PIN|Ask for a new PIN)$/)
      await sees(visit, '#pin-half')
    },
  },
  {
    name: 'registration/handed-in',
    title: mine,
    async reach(visit) {
      await atDraft(visit, 1)
      await press(visit, /^(Completa e trasmetti|Complete and hand in)$/)
      await sees(visit, '[role=status]')
    },
  },
  {
    name: 'registration/other-tab',
    title: { it: 'Avviso', en: 'Notice' },
    async reach(visit) {
      await atDraft(visit, 1)
      const { ticket } = await draft(visit.world.town)
      await visit.context.addCookies([{ name: 'ticket', value: ticket, url: visit.world.town.url, httpOnly: true }])
      await press(visit, /^(Completa e trasmetti|Complete and hand in)$/)
    },
  },
  {
    name: 'registration/withdraw',
    title: { it: 'Ritiro della richiesta', en: 'Withdrawal of the request' },
    async reach(visit) {
      await atDraft(visit, 1)
      await visit.go('/registration/withdraw')
    },
  },
  {
    name: 'registration/withdrawn',
    title: mine,
    async reach(visit) {
      await atDraft(visit, 1)
      await visit.go('/registration/withdraw')
      await press(visit, /^(Ritira definitivamente|Withdraw for good)$/)
      await sees(visit, '[role=status]')
    },
  },
  {
    name: 'registration/left',
    title: { it: 'Servizi in rete', en: 'Online services' },
    async reach(visit) {
      await atDraft(visit, 1)
      await press(visit, /^(Esci dalla richiesta|Close the request here)$/)
      await sees(visit, '[role=status]')
    },
  },
])
