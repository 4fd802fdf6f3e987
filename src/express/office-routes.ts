/** The routes of the office: the list of the desk, dossiers with their documents, and decisions. */
import { get, post, type Route } from './dispatch.ts'
import type { PortalRequest } from './http.ts'
import type { Parts } from './parts.ts'

/** The routes of the office. */
export function officeRoutes<Request extends PortalRequest>({
  portal,
  sportello,
  pages,
  goTo,
}: Parts<Request>): readonly Route<Request>[] {
  const { approval, assistance, desk } = sportello
  const list = portal.view(
    ({ form, operator, query }) => desk.list(form({ operator: operator(), after: query('after') })),
    pages.desk,
  )
  const dossier = portal.view(({ operator, param }) => approval.dossier({ operator: operator(), id: param('id') }), pages.dossier)
  const helped = portal.view(
    ({ operator, param }) => assistance.dossier({ operator: operator(), id: param('id') }),
    pages.assistanceDossier,
  )
  const [ofRegistration, ofAssistance] = ['office/registration/:id', 'office/assistance/:id']

  return [
    get('office', list),
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
