/** Letters for tests: words that are the same in both languages, and every letter of every procedure with facts of each kind. */
import {
  type AlarmingNotice,
  alarmLetter,
  noticeLetter,
  type PlainNotice,
} from '../../src/procedures/account/credential/letters.ts'
import * as exemption from '../../src/procedures/account/exemption/letters.ts'
import { credentialsLetter } from '../../src/procedures/account/identification/letters.ts'
import { halfLetter } from '../../src/procedures/account/pin-renewal/letters.ts'
import { linkLetter as recoveryLink } from '../../src/procedures/account/recovery/letters.ts'
import { recordedLetter, unusableLetter } from '../../src/procedures/addresses/addresses/letters.ts'
import type { AddressesUnusableReason } from '../../src/procedures/addresses/addresses/model.ts'
import * as emailChange from '../../src/procedures/addresses/email-change/letters.ts'
import * as pecChange from '../../src/procedures/addresses/pec-change/letters.ts'
import type { PecChangeUndeliverable } from '../../src/procedures/addresses/pec-change/model.ts'
import * as assistance from '../../src/procedures/assistance/letters.ts'
import * as maintenance from '../../src/procedures/calendar/maintenance/letters.ts'
import * as sunset from '../../src/procedures/calendar/sunset/letters.ts'
import type { SunsetCourse } from '../../src/procedures/calendar/sunset/model.ts'
import {
  approvedLetter,
  correctionRequestedLetter,
  lapsedLetter,
  rejectedLetter,
  voidedLetter,
} from '../../src/procedures/enrolment/approval/letters.ts'
import { noNewRequest } from '../../src/procedures/enrolment/approval/no-new-request.ts'
import * as registration from '../../src/procedures/enrolment/registration/letters.ts'
import type { RegistrationPerson } from '../../src/procedures/enrolment/registration/person.ts'
import * as federation from '../../src/procedures/federation/letters.ts'
import { importedLetter } from '../../src/procedures/import/letters.ts'
import * as mailbox from '../../src/procedures/mailbox-migration/mailbox/letters.ts'
import { passLetter } from '../../src/procedures/quota/letters.ts'
import * as authorisation from '../../src/procedures/services/authorisation/letters.ts'
import * as delegation from '../../src/procedures/services/delegation/letters.ts'
import type { Letter, Words } from '../../src/runtime/letter.ts'
import type { MailedLink } from '../../src/runtime/links.ts'

/** The text as the words of both languages. */
export const inBoth = (text: string): Words => ({ it: text, en: text })

/** An address that no counter has made, as one that a letter may carry. */
export const asLink = (url: string): MailedLink => url as MailedLink

/** The plain text of a mail without its line breaks, for looking for sentences. */
export const flowing = (text: string): string => text.replace(/\s+/g, ' ')

/** What a letter of a test says beside its lines. */
export const politely = {
  name: 'drawer/put',
  data: {},
  office: 'Comune di Prova',
  indispensable: [],
  greeting: 'by-name',
  notYou: inBoth('Not you?'),
  why: inBoth('it is a test.'),
} as const

/** After the last issue. */
const afterLastIssue = noNewRequest({
  text: {
    it: 'Non vengono più rilasciate nuove credenziali da domenica 28 febbraio 2021 (D.L. 76/2020). Si accede con SPID, CIE o CNS.',
    en: 'No new credentials are issued any more since Sunday 28 February 2021 (Decree-Law 76/2020). Sign in with SPID, CIE or CNS.',
  },
})

const office = { name: 'Comune di Prova', taxCode: '00743110157' }
const when = Date.UTC(2026, 2, 10, 9)
const until = Date.UTC(2026, 2, 11, 23)
const url = asLink('https://servizi.example.it/richiesta#token=a~b~c')
const pec = 'anna@pec.example.it'
const mail = 'anna@example.it'
const link = { when, url, until }
const reason = 'Illeggibile'

