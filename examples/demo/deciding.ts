/** Second act: the office looks at what waits, reads the dossier, and approves it. */
import { createHash } from 'node:crypto'
import type { ApprovalDossier } from 'sportello'
import { operatorFor } from './counter.ts'
import { DemoError, must } from './ending.ts'
import { deliver, isPending, type Stage } from './stage.ts'
import { dayText, moment, wordsFor } from './words.ts'

/** The dossier as the office's page shows it. */
function dossierRows(
  { words, locale }: Stage,
  { person, noticeVersion }: ApprovalDossier,
): readonly (readonly [string, string])[] {
  if (person === null) return []
  const { birth, residence, body } = person
  const place = birth.municipality === null ? birth.nation : `${birth.municipality} (${birth.province})`
  const rows = [
    [words.form.person, `${person.surname} ${person.name}`],
    [words.form.code, person.codiceFiscale],
    [words.form.birth, `${dayText(person.birthDate, locale)}, ${place}`],
    [words.form.residence, `${residence.city} (${residence.province})`],
    [words.form.email, person.email],
    [words.form.body, body === null ? '' : `${body.name} (${body.taxCode})`],
    [words.dossier.notice, noticeVersion],
  ] as const
  return rows.filter(([, value]) => value !== '')
}

async function approve(stage: Stage, id: string): Promise<void> {
  const { page, words, locale, sportello, input } = stage
  const { name, ...operator } = operatorFor(input.codiceFiscale)
  if (!(await isPending(stage, id))) {
    for (const step of [words.queue.step(name), words.dossier.step, words.approve.step]) page.past('office', step)
    return
  }

  page.step('office', words.queue.step(name))
  const waiting = must(await sportello.approval.pending(), locale)
  page.list(waiting.map((request) => words.queue.row(request.id, moment(request.submittedAt, locale))))

  page.step('office', words.dossier.step)
  const dossier = must(await sportello.approval.dossier({ operator, id }), locale)
  page.fields(dossierRows(stage, dossier))
  for (const document of dossier.documents) {
    const look = () => sportello.approval.document({ operator, id, document: document.id })
    const { content } = must(await page.during(words.dossier.wait, look), locale)
    const digest = createHash('sha256').update(content).digest('hex')
    if (digest !== document.digest) throw new DemoError('demo/document-changed', document.name)
    page.done(words.dossier.document(document.id, document.name))
  }
  page.done(words.dossier.competitors(dossier.competitors.length))
  if (dossier.findings.length === 0) page.done(words.dossier.noFindings)
  else {
    page.say(words.dossier.findings)
    page.list(dossier.findings.map((finding) => wordsFor(words.dossier.finding, finding)))
  }

  page.step('office', words.approve.step)
  // The digest of what was read goes along: a dossier that has changed since is not approved by mistake.
  const approval = { operator, id, dossierDigest: dossier.digest }
  const grant = () => sportello.approval.approve(approval)
  must(await page.during(words.approve.wait, grant), locale)
  page.done(words.approve.done)
}

export async function decide(stage: Stage, id: string): Promise<void> {
  await approve(stage, id)
  await deliver(stage, 'approved')
}
