/** The frame of every page: the heads and the foot of an Italian public service, its menu, and where the reader is. */
import { fieldLabel, type Locale, type PageReply } from 'sportello'
import { type Html, html, type Part } from '../../html.ts'
import { around, closedBecause, openOnlyTo } from './around.ts'
import { icon } from './icons.ts'

/** The words in the language of the page. */
export type Words = (italian: string, english: string) => string

/** A part of the way to the page. */
export type Crumb = readonly [path: string, words: string]

/** What a page has besides its title and content. Everything may be left out. */
export type About = {
  /** What is wrong with what was sent. */
  readonly told?: PageReply | undefined
  /** What has just been done. */
  readonly notice?: string | undefined
  /** The notice warns. */
  readonly isWarning?: boolean
  /** The page has nothing to be mended in it: its title does not speak of an error. */
  readonly isMessage?: boolean
  /** One or two sentences below the title. */
  readonly lead?: Part
  /** The pages above this one, without the first page. */
  readonly crumbs?: readonly Crumb[]
  /** Where the page leads back to, below its content. */
  readonly back?: Crumb | undefined
  /** The content takes the whole width, such as a table of the desk. */
  readonly isWide?: boolean
  /** What the page calls a field otherwise than everywhere else, for the list of what is wrong. */
  readonly labels?: { readonly [path: string]: string }
  /** Scripts of the library that the page needs, such as `password.global.js`. */
  readonly scripts?: readonly string[]
  /** Whoever sees the page is not signed in any more, even though the browser still sent its session. */
  readonly isSignedOut?: boolean
}

export type Frame = (title: string, content: Part, about?: About) => string

/** A line of the menu, with the feature of the calendar that it leads to. `isLook`: the page can be looked at while the feature is closed. */
type Entry = { readonly path: string; readonly words: string; readonly feature?: string; readonly isLook?: true }

const names = { it: 'Italiano', en: 'English' } as const satisfies { readonly [L in Locale]: string }

