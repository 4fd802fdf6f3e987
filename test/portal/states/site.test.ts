/** The pages of the portal itself, its post, and the way in to the desk. */
import { fill, follow, press } from '../support/forms.ts'
import { describeStates } from '../support/states.ts'
import { deskPassword } from '../support/world.ts'

describeStates('the portal itself', [
  {
    name: 'site/home',
    title: { it: 'Servizi in rete', en: 'Online services' },
    reach: ({ go }) => go('/'),
  },
  { name: 'site/privacy', title: { it: 'Informativa privacy', en: 'Privacy notice' }, reach: ({ go }) => go('/privacy') },
  { name: 'site/accessibility', title: { it: 'Accessibilità', en: 'Accessibility' }, reach: ({ go }) => go('/accessibility') },
  { name: 'site/not-found', title: { it: 'Avviso', en: 'Notice' }, reach: ({ go }) => go('/nothing') },
  { name: 'post/empty', title: { it: 'Posta di prova', en: 'Post, for trying out' }, reach: ({ go }) => go('/posta') },
  {
    name: 'post/letter',
    title: { it: /Comune di Prova/, en: /Comune di Prova/ },
    async reach(visit) {
      await visit.world.resident()
      await visit.go('/posta')
      // The hour as people read it, and not as programs write it. On a phone the name of the column stands before it, drawn by the style.
      const hour = visit.locale === 'it' ? /^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}$/ : /^\d{4}-\d{2}-\d{2} \d{2}:\d{2} \(Rome\)$/
      await visit.page.locator('main td').filter({ hasText: hour }).first().waitFor()
      await follow(visit, 'main table a')
    },
  },
  {
    name: 'desk/sign-in',
    title: { it: 'Accesso degli operatori', en: 'Sign-in of operators' },
    reach: ({ go }) => go('/desk'),
  },
  {
    name: 'desk/sign-in-refused',
    title: { it: 'Accesso degli operatori', en: 'Sign-in of operators' },
    async reach(visit) {
      await visit.go('/desk')
      await fill(visit, { worker: 'm.rossi', password: `not ${deskPassword}` })
      await press(visit, /^(Entra|Sign in)$/)
    },
  },
])
