/** Live checks of the page beside. The server checks again: a browser's word is not enough. */
import { checklist, infocert, messages, passwordRulesAttribute } from 'sportello/password'

const find = (id) => document.getElementById(id)
const password = find('password')
const confirmation = find('confirmation')
const rules = find('rules')
const progress = find('progress')
const message = find('message')
const show = find('show')
const words = messages.it

password.setAttribute('passwordrules', passwordRulesAttribute(infocert))

/** One line a rule: a mark for the eye, words for a screen reader. */
function drawRules(items) {
  const lines = items.map((item) => {
    const line = document.createElement('li')
    line.className = item.met ? 'met' : ''
    line.textContent = words(item)
    const state = document.createElement('span')
    state.className = 'unsaid'
    state.textContent = item.met ? ' (rispettata)' : ' (non ancora rispettata)'
    line.append(state)
    return line
  })
  rules.replaceChildren(...lines)
}

let announcement
/** Tells a screen reader how far it is, once the typing pauses. */
function announce(items) {
  clearTimeout(announcement)
  announcement = setTimeout(() => {
    const missing = items.filter((item) => !item.met)
    progress.textContent = missing.length === 0 ? 'Tutte le regole sono rispettate' : `Manca: ${missing.map(words).join('; ')}`
  }, 700)
}

function tell(text, right = false) {
  message.textContent = text
  message.className = right ? 'message right' : 'message'
}

function look() {
  const items = checklist(password.value, infocert)
  drawRules(items)
  password.setAttribute('aria-invalid', String(password.value !== '' && items.some((item) => !item.met)))
  return items
}

password.addEventListener('input', () => {
  tell('')
  announce(look())
})
confirmation.addEventListener('input', () => tell(''))

show.addEventListener('click', () => {
  const visible = password.type === 'password'
  for (const field of [password, confirmation]) field.type = visible ? 'text' : 'password'
  show.textContent = visible ? 'Nascondi' : 'Mostra'
  show.setAttribute('aria-pressed', String(visible))
})

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault()
  const broken = look().find((item) => !item.met)
  if (broken !== undefined) {
    tell(`Non va ancora bene. ${words(broken)}`)
    password.focus()
  } else if (password.value !== confirmation.value) {
    tell(words({ code: 'confirmation', params: {} }))
    confirmation.focus()
  } else {
    tell('La password va bene: qui la pagina la manderebbe al server', true)
  }
})

look()
