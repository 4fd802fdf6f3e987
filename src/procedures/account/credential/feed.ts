/** What the feed tells of a credential. */
import type { Feed } from '../../../runtime/feed.ts'
import type { CredentialEvent } from './events.ts'

export const credentialFeed: Feed<CredentialEvent> = {
  tells: 'events',
  events: {
    CredentialIssued: {
      says: 'the office has approved: the person is a subscriber, with a temporary password',
      data: ['registrationId', 'issuedAt', 'temporaryUntil', 'expiresAt', 'disuseAt'],
      personal: ['codiceFiscale', 'surname', 'name', 'birthDate', 'email', 'locale'],
    },
    CredentialImported: {
      says: 'the account was taken over from another system, as it stood there',
      data: ['status', 'issuedAt', 'expiresAt', 'disuseAt'],
      personal: ['codiceFiscale', 'surname', 'name', 'birthDate', 'email', 'locale'],
    },
    CredentialReissued: { says: 'the office has issued the first credentials anew', data: ['temporaryUntil'], personal: [] },
    PasswordChanged: {
      says: 'the password is another one; the first change makes the credential active',
      data: ['changedAt'],
      personal: [],
    },
    PasswordRecovered: { says: 'a link and the PIN have replaced the password', data: ['changedAt'], personal: [] },
    CredentialReenabled: {
      says: 'the person was identified and has a temporary password again; `email` is null where the private mailbox stays',
      data: ['temporaryUntil', 'disuseAt'],
      personal: ['email', 'reason'],
    },
    CredentialRebound: {
      says: 'codice fiscale, surname, name or day of birth are other ones; the account is the same',
      data: [],
      personal: ['codiceFiscale', 'formerCodiceFiscale', 'surname', 'name', 'birthDate', 'reason'],
    },
    FederatedOpened: {
      says: 'an account without secrets was opened: the person signs in elsewhere, and no address is validated yet',
      data: ['openedAt'],
      personal: ['codiceFiscale', 'surname', 'name', 'birthDate', 'locale'],
    },
    SecretsRetired: {
      says: 'the secrets had come to their end and were wiped: the account goes on, its person signs in elsewhere',
      data: [],
      personal: [],
    },
    PinRenewed: { says: 'the PIN is another one', data: [], personal: [] },
    EmailChanged: { says: 'the private mailbox is another one', data: [], personal: ['email'] },
    SessionsEnded: { says: 'every session is over', data: [], personal: [] },
    CredentialSuspended: {
      says: 'it opens nothing until the office reactivates it',
      data: ['suspendedAt', 'cause', 'by'],
      personal: ['reason'],
    },
    CredentialReactivated: { says: 'the office has ended the suspension', data: [], personal: ['reason'] },
    CredentialRevoked: { says: 'it opens nothing any more', data: ['revokedAt', 'by'], personal: ['reason'] },
    // Every attempt, and what an attempt leads to: too many, and strangers decide how many.
    AttemptFailed: null,
    StrangersStopped: null,
    DelayLifted: null,
    EndAnnounced: null,
    SignedIn: null,
    FederatedSignedIn: null,
    Reauthenticated: null,
    VerifiersRenewed: null,
    PasswordConfirmed: null,
    PinConfirmed: null,
    EarlierAddressDropped: null,
  },
}
