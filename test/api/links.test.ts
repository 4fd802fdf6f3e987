/** Where mailed links lead, and what the tokens in them, and in cookies, are made of. */
import { createSportello, type LinkName, linkPaths, type SportelloConfiguration } from 'sportello'
import { describe, expect, it } from 'vitest'
import type { Letter } from '../../src/runtime/letter.ts'
import { mailedLink } from '../../src/runtime/links.ts'
import { questionnaire } from '../procedures/assistance/asking.ts'
import { runtimeOn } from '../runtime/drawer.ts'
import {
  accepted,
  anna,
  completed,
  freshPdf,
  newPassword,
  office,
  openCounter,
  operator,
  subscribed,
} from '../support/counter.ts'
import { politely } from '../support/letters.ts'

const { configuration } = openCounter()
const create = (given: unknown) => () => createSportello({ ...configuration, linkPaths: given } as SportelloConfiguration)
const invalid = expect.objectContaining({ code: 'config/invalid' })

const elsewhere: { readonly [Name in LinkName]: string } = {
  registrationTicket: 'pratiche/documenti',
  registrationPass: 'pratiche/nuova/',
  assistancePass: 'aiuto.html',
  pecChangeToken: 'pec/conferma',
  emailChangeToken: '~e-mail/conferma',
  suspendToken: 'accesso/sospendi',
  recoveryToken: 'password/recupero',
}

/** A mail of each kind of link, and the tokens that a host keeps in cookies. */
async function everyToken(given?: typeof elsewhere) {
  const counter = openCounter({
    ...(given === undefined ? {} : { linkPaths: given }),
    policy: { quota: { usesMax: 1, mailboxMax: 1 } },
  })
  const { sportello, mailer } = counter
  const { ticket, id } = await completed(counter)
  const { digest } = accepted(await sportello.approval.dossier({ operator, id }))
  accepted(await sportello.approval.requestCorrection({ operator, id, dossierDigest: digest, reason: 'Retro' }))
  await sportello.registration.open(anna)
  const asked = accepted(await sportello.assistance.open({ ...questionnaire, email: 'a@example.it' }, freshPdf()))
  await sportello.assistance.open({ ...questionnaire, email: 'a@example.it' }, freshPdf())
  const laura = { surname: 'Bianchi', name: 'Laura', codiceFiscale: 'BNCLRA75B50F205K', birthDate: '1975-02-10' }
  const other = { ...anna, ...laura, birthProvince: 'MI', birthMunicipality: 'Milano', email: 'laura@example.it' }
  const person = await subscribed(counter, other)
  const signedIn = accepted(await sportello.session.signIn(person.credentials))
  const { token, device } = signedIn
  const { pin } = person.credentials
  const [pec, email] = ['laura@pec.example.it', 'laura.bianchi@example.it']
  accepted(await sportello.pecChange.request({ token, pin, password: newPassword, pec, confirmation: pec }))
  accepted(await sportello.emailChange.request({ token, pin, password: newPassword, email, confirmation: email }))
  accepted(await sportello.recovery.request({ codiceFiscale: other.codiceFiscale }))
  await sportello.relay()
  const links = mailer.sent.flatMap(({ text, html }) => {
    const [url] = /https:\/\/\S+/.exec(text) ?? []
    if (url !== undefined) expect(html).toContain(`href="${url}"`)
    // The letter of an approval has the address of the portal alone, which carries nothing.
    return url === undefined || url === office.links ? [] : [url]
  })
  return { links, tokens: { ticket, assistance: (asked as { readonly ticket: string }).ticket, session: token, device } }
}

const beforeSecret = (url: string) => url.slice(0, url.indexOf('=') + 1)

describe('linkPaths', () => {
  it('says where every link that is mailed leads', async () => {
    const { links } = await everyToken()
    const table = Object.values(linkPaths).map(({ path, parameter }) => `https://servizi.example.it/${path}#${parameter}=`)
    expect([...new Set(links.map(beforeSecret))].sort()).toEqual([...table].sort())
  })

  it('can be said otherwise by the host, link by link', async () => {
    const { links } = await everyToken(elsewhere)
    const table = Object.entries(elsewhere).map(
      ([name, path]) => `https://servizi.example.it/${path}#${linkPaths[name as LinkName].parameter}=`,
    )
    expect([...new Set(links.map(beforeSecret))].sort()).toEqual([...table].sort())
  })

  it('is complete: a link that is not in it does not compile', () => {
    const runtime = runtimeOn()
    // @ts-expect-error: the table has no such link.
    mailedLink(runtime, 'sessionToken', { text: 'x' })
    const label = politely.why
    // @ts-expect-error: a letter takes no address that was put together elsewhere.
    const line: Letter['lines'][number] = { label, url: 'https://servizi.example.it/' }
    expect(line).toBeDefined()
    expect(mailedLink(runtime, 'pecChangeToken', { text: 'x' })).toBe('https://servizi.example.it/pec-change#token=x')
  })
})

