/** What people call the providers of digital identities, which name themselves by an address. */
import type { Words } from './frame.ts'

/** By the host of the address. An office completes it from the register of the federations that it has joined. */
const names: { readonly [host: string]: string } = {
  'posteid.poste.it': 'Poste Italiane',
  'identity.infocert.it': 'InfoCert',
  'loginspid.aruba.it': 'Aruba PEC',
  'spid.intesa.it': 'Intesa',
  'idp.namirialtsp.com': 'Namirial',
  'spid.register.it': 'Register',
  'identity.sieltecloud.it': 'Sielte',
  'login.id.tim.it': 'TIM',
  'id.lepida.it': 'Lepida',
  'idserver.servizicie.interno.gov.it': 'Ministero dell’Interno',
}

/** Its name; where the portal knows none, the host of the address, which people can read. Nothing where there is no provider. */
export function providerText(provider: string | null, t: Words): string {
  if (provider === null) return ''
  const host = URL.canParse(provider) ? new URL(provider).hostname : ''
  if (host === '127.0.0.1' || host === 'localhost') return t('Gestore di prova', 'Provider for trying out')
  return names[host] ?? (host === '' ? provider : host)
}