const person: RegistrationPerson = {
  surname: 'Verdi',
  name: 'Anna',
  codiceFiscale: 'VRDNNA80A41L219Z',
  sex: 'F',
  birthDate: '1980-01-01',
  birth: { nation: 'IT', province: 'TO', municipality: 'Torino' },
  italianCitizen: true,
  residence: { province: 'TO', city: 'Torino', address: 'Via Prova 1', postalCode: '10121' },
  telephone: '',
  email: mail,
  body: { name: 'Gestore', taxCode: '00743110157' },
  locale: 'it',
}
const secrets = { password: 'temporary', pinFirstHalf: '0075' }

const asked = (text: string, words = inBoth(text)) => ({
  reason: text,
  wanted: {
    fields: [{ field: 'residenceCity', words }],
    documents: [
      { wanted: 2, kind: 'other' },
      { wanted: 'identity-card', kind: 'identity-card' },
    ],
  } as const,
})
const anew = (text: string, inPerson = false) => ({
  codiceFiscale: text,
  password: text,
  pinFirstHalf: text,
  temporaryUntil: until,
  inPerson,
})

const identified = (text: string, mailed: MailedLink = url) => ({
  ...{ codiceFiscale: text, password: text, pinFirstHalf: text },
  ...{ temporaryUntil: until, url: mailed, until },
})

const plainNotices: { readonly [N in PlainNotice]: true } = {
  ...{ suspended: true, 'suspended-theft': true, 'suspended-office': true },
  ...{ revoked: true, 'strangers-stopped': true, 'temporary-ending': true, 'temporary-ended': true },
}
const alarmingNotices: { readonly [N in AlarmingNotice]: true } = {
  ...{ reactivated: true, 'password-changed': true, 'delay-lifted': true },
  ...{ 'password-recovered': true, 'pin-renewed': true, identified: true, issued: true, rebound: true },
}
const findings: { readonly [R in AddressesUnusableReason]: true } = { inactive: true, expired: true, full: true }
const failures: { readonly [F in PecChangeUndeliverable]: true } = {
  ...{ 'address-invalid': true, 'mailbox-full': true, 'timed-out': true },
  ...{ virus: true, other: true, 'not-sent': true },
}
const keysOf = <K extends string>(table: { readonly [Key in K]: true }): readonly K[] => Object.keys(table) as K[]

const ended = { it: 'Non si può più.', en: 'Not any more.' }
const course: SunsetCourse = {
  audience: null,
  title: { it: 'Norma', en: 'Rule' },
  ends: {
    issue: null,
    'password-replacement': null,
    'pin-replacement': null,
    'first-credentials': null,
    restoration: null,
    use: until,
  },
  exempt: [],
  means: ['spid', 'cie'],
  remindDays: [7],
}
const meeting = {
  procedure: { it: 'rigenerazione del PIN', en: 'renewal of the PIN' },
  title: { it: 'Aggiornamento', en: 'Update' },
}

const authorised = {
  ...{ body: 'Comune di Esempio', servicesIt: "Banche dati dell'ente", servicesEn: 'Databases of the office' },
  ...{ fromDay: '2026-03-10', untilDay: null },
}
const delegated = {
  ...({ toDelegate: true, other: 'Mario Rossi', capacity: 'relative' } as const),
  ...{ servicesIt: null, servicesEn: null, fromDay: '2026-03-10', untilDay: '2026-12-31' },
}

const passwords = ['kept', 'replaced'] as const
const letIn = { mailbox: pec, link: 'https://due.example.it/', host: 'due.example.it', until, isRefused: false }
const reminded = { mailbox: pec, link: 'https://due.example.it/', host: 'due.example.it', until, cutOverAt: until }

const elsewhere = { protocol: 'spid-saml', provider: 'https://idp.example.it' } as const

