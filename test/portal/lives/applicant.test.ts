/** The life of an applicant by the pages alone: asks, is asked for a correction, corrects, is approved, reads the letter and signs in. */
import { unwrap } from 'sportello'
import { samplePdf } from 'sportello/testing'
import { describe, expect, it } from 'vitest'
import { operator } from '../../../examples/portal/setting/people.ts'
import { applicant, fillPerson, pdf, press } from '../support/applicants.ts'
import { type Visit, type World, withWorld } from '../support/world.ts'

describe('the life of an applicant', () => {
  let world: World
  withWorld((opened) => {
    world = opened
  })

  const person = applicant(9000)
  const body = ({ page }: Visit) => page.locator('main').innerText()
  /** Reads the newest letter to the person with this subject, at `/posta`. */
  async function reads(visit: Visit, subject: RegExp): Promise<string> {
    await visit.go('/posta')
    await visit.page.getByRole('table').getByRole('link', { name: subject }).first().click()
    return body(visit)
  }
  async function uploads(visit: Visit, type: string, name: string) {
    await visit.page.locator('[name=type]').selectOption(type)
    await visit.page.locator('[name=file]').setInputFiles(pdf(name, samplePdf(name)))
    await press(visit, /^Carica$/)
    await visit.page.getByText('Il documento è stato caricato.').waitFor()
  }

  for (const javaScriptEnabled of [true, false]) {
    it(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', async () => {
      const form = javaScriptEnabled ? person : applicant(9001)
      const visit = await world.browser('it', { javaScriptEnabled })
      const { page, go, complaints } = visit
      const { approval, registration, desk } = world.town.sportello

      await go('/')
      await page.locator('main').getByRole('link', { name: 'Richiesta di credenziali' }).click()
      await fillPerson(visit, form)
      await press(visit, /^Prosegui$/)
      const half = await page.locator('#pin-half').innerText()
      expect(half).toMatch(/^\d{5}$/)
      const own = await page.locator('#own-link').innerText()
      const print = page.getByRole('button', { name: 'Stampa' })
      expect(await print.isVisible()).toBe(javaScriptEnabled)
      if (javaScriptEnabled) {
        await visit.context.grantPermissions(['clipboard-read', 'clipboard-write'])
        await press(visit, /^Copia le cifre$/)
        await page.getByText('Copiato.').waitFor()
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(half)
        await page.emulateMedia({ media: 'print' })
        expect(await page.locator('header').isVisible()).toBe(false)
        expect(await print.isVisible()).toBe(false)
        expect(await page.locator('#pin-half').isVisible()).toBe(true)
        await page.emulateMedia({ media: null })
      }
      await page.getByRole('link', { name: /^Prosegua/ }).click()

      // A wrong file is told, and the request waits.
      await page.locator('[name=type]').selectOption('identity-card')
      await page.locator('[name=file]').setInputFiles(pdf('foto.pdf', 'GIF89a'))
      await press(visit, /^Carica$/)
      expect(await body(visit)).toContain('non è un PDF')
      await uploads(visit, 'identity-card', 'carta.pdf')
      await press(visit, /^Completa e trasmetti$/)
      await page.getByText('Invio riuscito').waitFor()
      expect(await body(visit)).toContain('non ha ancora deciso')

      // The browser is closed; its secret link opens the request again.
      await press(visit, /^Esci dalla richiesta$/)
      await page.getByText('La richiesta non è più aperta').waitFor()
      await go('/registration/status')
      await page.locator('[name=ticket]').fill(own)
      await press(visit, /^Apri la richiesta$/)
      expect(await body(visit)).toContain('non ha ancora deciso')

      // The office asks for a street and another document.
      const { lines } = unwrap(await desk.search({ operator, codiceFiscale: form.codiceFiscale }))
      const [{ id } = { id: '' }] = lines
      const reason = 'La via non è completa, e la carta non si legge.'
      const first = unwrap(await approval.dossier({ operator, id }))
      const asked = { reason, fields: ['residenceAddress'], documents: [1] } as const
      unwrap(await approval.requestCorrection({ operator, id, dossierDigest: first.digest, ...asked }))

      const letter = await reads(visit, /va corretta/)
      expect(letter).toContain(reason)
      if (javaScriptEnabled) {
        await page
          .locator('.portal-letter')
          .getByRole('link', { name: /#ticket=/ })
          .click()
        await page.waitForURL(/registration\/status$/)
      } else {
        const [link = ''] = /\S+#ticket=\S+/.exec(letter) ?? []
        await visit.context.clearCookies({ name: 'ticket' })
        await go('/registration/status')
        await page.locator('[name=ticket]').fill(link)
        await press(visit, /^Apri la richiesta$/)
      }
      expect(await body(visit)).toContain(reason)
      await page.locator('[name=residenceAddress]').fill('Via delle Prove 12')
      await press(visit, /^Registra la correzione$/)
      await page.getByText('La correzione è stata registrata.').waitFor()
      await press(visit, /^Togli/)
      await page.getByText('Il documento è stato tolto.').waitFor()
      await uploads(visit, 'identity-card', 'carta-nuova.pdf')
      await press(visit, /^Completa e trasmetti$/)
      await page.getByText('Invio riuscito').waitFor()

      // Approved, the person signs in with what the letter and the page have said.
      const second = unwrap(await approval.dossier({ operator, id }))
      expect(second.person?.residence.address).toBe('Via delle Prove 12')
      expect(second.documents.map(({ name }) => name)).toEqual(['carta-nuova.pdf'])
      unwrap(await approval.approve({ operator, id, dossierDigest: second.digest }))
      await go('/registration/status')
      expect(await body(visit)).toContain('ha approvato la richiesta')
      expect(await reads(visit, /accesso autorizzato/)).not.toContain(half)
      const credentials = await reads(visit, /richiesta di credenziali ricevuta/)
      const [, password = ''] = /Password temporanea: (\S+)/.exec(credentials) ?? []
      const [, begin = ''] = /prime 4 cifre: (\d+)/.exec(credentials) ?? []
      await go('/registration/status')
      await page.getByRole('link', { name: 'Acceda con le sue credenziali' }).click()
      await page.locator('[name=codiceFiscale]').fill(form.codiceFiscale)
      await page.locator('[name=pin]').fill(begin + half)
      await page.locator('[name=password]').fill(password)
      await page.locator('form:has([name=pin]) button:not([type=button])').click()
      await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
      expect((await visit.context.cookies()).map(({ name }) => name)).toContain('session')
      expect(unwrap(await registration.inspect(new URL(own).hash.slice('#ticket='.length))).decision?.outcome).toBe('approved')
      expect(complaints).toEqual([])
      await visit.context.close()
    })
  }
})
