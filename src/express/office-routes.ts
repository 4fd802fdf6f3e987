/** The routes of the office: the list of the desk, dossiers with their documents, and decisions. */
import { accept } from '../kernel/index.ts'
import { get, post, type Route } from './dispatch.ts'
import type { Exchange } from './exchange.ts'
import type { PortalRequest } from './http.ts'
import type { OfficeCredential } from './office-pages.ts'
import type { Parts } from './parts.ts'

/** The routes of the office. */
export function officeRoutes<Request extends PortalRequest>({
  portal,
  sportello,
  pages,
  goTo,
}: Parts<Request>): readonly Route<Request>[] {
  const { approval, assistance, credential, desk } = sportello
  const list = portal.view(
    ({ form, operator, query }) => desk.list(form({ operator: operator(), after: query('after') })),
    pages.desk,
  )
  const dossier = portal.view(({ operator, param }) => approval.dossier({ operator: operator(), id: param('id') }), pages.dossier)
  const helped = portal.view(
    ({ operator, param }) => assistance.dossier({ operator: operator(), id: param('id') }),
    pages.assistanceDossier,
  )
  /** Looked for by a form, so that no address holds a codice fiscale. */
  const lookUp = async ({ operator, text }: Exchange<Request>) => {
    const codiceFiscale = text('codiceFiscale')
    const found = await credential.inspect({ operator: operator(), codiceFiscale })
    return found.ok ? accept({ codiceFiscale, credential: found.value }) : found
  }
  const searching = portal.view<OfficeCredential>(({ operator }) => {
    operator()
    return accept({ codiceFiscale: '', credential: null })
  }, pages.officeCredential)
  const person = portal.view<OfficeCredential>(lookUp, pages.officeCredential)
  const [ofRegistration, ofAssistance] = ['office/registration/:id', 'office/assistance/:id']
  const ofCredential = 'office/credential'

  return [
    get('office', list),
    get(ofCredential, searching),
    post(`${ofCredential}/look`, searching.form(lookUp, pages.officeCredential), ofCredential),
    post(
      `${ofCredential}/reactivate`,
      person.form(
        ({ form, operator, options }) => credential.reactivate(form({ operator: operator() }), options),
        goTo(ofCredential, 'reactivated'),
      ),
      ofCredential,
    ),
    get(ofRegistration, dossier),
    get(
      `${ofRegistration}/documents/:document`,
      portal.document(({ operator, param }) =>
        approval.document({ operator: operator(), id: param('id'), document: param('document') }),
      ),
    ),
    post(
      `${ofRegistration}/approve`,
      dossier.form(
        ({ form, operator, param, options }) => approval.approve(form({ operator: operator(), id: param('id') }), options),
        goTo(ofRegistration, 'approved'),
      ),
      ofRegistration,
    ),
    post(
      `${ofRegistration}/reject`,
      dossier.form(
        ({ form, operator, param, options }) => approval.reject(form({ operator: operator(), id: param('id') }), options),
        goTo(ofRegistration, 'rejected'),
      ),
      ofRegistration,
    ),
    post(
      `${ofRegistration}/correction`,
      dossier.form(
        ({ form, operator, param, options }) =>
          approval.requestCorrection(form({ operator: operator(), id: param('id') }), options),
        goTo(ofRegistration, 'correction-requested'),
      ),
      ofRegistration,
    ),
    get(ofAssistance, helped),
    get(
      `${ofAssistance}/documents/:document`,
      portal.document(({ operator, param }) =>
        assistance.document({ operator: operator(), id: param('id'), document: param('document') }),
      ),
    ),
    post(
      `${ofAssistance}/approve`,
      helped.form(
        ({ form, operator, param, options }) => assistance.approve(form({ operator: operator(), id: param('id') }), options),
        goTo(ofAssistance, 'approved'),
      ),
      ofAssistance,
    ),
    post(
      `${ofAssistance}/reject`,
      helped.form(
        ({ form, operator, param, options }) => assistance.reject(form({ operator: operator(), id: param('id') }), options),
        goTo(ofAssistance, 'rejected'),
      ),
      ofAssistance,
    ),
  ].flat()
}