/** The letters of each procedure, by the folder of the procedure and the name of the function that writes them. */
export const everyLetter: { readonly [folder: string]: { readonly [name: string]: readonly Letter[] } } = {
  'account/credential': {
    noticeLetter: keysOf(plainNotices).map((notice) => noticeLetter(office, notice, when)),
    alarmLetter: keysOf(alarmingNotices).map((notice) => alarmLetter(office, notice, link)),
  },
  federation: {
    linkedLetter: [federation.linkedLetter(office, { when, ...elsewhere, url, until })],
    unlinkedLetter: [federation.unlinkedLetter(office, { when, ...elsewhere, url, until })],
  },
  'account/exemption': {
    grantedLetter: [null, '2027-12-31'].map((untilDay) => exemption.grantedLetter(office, { kind: 'guardianship', untilDay })),
    revokedLetter: [exemption.revokedLetter(office, { kind: 'no-italian-document' })],
  },
  'account/identification': { credentialsLetter: [credentialsLetter(office, identified('VRDNNA80A41L219Z'))] },
  'account/pin-renewal': { halfLetter: [halfLetter(office, { pinFirstHalf: '0075', until })] },
  'account/recovery': { linkLetter: [true, false].map((isLast) => recoveryLink(office, { url, until, isLast })) },
  'addresses/addresses': {
    unusableLetter: keysOf(findings).map((finding) => unusableLetter(office, { pec, reason: finding })),
    recordedLetter: [recordedLetter(office, { pec, ...link })],
  },
  'addresses/email-change': {
    linkLetter: [emailChange.linkLetter(office, { url, until })],
    requestedLetter: [emailChange.requestedLetter(office, { email: mail, ...link })],
    confirmedLetter: [null, until].map((earlierUntil) =>
      emailChange.confirmedLetter(office, { email: mail, ...link, earlierUntil }),
    ),
  },
  'addresses/pec-change': {
    linkLetter: [true, false].map((isFirm) => pecChange.linkLetter(office, { url, sentAt: when, until, isFirm })),
    requestedLetter: [pecChange.requestedLetter(office, { pec, ...link })],
    confirmedLetter: [pecChange.confirmedLetter(office, { pec, ...link })],
    undeliverableLetter: keysOf(failures).map((failure) => pecChange.undeliverableLetter(office, { pec, failure })),
  },
  'calendar/maintenance': {
    closedLetter: [
      maintenance.closedLetter(office, { feature: 'recovery', text: { it: 'Non disponibile.', en: 'Not available.' } }),
    ],
    heldLetter: [null, until].map((end) => maintenance.heldLetter(office, { ...meeting, until: end })),
    releasedLetter: [maintenance.releasedLetter(office, { ...meeting, until })],
    voidedLetter: (['void', 're-identify'] as const).map((fate) => maintenance.voidedLetter(office, { ...meeting, fate })),
  },
  'calendar/sunset': {
    endedLetter: [sunset.endedLetter(office, { procedure: { it: 'recupero', en: 'recovery' }, text: ended })],
    notPossibleLetter: [sunset.notPossibleLetter(office, { text: ended })],
    reminderLetter: [null, { it: 'servizio', en: 'service' }].map((service) =>
      sunset.reminderLetter(office, { course, endsAt: until, daysBefore: 7, service }),
    ),
    tooLateLetter: [sunset.tooLateLetter(office, { text: ended })],
  },
  assistance: {
    filedLetter: [assistance.filedLetter(office, { id: '01J', when })],
    subscriberWarningLetter: [assistance.subscriberWarningLetter(office, when)],
    approvedLetter: [assistance.approvedLetter(office)],
    rejectedLetter: [assistance.rejectedLetter(office, reason)],
  },
  'enrolment/approval': {
    approvedLetter: [approvedLetter(office, { temporaryUntil: until, url: asLink('https://servizi.example.it/') })],
    rejectedLetter: [
      rejectedLetter(office, { reason, ...noNewRequest(null) }),
      rejectedLetter(office, { reason, ...afterLastIssue }),
    ],
    voidedLetter: [voidedLetter(office)],
    correctionRequestedLetter: [
      correctionRequestedLetter(office, asked(reason, { it: 'Comune di residenza', en: 'Municipality of residence' }), {
        url,
        until,
      }),
      correctionRequestedLetter(office, { reason, wanted: { fields: [], documents: [] } }, { url, until }),
    ],
    lapsedLetter: [lapsedLetter(office, noNewRequest(null)), lapsedLetter(office, afterLastIssue)],
  },
  'enrolment/registration': {
    completedLetter: [
      registration.completedLetter(office, person, secrets),
      registration.completedLetter(office, { ...person, sex: 'M', italianCitizen: false }, secrets),
    ],
    resubmittedLetter: [registration.resubmittedLetter(office)],
    reissuedLetter: [true, false].map((inPerson) => registration.reissuedLetter(office, anew('VRDNNA80A41L219Z', inPerson))),
    subscriberWarningLetter: [registration.subscriberWarningLetter(office)],
  },
  import: { importedLetter: [importedLetter(office)] },
  'services/authorisation': {
    grantedLetter: [null, '2026-12-31'].map((untilDay) => authorisation.grantedLetter(office, { ...authorised, untilDay })),
    revokedLetter: [authorisation.revokedLetter(office, { body: 'Comune di Esempio', reason })],
  },
  'services/delegation': {
    grantedLetter: [true, false].map((toDelegate) => delegation.grantedLetter(office, { ...delegated, toDelegate })),
    rejectedLetter: [delegation.rejectedLetter(office, { person: 'Mario Rossi', reason })],
    lapsedLetter: [delegation.lapsedLetter(office, { person: 'Mario Rossi' })],
    endedLetter: (['delegate', 'person', 'office'] as const).map((endedBy) =>
      delegation.endedLetter(office, { toDelegate: endedBy === 'person', other: 'Anna Verdi', endedBy, reason: null }),
    ),
  },
  'mailbox-migration/mailbox': {
    reminderLetter: [mailbox.reminderLetter(office, reminded)],
    activatedLetter: passwords.map((password) => mailbox.activatedLetter(office, { mailbox: pec, at: when, password })),
    activatedAgainLetter: passwords.map((password) => mailbox.activatedAgainLetter(office, { mailbox: pec, at: when, password })),
    copyStartedLetter: [mailbox.copyStartedLetter(office, { mailbox: pec })],
    copiedLetter: (['messages', 'archive'] as const).map((part) =>
      mailbox.copiedLetter(office, { mailbox: pec, part, copied: 12 }),
    ),
    copyFailedLetter: (['password', 'capacity', 'interrupted', 'other'] as const).map((cause) =>
      mailbox.copyFailedLetter(office, { mailbox: pec, part: 'messages', cause, link: reminded.link }),
    ),
    passwordRefusedLetter: [until, null].map((end) =>
      mailbox.passwordRefusedLetter(office, { mailbox: pec, link: reminded.link, until: end }),
    ),
    blockedLetter: [false, true].map((isRefused) => mailbox.blockedLetter(office, { mailbox: pec, startedAt: when, isRefused })),
    lateAllowedLetter: [false, true].map((isRefused) => mailbox.lateAllowedLetter(office, { ...letIn, isRefused })),
    liveLetter: passwords.map((password) => mailbox.liveLetter(office, { mailbox: pec, password, webmail: reminded.link })),
    rolledBackLetter: (['nothing', 'activate', 'activate-again', 'ended'] as const).flatMap((next) =>
      [until, null].map((end) =>
        mailbox.rolledBackLetter(office, { mailbox: pec, link: reminded.link, at: when, next, until: end }),
      ),
    ),
  },
  quota: { passLetter: [passLetter(office, { url, until })] },
}