describe('createSportello', () => {
  it.each([
    ...[
      '',
      '/',
      '/pec',
      '//evil.example',
      'https://evil.example',
      'https:/evil',
      'javascript:alert(1)',
      '.',
      '..',
      '../x',
      'a/../b',
      'a/..',
    ],
    ...[
      'a/./b',
      './a',
      'a//b',
      'a?b',
      'a#b',
      '#b',
      'a\\b',
      '\\\\evil',
      'a b',
      'a\n',
      'a\r\nb',
      'a\0',
      '%2e%2e/x',
      'a%2Fb',
      'a@b',
      'a:b',
      'a;b',
    ],
    ...['à', 'a"b', "a'b", 'a<b', '\u202Ea', 'a'.repeat(201), ' a', 'a&b', 'a=b', '...//'],
  ])('refuses the path %j', (path) => {
    expect(create({ pecChangeToken: path })).toThrow(invalid)
  })

  it.each([[undefined], [null], [5], [['a']], [{ toString: () => 'a' }]])('refuses %j for a path', (path) => {
    expect(create({ pecChangeToken: path })).toThrow(invalid)
  })

  it.each(['a', 'a/', 'a/b.html', '...', '.well-known/x', 'A~b_c-d/0', 'a'.repeat(200), 'a..b', '..a'])(
    'takes the path %j',
    (path) => {
      expect(create({ pecChangeToken: path })).not.toThrow()
    },
  )

  it('refuses a name that is none, what is no object, and a choice that throws when it is read', () => {
    for (const given of [{ pecChange: 'a' }, { toString: 'a' }, 'a', 5, ['a'], () => 'a']) expect(create(given)).toThrow(invalid)
    for (const given of [undefined, null, {}]) expect(create(given)).not.toThrow()
  })

  it('refuses two links that a page could not tell apart, and takes two that carry something else', () => {
    expect(create({ pecChangeToken: 'conferma', emailChangeToken: 'conferma' })).toThrow(invalid)
    expect(create({ registrationPass: 'assistance' })).toThrow(invalid)
    expect(create({ pecChangeToken: 'conferma', registrationPass: 'conferma' })).not.toThrow()
  })
})

// RFC 6265 §4.1.1, cookie-octet.
const cookieOctets = /^[\x21\x23-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E]*$/

describe('a token', () => {
  it('of every kind is 47 to 141 characters of A-Z a-z 0-9 ~ _ -, that cookies, fragments and forms leave as they are', async () => {
    const { links, tokens } = await everyToken()
    const mailed = links.map((url) => [beforeSecret(url), url.slice(beforeSecret(url).length)] as const)
    const all = [...mailed, ...Object.entries(tokens)]
    expect(all.length).toBeGreaterThanOrEqual(9)
    for (const [kind, token] of all) {
      expect(token, kind).toMatch(/^[A-Za-z0-9~_-]{47,141}$/)
      expect(token, kind).toMatch(/^[a-z0-9-]{1,32}~[A-Za-z0-9_-]{1,64}~[A-Za-z0-9_-]{43}$/)
      expect(token, kind).toMatch(cookieOctets)
      expect(token, kind).not.toMatch(/[=;,"\\\s%]/)
      expect(encodeURIComponent(token), kind).toBe(token)
      expect(new URLSearchParams(`x=${token}`).get('x'), kind).toBe(token)
      expect(new URL(`https://example.it/#x=${token}`).hash, kind).toBe(`#x=${token}`)
    }
  })

  it.each([
    ['the shortest', 'k', 1],
    ['the longest', 'k'.repeat(32), 32],
  ])('has the length of its key id and 71 or 88 more: %s', async (_which, current, length) => {
    const counter = openCounter({
      keys: {
        current,
        ring: { [current]: configuration.keys.ring['k1'] as Uint8Array },
        pseudonym: configuration.keys.pseudonym,
      },
    })
    const { ticket, credentials } = await completed(counter).then(async (filed) => {
      const { digest } = accepted(await counter.sportello.approval.dossier({ operator, id: filed.id }))
      accepted(await counter.sportello.approval.approve({ operator, id: filed.id, dossierDigest: digest }))
      return filed
    })
    const { token, device } = accepted(await counter.sportello.session.signIn(credentials))
    // A ticket names its record by a ULID; session and device name the account by a keyed digest.
    expect([ticket.length, token.length, device.length]).toEqual([length + 71, length + 88, length + 88])
  })
})
