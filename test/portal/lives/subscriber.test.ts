/** A subscriber by the pages alone: from the letter with the temporary password to a PEC in force, and back to the data that the portal holds. */
import { unwrap } from 'sportello'
import { describe, expect, it } from 'vitest'
import { expectSaid, fill, newcomer, press, said, signInByPage, tokenOf } from '../support/subscribers.ts'
import { type World, withWorld } from '../support/world.ts'

describe('the life of a subscriber', () => {
  let world: World
  withWorld((opened) => {
    world = opened
  })

  it('changes the temporary password, asks for a PEC, and confirms it by the link at /posta', async () => {
    const visit = await world.browser('it')
    const { page, complaints, context, go } = visit
    const first = await newcomer(world)
    const person = { ...first, password: 'Castagne.dolci8' }
    const { sportello } = world.town

    // The temporary password opens nothing but its own change.
    await signInByPage(visit, first)
    await go('/area')
    expect(new URL(page.url()).pathname).toBe('/password')
    const next = page.locator('[name=next]')
    await next.pressSequentially('Castagne')
    const rules = page.locator('#rules li')
    expect(await rules.count()).toBeGreaterThan(3)
    const unmet = await page.locator('#rules .met').count()
    await next.pressSequentially('.dolci8')
    expect(await page.locator('#rules .met').count()).toBeGreaterThan(unmet)
    await fill(visit, { current: first.password, confirmation: person.password })
    await press(visit, '/password')
    await expectSaid(visit, /acceda con quella nuova/)

    // What a sign-in tells is told once.
    await sportello.session.signIn({ codiceFiscale: person.codiceFiscale, pin: person.pin, password: 'Altro.1234' })
    await signInByPage(visit, person)
    await expectSaid(visit, /C’è stato un tentativo di accesso non riuscito/)
    await page.reload()
    expect(await said(visit)).not.toMatch(/tentativo di accesso/)

    const pec = 'anna.castagna@pec.example.it'
    await page.getByRole('link', { name: 'Comunica una PEC' }).first().click()
    await fill(visit, { pec, confirmation: pec, pin: person.pin, password: person.password })
    await press(visit, '/area/pec')
    await expectSaid(visit, /apra il link spedito alla nuova PEC/)
    expect(await page.locator('.portal-term [role=img]').count()).toBe(1)
    await expectSaid(visit, /ore 24 del/)

    await go('/posta')
    await page.getByRole('row').filter({ hasText: pec }).getByRole('link').first().click()
    await page.locator('.portal-letter a[href*="/pec-change#token="]').click()
    await page.locator('main form[action="/pec-change"]').waitFor()
    expect(page.url()).not.toContain('token')
    const addresses = async () => unwrap(await sportello.addresses.inspect({ token: await tokenOf(world, person) }))
    expect((await addresses()).pec).toBeNull()
    await press(visit, '/pec-change')
    await expectSaid(visit, /La nuova PEC è in vigore/)
    expect(await addresses()).toMatchObject({ pec, pecStatus: 'usable' })

    await go('/area/data')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Scarica i dati' }).click(),
    ])
    let text = ''
    for await (const chunk of await download.createReadStream()) text += String(chunk)
    expect(JSON.parse(text)).toMatchObject({
      account: { person: { codiceFiscale: person.codiceFiscale } },
      addresses: { pec },
      pecChange: null,
      identities: [],
    })
    for (const secret of [person.pin, person.password]) expect(text).not.toContain(secret)
    expect(complaints).toEqual([])
    await context.close()
  })
})
