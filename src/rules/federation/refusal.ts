/** Why nobody is made of what a gateway hands over. */
import type { CodiceFiscaleRefusal } from '../identity/index.ts'
import type { FederationAttribute } from './finding.ts'

/**
 * What is wrong with an attribute. `type`: no text, or a list of other things. `conflict`: several values that differ. `characters`:
 * what cannot be seen. `prefix`: `TINIT-` more than once. `shape`: not what the attribute looks like.
 */
export type FederationFault = 'type' | 'length' | 'characters' | 'conflict' | 'prefix' | 'shape'

/** An attribute that names the person and cannot be read. */
export type FederationAttributeRefusal =
  | { readonly code: 'federation/attribute-missing'; readonly attribute: FederationAttribute }
  | {
      readonly code: 'federation/attribute-malformed'
      readonly attribute: FederationAttribute
      readonly fault: FederationFault
    }

/**
 * No refusal holds anything of what was handed in. `provider-unknown`: not in the list of the host. `level-unknown`: no class, or one that
 * the protocol does not list: a level is never guessed. `instant-in-future`: by more than five minutes. `subject-malformed`: no `sub`, or none that could
 * be one; `subject-differs`: the `sub` of the user info is not that of the token (OpenID Connect Core §5.3.2).
 * `codice-fiscale-provisional`: eleven digits, as the Agenzia delle Entrate gives them until the code is assigned. `card-malformed`: no
 * common name of a CNS. `protocol-differs`: attributes of eIDAS, for `readEidas`.
 */
export type FederationRefusal =
  | { readonly code: 'federation/input-malformed' }
  | { readonly code: 'federation/provider-malformed' }
  | { readonly code: 'federation/provider-unknown' }
  | { readonly code: 'federation/level-unknown' }
  | { readonly code: 'federation/instant-malformed' }
  | { readonly code: 'federation/instant-in-future' }
  | { readonly code: 'federation/subject-malformed' }
  | { readonly code: 'federation/subject-differs' }
  | FederationAttributeRefusal
  | { readonly code: 'federation/codice-fiscale-invalid'; readonly reason: CodiceFiscaleRefusal['code'] }
  | { readonly code: 'federation/codice-fiscale-provisional' }
  | { readonly code: 'federation/card-malformed' }
  | { readonly code: 'federation/protocol-differs'; readonly protocol: 'eidas' }
