import { beforeAll, describe, expect, it } from 'vitest'
import { type Ran, runSource } from './child.ts'

let ran: Ran
let scenes: readonly (readonly string[])[] = []

beforeAll(async () => {
  ran = await runSource('examples/pec-change/main.ts')
  scenes = ran.stdout.split('\n\n\n').map((scene) => scene.split('\n').map((line) => line.trim()))
})

/** What a scene says, from the step of that moment to the next one. */
function step(scene: number, moment: string): string {
  const lines = scenes[scene] ?? []
  const from = lines.findIndex((line) => line.includes(moment))
  expect(from, moment).toBeGreaterThan(-1)
  return lines.slice(from, lines.indexOf('', from)).join('\n')
}

describe('the example of a change of PEC', () => {
  it('plays two scenes to their end without a complaint', () => {
    expect([ran.code, ran.stderr, scenes.length]).toEqual([0, '', 2])
  })

  it('confirms at 23:59:59.999 of the day after the delivery; until then the old PEC is in force', () => {
    expect(step(0, '29/03/2026 23:59:59.999').split('\n').slice(1)).toEqual([
      'PEC in vigore  anna.verdi@pec.example.it',
      '✓ Nuova PEC confermata',
      'PEC in vigore  anna.verdi@pec.example.org',
    ])
  })

  it('hears at 24:00:00.000 that the link has expired, and that the request must be made anew', () => {
    expect(step(1, '30/03/2026 00:00:00.000').split('\n')).toEqual([
      expect.stringMatching(/^5 .*alle ore 24 del 29\/03\/2026$/),
      '✗ Il link è scaduto: occorre ripetere la richiesta di cambio della PEC.',
      'PEC in vigore  anna.verdi@pec.example.it',
    ])
  })

  it('asks again, and confirms the new link; the earlier one is over', () => {
    expect(step(1, '30/03/2026 09:00:00.000')).toContain('ore 24 del 31/03/2026')
    expect(step(1, '30/03/2026 09:02:00.000')).toContain('✗ Il link è scaduto')
    expect(step(1, '30/03/2026 09:03:00.000')).toMatch(/✓ Nuova PEC confermata\nPEC in vigore {2}anna\.verdi@pec\.example\.org$/)
  })

  it('shows that the receipt lengthens the term of what was sent before midnight and delivered after it', () => {
    for (const scene of [0, 1]) {
      expect(step(scene, '27/03/2026 23:50:00.000')).toContain('ore 24 del 28/03/2026')
      const read = step(scene, 'Legge la ricevuta')
      expect(read).toContain('28/03/2026 00:10:20.000 a anna.verdi@pec.example.org')
      expect(read).toMatch(/Dall’invio +ore 24 del 28\/03\/2026\nDalla consegna +ore 24 del 29\/03\/2026$/)
    }
  })

  it('shows the receipt as it comes, about the message with the link', () => {
    const receipt = step(0, 'Il gestore mette il messaggio')
    expect(receipt).toContain('│ X-Ricevuta: avvenuta-consegna')
    expect(receipt).toMatch(
      /X-Riferimento-Message-ID:\n│ <comune-di-prova\.pec-change\.\w+\.1\.link-1@pec\.comune-di-prova\.example>/,
    )
    expect(receipt).toContain('multipart/signed')
  })

  it('shows which mail went where: the link to the new PEC alone, by certified mail', () => {
    const sent = step(0, 'Parte la posta')
    expect(sent).toMatch(/via PEC +anna\.verdi@pec\.example\.org +.*conferma del nuovo indirizzo PEC/)
    expect(sent).toMatch(/via PEC +anna\.verdi@pec\.example\.it +.*richiesta di cambio PEC/)
    expect(sent).toMatch(/via mail +anna\.verdi@example\.it +.*richiesta di cambio PEC/)
    expect(ran.stdout.match(/pec-change#token=/g)).toHaveLength(1)
  })
})