/** The frame of one office in one language. */
export function frameOf(office: { readonly name: string }, t: Words): Frame {
  const people: readonly Entry[] = [
    { path: '/', words: t('Servizi', 'Services') },
    { path: '/registration', words: t('Richiesta di credenziali', 'Ask for credentials'), feature: 'registration' },
    { path: '/registration/status', words: t('La mia richiesta', 'My request') },
    { path: '/area', words: t('Area riservata', 'Private area') },
    { path: '/assistance', words: t('Assistenza', 'Assistance'), feature: 'assistance' },
  ]
  const workers: readonly Entry[] = [
    { path: '/desk', words: t('Cruscotto', 'Dashboard') },
    { path: '/desk/requests', words: t('Richieste', 'Requests'), feature: 'desk-approval', isLook: true },
    { path: '/desk/people', words: t('Persone', 'People') },
    { path: '/desk/federation', words: t('Identità', 'Identities'), feature: 'desk-federation', isLook: true },
    { path: '/desk/calendar', words: t('Calendario', 'Calendar') },
    { path: '/desk/sunset', words: t('Fine credenziali', 'End of credentials') },
    { path: '/desk/mail', words: t('Posta ferma', 'Parked mail') },
    { path: '/desk/journal', words: t('Registro', 'Journal') },
  ]

  const isHere = (path: string, asked: string): boolean =>
    asked === path || (path !== '/' && path !== '/desk' && path !== '/registration' && asked.startsWith(`${path}/`))

  function menu(entries: readonly Entry[], asked: string): Html {
    const lines = entries.map(({ path, words, feature, isLook }) => {
      const shut = feature === undefined ? null : closedBecause(feature)
      const why = shut ?? (feature === undefined ? null : openOnlyTo(feature))
      if (shut !== null && isLook !== true)
        return html`<li class="closed"><span class="shut">${icon('locked', 'icon-xs icon-white')} ${words}</span> <small>${why}</small></li>`
      return html`<li${why !== null && html` class="closed"`}><a href="${path}"${isHere(path, asked) && html` aria-current="page"`}>${words}</a>${why !== null && html` <small>${icon('locked', 'icon-xs icon-white')} ${why}</small>`}</li>`
    })
    // Folded on a phone, where it would push the page down: of the two only one is shown, and read out.
    return html`<nav aria-label="${t('Menu principale', 'Main menu')}"><ul class="portal-menu">${lines}</ul><details class="portal-burger"><summary>${icon('burger', 'icon-sm icon-white')} ${t('Menu', 'Menu')}</summary><ul class="portal-menu">${lines}</ul></details></nav>`
  }

  function languages(locale: Locale, path: string): Html {
    const lines = (['it', 'en'] as const).map(
      (one) =>
        html`<li>${one === locale ? html`<span aria-current="true" lang="${one}">${names[one]}</span>` : html`<a href="/language/${one}?back=${encodeURIComponent(path)}" lang="${one}" hreflang="${one}">${names[one]}</a>`}</li>`,
    )
    return html`<ul class="portal-languages" aria-label="${t('Lingua', 'Language')}">${lines}</ul>`
  }

  /** What is wrong, each line a link to its field where the page has it; `shown` is the page as HTML. */
  function alarm(told: PageReply, shown: string, labels: About['labels'] = {}): Html {
    const { locale } = around()
    const listed = told.details.map((line) => {
      const path = Object.keys(told.fields).find((one) => line.startsWith(`${fieldLabel(one, locale)}: `))
      if (path === undefined) return html`<li>${line}</li>`
      const label = fieldLabel(path, locale) ?? path
      const words = `${labels[path] ?? label}${line.slice(label.length)}`
      // Only the form that was refused says beside its field what is wrong, whatever its ids begin with.
      const [, id] = new RegExp(`id="([A-Za-z]+-${path.replaceAll(/[^A-Za-z0-9]/g, '-')})-wrong"`).exec(shown) ?? []
      return html`<li>${id === undefined ? words : html`<a href="#${id}">${words}</a>`}</li>`
    })
    return html`<div class="alert alert-danger" role="alert" id="wrong" tabindex="-1" data-portal-focus><p class="mb-0">${told.sentence}</p>${listed.length > 0 && html`<ul class="mb-0 mt-2">${listed}</ul>`}</div>`
  }

  return (title, content, about = {}) => {
    const { told, notice, isWarning, isMessage, lead, crumbs = [], back, isWide, labels, scripts = [], isSignedOut } = about
    const { locale, path, asked, worker, hasSession } = around()
    const atDesk = worker !== null && asked.startsWith('/desk')
    const inside = html`${content}`
    const heading = `${told !== undefined && isMessage !== true ? t('Errore: ', 'Error: ') : ''}${title}`
    const way = asked !== '/' && [
      [atDesk ? '/desk' : '/', atDesk ? t('Sportello operatori', "Operators' desk") : t('Home', 'Home')] as const,
      ...crumbs,
    ]
    return html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading} - ${office.name}</title>
<link rel="icon" href="/favicon.ico">
<link rel="preload" href="/static/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-regular.woff2" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="/static/css/bootstrap-italia.min.css"><link rel="stylesheet" href="/static/portal/portal.css">
${scripts.map((name) => html`<script defer src="/${name}"></script>`)}<script defer src="/static/portal/portal.js"></script></head>
<body>
<div class="skiplinks"><a class="visually-hidden-focusable" href="#content">${t('Vai al contenuto', 'Skip to the content')}</a></div>
<header>
<div class="portal-slim"><div class="container"><span>${t('Regione Esempio', 'Example Region')}</span>${languages(locale, path)}
${atDesk ? html`<form method="post" action="/desk/sign-out"><span>${worker.name}</span> <button class="btn btn-link">${t('Esci dallo sportello', 'Leave the desk')}</button></form>` : hasSession && isSignedOut !== true ? html`<form method="post" action="/sign-out"><button class="btn btn-link">${icon('logout', 'icon-sm icon-white')} ${t('Esci', 'Sign out')}</button></form>` : html`<a class="portal-enter" href="/sign-in">${icon('user', 'icon-sm icon-white')} ${t('Accedi', 'Sign in')}</a>`}</div></div>
<div class="portal-centre"><div class="container">${icon('pa', 'icon-lg icon-white')}<a href="${atDesk ? '/desk' : '/'}"><strong>${office.name}</strong><span>${atDesk ? t('Sportello operatori', "Operators' desk") : t('Servizi in rete', 'Online services')}</span></a></div></div>
<div class="portal-bar"><div class="container">${menu(atDesk ? workers : people, asked)}</div></div>
</header>
<main id="content" class="container" tabindex="-1">
${way && html`<nav class="breadcrumb-container" aria-label="${t('Percorso', 'Breadcrumb')}"><ol class="breadcrumb">${way.map(([to, words]) => html`<li class="breadcrumb-item"><a href="${to}">${words}</a><span class="separator" aria-hidden="true">/</span></li>`)}<li class="breadcrumb-item active" aria-current="page">${title}</li></ol></nav>`}
<div class="${isWide === true ? 'portal-wide' : 'portal-column'}">
<h1>${title}</h1>${lead && html`<p class="lead">${lead}</p>`}
${notice !== undefined && html`<div class="alert alert-${isWarning === true ? 'warning' : 'success'}" role="status">${notice}</div>`}
${told && alarm(told, inside.html, labels)}
${inside}${back && html`<p class="portal-onward portal-no-print"><a href="${back[0]}">${back[1]}</a></p>`}
</div></main>
<footer class="portal-foot"><div class="container"><p><strong>${office.name}</strong></p>
<ul><li><a href="/assistance">${t('Assistenza', 'Assistance')}</a></li><li><a href="/privacy">${t('Informativa privacy', 'Privacy notice')}</a></li><li><a href="/accessibility">${t('Accessibilità', 'Accessibility')}</a></li><li><a href="/desk">${t('Sportello operatori', "Operators' desk")}</a></li></ul></div></footer>
</body></html>`.html
  }
}
