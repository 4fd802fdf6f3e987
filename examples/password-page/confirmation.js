/** Says that the repetition differs as soon as the field is left, and takes it back once it is mended. The server looks again. */
const [next, confirmation, said] = ['field-next', 'field-confirmation', 'differs'].map((id) => document.getElementById(id))
const described = confirmation.getAttribute('aria-describedby') ?? ''

const differs = () => confirmation.value !== '' && confirmation.value !== next.value

function tell(isWrong) {
  if (isWrong) confirmation.setAttribute('aria-invalid', 'true')
  else confirmation.removeAttribute('aria-invalid')
  confirmation.classList.toggle('is-invalid', isWrong)
  confirmation.setAttribute('aria-describedby', isWrong ? `${described} differs`.trim() : described)
  said.textContent = isWrong ? said.dataset.words : ''
  // What the server has said of it is over.
  document.getElementById('field-confirmation-wrong')?.remove()
}

for (const field of [next, confirmation]) field.addEventListener('change', () => tell(differs()))
confirmation.addEventListener('input', () => {
  if (!differs()) tell(false)
})
