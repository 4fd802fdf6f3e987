/**
 * The process that is killed. Several lanes take applicants through the counter as fast as it goes, while a relay sends their mail. Every
 * other process has fewer lanes, whose applicants are all approved and get further: to a change of PEC and to asking for assistance.
 * Every command is announced before it is given and acknowledged after it was answered; every mail is on the disk before it counts as
 * sent.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import type { Mail, Storage } from 'sportello'
import { fileDocuments } from 'sportello/files'
import { sqlStorage } from 'sportello/sql'
import { codeOf, madeUpPeople } from '../../rules/identity/people.ts'
import { connect } from '../../support/connection.ts'
import { accepted, newPassword, operator, readSecrets } from '../../support/counter.ts'
import { type Act, digestOf, give, type Line, openCounter } from './act.ts'

const [place = '', folder = '', how = ''] = process.argv.slice(2)
const [lanes, farLanes] = [4, 2]

const { db } = connect(place)
const sound = sqlStorage(db)
const storage = how === 'torn' ? torn(sound) : sound
const documents = fileDocuments({ directory: folder })
// The first statement of a process looks at the version of the tables.
await storage.load(['warm/warm/warm'])

/** Written at once, so that nothing that was said is lost with the process. */
const say = (line: Line): void => void writeSync(1, `${JSON.stringify(line)}\n`)

/** As long as a kill takes at most: the next one falls between. */
const tornForMs = 50

/** A storage that must be found out: its mail is queued a moment after the change that it tells of. */
function torn(inner: Storage): Storage {
  return {
    ...inner,
    async commit(commit) {
      const outcome = await inner.commit({ ...commit, outbox: [] })
      if (!outcome.ok || commit.outbox.length === 0) return outcome
      await pause(tornForMs)
      return inner.commit({ expects: [], writes: [], removes: [], outbox: commit.outbox, cancelMail: [] })
    },
  }
}

type Start = { readonly office: string; readonly sent: string; readonly seed: number; readonly acksBefore: number }

