import { type Documents, isSportelloError, type Mailer, type Storage } from 'sportello'
import { memoryDocuments, memoryStorage } from 'sportello/memory'
import { recordingMailer } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { minimalPdf } from '../identity/pdf-corpus.ts'
import { accepted, anna, type Counter, keys, newPassword, openCounter, operator, readSecrets } from '../support/counter.ts'

type Fault = { readonly call: number; readonly when: 'before' | 'after' | 'never' }

/** Counts the calls of every port and lets one of them fail: before it has had an effect, or after, so that the answer is lost. */
function troubled<Port extends object>(port: Port, trouble: { calls: number; readonly fault: Fault }): Port {
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return async (...given: readonly unknown[]) => {
        trouble.calls += 1
        const struck = trouble.calls === trouble.fault.call
        if (struck && trouble.fault.when === 'before') throw new Error('the world failed before')
        const answer: unknown = await Reflect.apply(method, target, given)
        if (struck && trouble.fault.when === 'after') throw 'the answer was lost'
        return answer
      }
    },
  })
}

/** Repeats a command, as a caller would whose request failed, always with the same request key. */
async function insist<T>(command: () => Promise<T>): Promise<T> {
  for (let i = 0; i < 3; i += 1) {
    try {
      return await command()
    } catch (error) {
      if (!isSportelloError(error)) throw error
    }
  }
  return command()
}

async function deliver({ sportello, clock }: Counter): Promise<void> {
  await insist(() => sportello.relay())
  clock.advance(6 * 60_000)
  await insist(() => sportello.relay())
}

/** The whole life of seed 001, each command with a request key of its own, on ports of which one call fails. */
async function life(fault: Fault) {
  const trouble = { calls: 0, fault }
  const sent = recordingMailer()
  const storage: Storage = memoryStorage()
  const documents: Documents = memoryDocuments()
  const mailer: Mailer = troubled({ send: sent.send }, trouble)
  const counter = openCounter({ storage: troubled(storage, trouble), documents: troubled(documents, trouble), mailer, keys })
  const { sportello } = counter
  const { registration, approval, session, credential } = sportello
  const request = (name: string) => ({ requestKey: `${name}-0123456789abcdef` })

  const opened = accepted(await insist(() => registration.open(anna, request('open'))))
  const { ticket, id } = opened
  accepted(await insist(() => registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf(), request('document'))))
  accepted(await insist(() => registration.complete(ticket, request('complete'))))
  await deliver(counter)
  const { firstHalf, password } = readSecrets(sent.sent[0]?.text ?? '')
  const credentials = { codiceFiscale: anna.codiceFiscale, pin: firstHalf + opened.pinSecondHalf, password }
  const { digest } = accepted(await insist(() => approval.dossier({ operator, id })))
  const { accountId } = accepted(await insist(() => approval.approve({ operator, id, seen: digest }, request('approve'))))
  await deliver(counter)
  const { token } = accepted(await insist(() => session.signIn(credentials, request('first'))))
  const change = { token, current: password, next: newPassword, confirmation: newPassword }
  accepted(await insist(() => credential.changePassword(change, request('change'))))
  const full = accepted(await insist(() => session.signIn({ ...credentials, password: newPassword }, request('full'))))
  await deliver(counter)
  accepted(await insist(() => session.check(full.token)))
  return { calls: trouble.calls, mails: sent.sent, storage, id, accountId }
}

async function journalOf(storage: Storage, kind: string, id: string): Promise<readonly string[]> {
  return (await storage.journal(`comune-di-prova/${kind}/${id}`, { after: 0, limit: 100 })).map(({ type }) => type)
}

describe('a world that fails at any one call', () => {
  it.each(['before', 'after'] as const)(
    'R5, Q1, Q2: failing %s its effect loses nothing and does nothing twice, when the caller repeats with the same request key',
    async (when) => {
      const { calls } = await life({ call: 0, when: 'never' })
      expect(calls).toBeGreaterThan(40)
      for (let call = 1; call <= calls; call += 1) {
        const { mails, storage, id, accountId } = await life({ call, when })
        const byId = new Map(mails.map((mail) => [mail.id, mail]))
        const subjects = [...byId.values()].map(({ subject }) => subject)
        expect(subjects, `call ${call}`).toEqual([
          'Comune di Prova: richiesta di credenziali ricevuta',
          'Comune di Prova: accesso autorizzato',
          'Comune di Prova: password cambiata',
        ])
        for (const mail of mails) expect(mail, `call ${call}: a repeat has the same bytes`).toEqual(byId.get(mail.id))
        expect(await journalOf(storage, 'registration', id), `call ${call}`).toEqual([
          'RegistrationOpened',
          'DocumentAdded',
          'RegistrationCompleted',
        ])
        expect(await journalOf(storage, 'credential', accountId), `call ${call}`).toEqual([
          'CredentialIssued',
          'SignedIn',
          'PasswordChanged',
          'SignedIn',
        ])
        expect(await storage.lease({ now: Date.UTC(2030, 0, 1), leaseMs: 1000, limit: 100 }), `call ${call}`).toEqual([])
      }
    },
  )

  it('R7: a source of chance that is short, empty, foreign or repeats itself stops the command, and nothing is stored', async () => {
    const sources: readonly ((length: number) => unknown)[] = [
      (length) => new Uint8Array(length - 1),
      () => new Uint8Array(0),
      () => 'chance',
      (length) => new Uint8Array(length),
      () => {
        throw new Error('no entropy')
      },
    ]
    for (const bytes of sources) {
      const counter = openCounter({ random: { bytes: (length) => bytes(length) as Uint8Array } })
      await expect(counter.sportello.registration.open(anna)).rejects.toMatchObject({ code: 'random/failed' })
      expect(await counter.storage.list({ office: 'comune-di-prova', kind: 'registration', limit: 1 })).toEqual([])
      expect(await counter.storage.list({ office: 'comune-di-prova', kind: 'quota', limit: 1 })).toEqual([])
    }
  })

  it('Q1: mail that was committed goes out from another process, once per id', async () => {
    const first = openCounter()
    const { ticket } = accepted(await first.sportello.registration.open(anna))
    accepted(await first.sportello.registration.addDocument(ticket, { type: 'identity-card' }, minimalPdf()))
    accepted(await first.sportello.registration.complete(ticket))
    const second = openCounter({ storage: first.storage, seed: 2 })
    const third = openCounter({ storage: first.storage, seed: 3 })
    await Promise.all([second.sportello.relay(), third.sportello.relay()])
    expect([...second.mailer.sent, ...third.mailer.sent].map(({ subject }) => subject)).toEqual([
      'Comune di Prova: richiesta di credenziali ricevuta',
    ])
    expect(first.mailer.sent).toEqual([])
  })
})