const longUrl = asLink(`https://servizi.example.it/pagina#token=${'k'.repeat(32)}~${'A1'.repeat(32)}~${'x_-'.repeat(14)}y`)
const longAddress = `${'a'.repeat(64)}@${'sotto-dominio-lungo.'.repeat(9)}example.it`
const longOffice = { name: `Ente ${'di Prova Sovracomunale '.repeat(8)}`.trim(), taxCode: '00743110157' }

/** The longest texts that letters carry. */
export const longLetters: readonly Letter[] = [
  pecChange.linkLetter(longOffice, { url: longUrl, sentAt: when, until, isFirm: false }),
  pecChange.requestedLetter(longOffice, { pec: longAddress, ...link }),
  rejectedLetter(longOffice, {
    reason: `${'Il documento non è leggibile e manca il retro. '.repeat(40)}${'W'.repeat(100)}`,
    ...afterLastIssue,
  }),
]

/** Every letter that takes a text, with this text in each place that takes one: names, reasons, addresses, codes, and the office. */
export function lettersAbout(text: string, link: MailedLink): readonly Letter[] {
  const own = { name: text, taxCode: text }
  const whoever = { ...person, surname: text, name: text, codiceFiscale: text, body: { name: text, taxCode: text } }
  return [
    registration.completedLetter(own, whoever, { password: text, pinFirstHalf: text }),
    registration.resubmittedLetter(own),
    registration.subscriberWarningLetter(own),
    approvedLetter(own, { temporaryUntil: until, url: link }),
    rejectedLetter(own, { reason: text, endedIt: text, endedEn: text }),
    voidedLetter(own),
    correctionRequestedLetter(own, asked(text), { url: link, until }),
    lapsedLetter(own, { endedIt: text, endedEn: text }),
    registration.reissuedLetter(own, anew(text)),
    ...keysOf(plainNotices).map((notice) => noticeLetter(own, notice, when)),
    ...keysOf(alarmingNotices).map((notice) => alarmLetter(own, notice, { when, url: link, until })),
    credentialsLetter(own, identified(text, link)),
    halfLetter(own, { pinFirstHalf: text, until }),
    recoveryLink(own, { url: link, until, isLast: true }),
    unusableLetter(own, { pec: text, reason: 'full' }),
    recordedLetter(own, { pec: text, when, url: link, until }),
    emailChange.linkLetter(own, { url: link, until }),
    emailChange.requestedLetter(own, { email: text, when, url: link, until }),
    emailChange.confirmedLetter(own, { email: text, when, url: link, until, earlierUntil: until }),
    pecChange.linkLetter(own, { url: link, sentAt: when, until, isFirm: true }),
    pecChange.requestedLetter(own, { pec: text, when, url: link, until }),
    pecChange.confirmedLetter(own, { pec: text, when, url: link, until }),
    pecChange.undeliverableLetter(own, { pec: text, failure: 'other' }),
    assistance.filedLetter(own, { id: text, when }),
    assistance.subscriberWarningLetter(own, when),
    assistance.approvedLetter(own),
    assistance.rejectedLetter(own, text),
    federation.linkedLetter(own, { ...elsewhere, provider: text, when, url: link, until }),
    federation.unlinkedLetter(own, { ...elsewhere, provider: text, when, url: link, until }),
    authorisation.grantedLetter(own, { ...authorised, body: text, servicesIt: text, servicesEn: text }),
    authorisation.revokedLetter(own, { body: text, reason: text }),
    delegation.grantedLetter(own, { ...delegated, other: text, servicesIt: text, servicesEn: text }),
    delegation.rejectedLetter(own, { person: text, reason: text }),
    delegation.lapsedLetter(own, { person: text }),
    delegation.endedLetter(own, { toDelegate: true, other: text, endedBy: 'office', reason: text }),
    importedLetter(own),
    passLetter(own, { url: link, until }),
    mailbox.reminderLetter(own, { ...reminded, mailbox: text, link: text, host: text }),
    mailbox.activatedLetter(own, { mailbox: text, at: when, password: 'kept' }),
    mailbox.activatedAgainLetter(own, { mailbox: text, at: when, password: 'replaced' }),
    mailbox.copyStartedLetter(own, { mailbox: text }),
    mailbox.copiedLetter(own, { mailbox: text, part: 'archive', copied: 1 }),
    mailbox.copyFailedLetter(own, { mailbox: text, part: 'archive', cause: 'other', link: text }),
    mailbox.passwordRefusedLetter(own, { mailbox: text, link: text, until }),
    mailbox.blockedLetter(own, { mailbox: text, startedAt: when, isRefused: true }),
    mailbox.lateAllowedLetter(own, { ...letIn, mailbox: text, link: text, host: text }),
    mailbox.liveLetter(own, { mailbox: text, password: 'kept', webmail: text }),
    mailbox.rolledBackLetter(own, { mailbox: text, link: text, at: when, next: 'activate', until }),
  ]
}