async function work({ office, sent, seed, acksBefore }: Start): Promise<void> {
  const file = openSync(sent, 'a')
  const mails: Mail[] = []
  const sportello = openCounter({ office, storage, documents }, (mail) => {
    writeSync(file, `${JSON.stringify({ id: mail.id, digest: digestOf(mail) })}\n`)
    fsyncSync(file)
    mails.push(mail)
  })
  process.once('exit', () => closeSync(file))
  let asked = 0
  let answered = 0

  type Wanted = Act extends infer One ? (One extends Act ? Omit<One, 'requestKey'> : never) : never

  async function command(wanted: Wanted): Promise<unknown> {
    asked += 1
    const n = asked
    const act = { ...wanted, requestKey: `${office}-command-${n}-0123456789` } as Act
    say({ said: 'asked', n, act })
    const { told, value } = await give(sportello, act)
    say({ said: 'answered', n, told })
    answered += 1
    if (answered === acksBefore) say({ said: 'working' })
    if (!('done' in told)) throw new Error(JSON.stringify(told))
    return value
  }

  async function mailAbout(id: string, purpose: string): Promise<Mail> {
    for (;;) {
      const found = mails.find((mail) => mail.id.includes(`.${id}.`) && mail.id.endsWith(`.${purpose}`))
      if (found !== undefined) return found
      await pause(1)
    }
  }

  const seenOf = async (id: string): Promise<string> => accepted(await sportello.approval.dossier({ operator, id })).digest
  const helpSeenOf = async (id: string): Promise<string> => accepted(await sportello.assistance.dossier({ operator, id })).digest

  /** The mail with the link arrives, as its receipt says, and its subscriber confirms. */
  async function confirm(id: string, pec: string): Promise<void> {
    const { id: mail, text } = await mailAbout(id, 'link-1')
    const [, token = ''] = /#token=(\S+)/.exec(text) ?? []
    await command({ type: 'receive', id, mailId: mail, pec, at: Date.now() })
    await command({ type: 'confirm-pec', id, token })
  }

  /** A request for assistance with its document; its id. */
  async function askForHelp(codiceFiscale: string, pec: string, turn: number): Promise<string> {
    const filed = await command({ type: 'file', email: `answer-${turn}@example.it`, codiceFiscale, pec, paper: turn + 2_000 })
    return (filed as { readonly id: string }).id
  }

  /** Two changes of PEC: by the subscriber, and by assistance. */
  async function move(codiceFiscale: string, secrets: { token: string; pin: string; password: string }, turn: number) {
    const [pec, other] = [`citizen-${turn}@pec.example.it`, `citizen-${turn}@pec.example.org`]
    const { id } = (await command({ type: 'ask-pec', ...secrets, pec })) as { readonly id: string }
    await confirm(id, pec)
    const filed = await askForHelp(codiceFiscale, other, turn)
    const begun = await command({ type: 'accept-help', id: filed, seen: await helpSeenOf(filed) })
    await confirm((begun as { readonly changeId: string }).changeId, other)
  }

  const isFar = seed % 2 === 0

  /** One applicant: approved, signing in and changing the PEC, or rejected, or withdrawn, or asked for more. */
  async function life(codiceFiscale: string, turn: number): Promise<void> {
    const end = isFar ? 0 : turn % 5
    if (end === 3) {
      // Nobody's PEC could be changed yet: the office can only refuse.
      const filed = await askForHelp(codiceFiscale, `citizen-${turn}@pec.example.it`, turn)
      await command({ type: 'refuse-help', id: filed, seen: await helpSeenOf(filed) })
    }
    const opened = await command({ type: 'open', email: `citizen-${turn}@example.it`, codiceFiscale })
    const { id, ticket, pinSecondHalf } = opened as {
      readonly id: string
      readonly ticket: string
      readonly pinSecondHalf: string
    }
    await command({ type: 'add', id, ticket, paper: turn })
    if (end === 4) return void (await command({ type: 'withdraw', id, ticket }))
    await command({ type: 'complete', id, ticket })
    if (end === 3) return void (await command({ type: 'reject', id, seen: await seenOf(id) }))
    if (end === 2) {
      await command({ type: 'request-correction', id, seen: await seenOf(id) })
      const { text } = await mailAbout(id, 'awaiting-correction')
      const [, again = ''] = /#ticket=(\S+)/.exec(text) ?? []
      if (turn % 2 === 0) return void (await command({ type: 'withdraw', id, ticket: again }))
      await command({ type: 'add', id, ticket: again, paper: turn + 1_000 })
      return void (await command({ type: 'complete', id, ticket: again }))
    }
    await command({ type: 'approve', id, seen: await seenOf(id) })
    const { password, firstHalf } = readSecrets((await mailAbout(id, 'completed')).text)
    const credentials = { codiceFiscale, pin: firstHalf + pinSecondHalf }
    const { token } = (await command({ type: 'sign-in', ...credentials, password })) as { readonly token: string }
    await command({ type: 'change', token, current: password })
    const own = { ...credentials, password: newPassword }
    const signed = (await command({ type: 'sign-in', ...own })) as { readonly token: string }
    await move(codiceFiscale, { token: signed.token, pin: own.pin, password: own.password }, turn)
  }

  let turns = seed
  async function lane(people: Iterator<string>): Promise<void> {
    for (let next = people.next(); next.done !== true; next = people.next()) {
      turns += 1
      await life(next.value, turns)
    }
  }

  async function dispatch(): Promise<void> {
    for (;;) {
      await sportello.relay({ limit: 4 })
      await pause(1)
    }
  }

  function* codes(): Generator<string> {
    const known = new Set<string>()
    for (const person of madeUpPeople(100_000, seed + 1)) {
      const code = codeOf(person)
      if (!known.has(code)) yield code
      known.add(code)
    }
  }

  const people = codes()
  if (acksBefore === 0) say({ said: 'working' })
  await Promise.all([dispatch(), ...Array.from({ length: isFar ? farLanes : lanes }, () => lane(people))])
}

createInterface(process.stdin).once('line', (line) => {
  work(JSON.parse(line) as Start).catch((cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`)
    process.exit(1)
  })
})
say({ said: 'ready' })
