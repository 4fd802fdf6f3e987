/** What the pages do besides with JavaScript. Without it everything works, but these comforts and the links of letters. */
for (const button of document.querySelectorAll('[data-portal-reveal]')) {
  const field = document.getElementById(button.dataset.portalReveal)
  button.hidden = false
  button.addEventListener('click', () => {
    const shown = field.type === 'password'
    field.type = shown ? 'text' : 'password'
    button.setAttribute('aria-pressed', String(shown))
  })
  // A password that is sent as a text field would be offered as one by the browser the next time.
  field.form.addEventListener('submit', () => {
    field.type = 'password'
  })
}

// Whoever has sent a form with something wrong in it hears of it first.
document.querySelector('[data-portal-focus]')?.focus()

for (const button of document.querySelectorAll('[data-portal-copy]')) {
  if (navigator.clipboard === undefined) continue
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.portalCopy).textContent)
    button.parentElement.querySelector('[role="status"]').textContent = button.dataset.portalCopied
  })
}

for (const button of document.querySelectorAll('[data-portal-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

// A reason that is ready, into the field in which it can be changed. Without this it is used where the field stays empty.
for (const select of document.querySelectorAll('select[name="template"]')) {
  const { reason } = select.form.elements
  select.addEventListener('change', () => {
    if (select.value !== '') reason.value = select.value
  })
}
