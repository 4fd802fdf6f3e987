/** By which tags the office finds a request: those of its person, once it was filed. */
import { type SearchTags, searchTags } from '../../../runtime/search-tags.ts'
import type { RegistrationState } from './model.ts'

/** The tags of a request under the keys of the ring. */
export function registrationFoundBy(ring: Parameters<typeof searchTags>[0]): (state: RegistrationState) => readonly string[] {
  const find: SearchTags = searchTags(ring)
  return ({ personal }) => {
    // It gets a password when it is filed: before that the office has nothing to find.
    if (personal === null || personal.password === null) return []
    return find({ ...personal.person, mailboxes: [personal.person.email] })
  }
}
