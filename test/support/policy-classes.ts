/** Who decides each value of the policy, and what it decides: for docs/deciding.md and docs/it/scegliere.md. A value that is in no class fails their test. */

type Words = { readonly en: string; readonly it: string }

/**
 * `law`: a law gives the value. `seed`: one of the public documents that the library must be able to run does. `first`: the office must have decided it
 * before it opens. `office`: the office may decide it, and the default serves.
 */
export type PolicyClass = 'law' | 'seed' | 'first' | 'office'

export type Classed = { readonly of: PolicyClass; readonly decides: Words; readonly source: Words | null }

/** Where a value comes from: the same words in both languages, or some in each. */
const from = (it: string, en: string): Words => ({ it, en })

function classed(of: PolicyClass) {
  return (en: string, it: string, source: Words | null = null): Classed => ({ of, decides: { en, it }, source })
}
const [law, seed, first, office] = (['law', 'seed', 'first', 'office'] as const).map(classed) as [
  ReturnType<typeof classed>,
  ReturnType<typeof classed>,
  ReturnType<typeof classed>,
  ReturnType<typeof classed>,
]

/** How long something is kept that a sweep removes. */
const kept = (en: string, it: string): Classed => office(`how long is kept: ${en}`, `per quanto si conserva: ${it}`)

/** Every value, by the name under which `policy` takes it. The order is that of the pages. */
export const policyClasses: { readonly [figure: string]: Classed } = {
  'pecChange.receiptTimeoutMs': law(
    'how long after sending a delivery is still waited for',
    'per quanto tempo dopo l’invio si attende la consegna',
    from(
      'DPR 68/2005, art. 8: gli avvisi di mancata consegna arrivano entro 24 ore dall’invio',
      'DPR 68/2005, art. 8: notices of failed delivery come within 24 hours after sending',
    ),
  ),
  'pecChange.receipts': seed(
    'whether the term of the link counts from the receipt of delivery',
    'se il termine del link decorre dalla ricevuta di consegna',
    from(
      'seed 003: «ore 24 del giorno successivo la ricezione»; che cosa sia la ricezione lo dice il DPR 68/2005, art. 3. `none` solo se l’ufficio non legge le ricevute',
      'seed 003: 24:00 of the day after reception; DPR 68/2005, art. 3, says what reception is. `none` only where the office reads no receipts',
    ),
  ),
  'assistance.topics': seed(
    'the questions that lead somebody who cannot sign in to the request',
    'le domande che portano alla richiesta chi non riesce ad accedere',
    from('seed 003, § 2.2: è il percorso predefinito', 'seed 003, § 2.2: its tree is the default'),
  ),
  'emailChange.institutionalDomains': seed(
    'the domains of institutional mailboxes, which maintenance windows can spare',
    'i domini delle caselle istituzionali, che un blocco per manutenzione può escludere',
    from(
      'seed 000: lì `istruzione.it`. Ogni ufficio indica i propri domini, o nessuno',
      'seed 000: `istruzione.it` there. Each office names its own domains, or none',
    ),
  ),
  'federation.newPersons': first(
    'who comes with SPID or CIE and has no account: gets one at once, after approval, or never',
    'chi arriva con SPID o CIE e non ha un’utenza: la ottiene subito, dopo approvazione, o mai',
  ),
  'federation.leastLevel': first('the least level of SPID or CIE', 'il livello minimo di SPID o CIE'),
  'registration.leastAge': first('from what age a person may register', 'da quale età ci si può registrare'),
  'registration.younger': first(
    'whether a younger person is refused or shown to the office',
    'se chi è più giovane è respinto o segnalato all’ufficio',
  ),
  'registration.contradictions': first(
    'whether data that contradict the codice fiscale are refused or shown to the office',
    'se i dati in contrasto con il codice fiscale sono respinti o segnalati all’ufficio',
  ),
  'registration.suspicious': first(
    'whether a PDF with active content is refused or shown to the office',
    'se un PDF con contenuti attivi è respinto o segnalato all’ufficio',
  ),
  'identification.points': first(
    'the places, besides the own counter, where people are identified',
    'gli sportelli, oltre al proprio, dove si identificano le persone',
  ),
  'assignment.required': first(
    'whether only the operator who has a request in charge may decide on it',
    'se decide solo l’operatore che ha in carico la richiesta',
  ),
  'credential.lifetimeMs': first(
    'the natural end of a credential; none where it is null',
    'la scadenza naturale di una credenziale; con null nessuna',
    from('il seed 002 la nomina, senza durata', 'seed 002 names one, and no length'),
  ),
  'credential.disuseMs': first(
    'after how long without use a credential ends; never where it is null',
    'dopo quanto tempo senza uso una credenziale scade; con null mai',
    from('il seed 002 la nomina, senza durata', 'seed 002 names one, and no length'),
  ),
  'credential.passwordLifetimeMs': first(
    'after how long a password must be changed; never where it is null',
    'dopo quanto tempo la password va cambiata; con null mai',
    from('NIST SP 800-63B sconsiglia il cambio periodico', 'NIST SP 800-63B advises against periodic changes'),
  ),
  'pecChange.sharedPec': first('whether two people may have one PEC', 'se due persone possono avere la stessa PEC'),
  'pecChange.unverifiedReceipts': first(
    'what a receipt may do whose signature was not checked',
    'che effetto ha una ricevuta la cui firma non è stata controllata',
  ),
  'retention.documentsMs': first(
    'how long the uploaded documents are kept after the decision',
    'per quanto si conservano i documenti caricati dopo la decisione',
  ),
  'retention.approvedMs': first(
    'how long the data of an approved request are kept; for ever where it is null',
    'per quanto si conservano i dati di una richiesta approvata; con null per sempre',
  ),
  'retention.rejectedMs': first(
    'how long the data of a rejected request are kept',
    'per quanto si conservano i dati di una richiesta respinta',
  ),
  'retention.closedMs': first(
    'how long the data of a request that was withdrawn, has lapsed or is void are kept',
    'per quanto si conservano i dati di una richiesta ritirata, decaduta o annullata',
  ),
  'retention.credentialMs': first(
    'how long the data of an ended credential are kept',
    'per quanto si conservano i dati di una credenziale cessata',
  ),
  'maintenance.audiences': first(
    'the kinds of users that end dates and windows tell apart',
    'i tipi di utenza distinti da scadenze e blocchi per manutenzione',
  ),
  'sunset.audience': first(
    'the kind of user of whoever names none, for the end of local credentials',
    'il tipo di utenza di chi non ne indica uno, per la fine delle credenziali proprie',
  ),
  'credential.temporaryLifetimeMs': office('how long the temporary password works', 'quanto vale la password temporanea'),
  'credential.temporaryReminderMs': office(
    'how long before its end a reminder of it is sent; 0: none',
    'quanto prima della scadenza parte il promemoria; 0: nessuno',
  ),
  'credential.suspendLinkMs': office(
    'how long the link of a notice can suspend the account',
    'per quanto il link di un avviso può sospendere l’utenza',
  ),
  'credential.pinFailuresMax': office(
    'wrong PINs, with the right password, until the suspension',
    'PIN errati, con la password giusta, prima della sospensione',
  ),
  'credential.strangersJudgedMax': office(
    'attempts of strangers on one account that are judged in a day',
    'tentativi di estranei su un’utenza esaminati in un giorno',
  ),
  'credential.devicesMax': office('known devices of one account', 'dispositivi conosciuti di un’utenza'),
  'credential.historyMax': office('earlier passwords that are refused', 'password precedenti non riutilizzabili'),
  'credential.addressRestMs': office(
    'how long after a change of mailbox lost secrets go to the one before',
    'per quanto, dopo un cambio di e-mail, il recupero passa dalla casella precedente',
  ),
  'addresses.securityNotices': office(
    'where notices of security go besides the private mailbox',
    'dove arrivano gli avvisi di sicurezza oltre alla casella privata',
  ),
  'pecChange.linksMax': office('mails with a link for one change of PEC', 'invii del link per un cambio di PEC'),
  'pecChange.invalidReceipts': office(
    'what a receipt may do whose signature is wrong',
    'che effetto ha una ricevuta con firma non valida',
  ),
  'pecChange.skewMs': office('how far clocks may differ', 'scarto ammesso tra gli orologi'),
  'emailChange.linkLifetimeMs': office(
    'how long the link of a change of mailbox works',
    'quanto vale il link per il cambio di e-mail',
  ),
  'emailChange.linksMax': office('mails with a link for one change of mailbox', 'invii del link per un cambio di e-mail'),
  'registration.draftLifetimeMs': office(
    'how long a request waits for its applicant',
    'quanto una richiesta attende il richiedente',
  ),
  'registration.documentsMax': office('documents of one request', 'documenti di una richiesta'),
  'registration.documentsBytesMax': office('size of all its documents', 'dimensione di tutti i suoi documenti'),
  'registration.bytesMax': office('size of one document', 'dimensione di un documento'),
  'registration.linksPerDayMax': office(
    'links of a returned request in a day',
    'invii in un giorno del link di una richiesta rinviata',
  ),
  'registration.challenge': office(
    'whether the test against robots is asked of registrations',
    'se la verifica contro i robot è chiesta alla registrazione',
  ),
  'delegation.requestsMax': office(
    'requests for a delegation that one person may have waiting',
    'richieste di delega in attesa per persona',
  ),
  'recovery.linkMs': office('how long the link of a recovery works', 'quanto vale il link di recupero'),
  'recovery.linksMax': office('links of a recovery in a day', 'link di recupero in un giorno'),
  'pinRenewal.openMs': office('how long a renewal of the PIN stays open', 'per quanto resta aperto un rinnovo del PIN'),
  'pinRenewal.startsMax': office('renewals of the PIN in a day', 'rinnovi del PIN in un giorno'),
  'identification.validMs': office(
    'how long after an identification it can be recorded',
    'entro quanto va registrata un’identificazione',
  ),
  'federation.signInAgeMs': office(
    'how old a sign-in with SPID or CIE may be',
    'quanto può essere vecchio un accesso SPID o CIE',
  ),
  'session.idleMs': office('end of a session without use', 'fine di una sessione inattiva'),
  'session.lifetimeMs': office('end of a session in any case', 'fine di una sessione in ogni caso'),
  'session.passwordChangeLifetimeMs': office(
    'end of a session that only changes the password',
    'fine di una sessione che serve solo a cambiare password',
  ),
  'session.recentSignInMs': office(
    'how recent a sign-in with SPID or CIE must be where PIN and password are asked otherwise',
    'quanto dev’essere recente un accesso SPID o CIE dove altrimenti si chiedono PIN e password',
  ),
  'session.touchMs': office('how often the use of a session is written down', 'ogni quanto si annota l’uso di una sessione'),
  'session.sessionsMax': office('open sessions of one account', 'sessioni aperte di un’utenza'),
  'session.challenge': office(
    'whether the test against robots is asked of sign-ins',
    'se la verifica contro i robot è chiesta all’accesso',
  ),
  'throttle.freeFailures': office('failed attempts without a delay', 'tentativi falliti senza attesa'),
  'throttle.delayMs': office('the first delay, which doubles', 'la prima attesa, che poi raddoppia'),
  'throttle.delayMaxMs': office('the longest delay', 'l’attesa più lunga'),
  'throttle.forgottenMs': office('after how long one failure is forgotten', 'dopo quanto si dimentica un tentativo fallito'),
  'throttle.failuresMax': office('failures that are counted', 'tentativi falliti contati'),
  'quota.usesMax': office('requests of one requester in the window', 'richieste di uno stesso richiedente nel periodo'),
  'quota.mailboxMax': office('requests with one mailbox in the window', 'richieste con la stessa casella nel periodo'),
  'quota.windowMs': office('the window of both', 'il periodo di entrambe'),
  'maintenance.features': office(
    'services of the office that a window can close',
    'servizi dell’ufficio che una manutenzione può chiudere',
  ),
  'maintenance.procedures': office(
    'procedures of the office that a window can touch',
    'procedure dell’ufficio che una manutenzione può toccare',
  ),
  'mailbox.attemptsMax': office('attempts to move a mailbox', 'tentativi di spostare una casella'),
  'mailbox.delayMs': office('the first wait after a failed attempt', 'la prima attesa dopo un tentativo fallito'),
  'mailbox.delayMaxMs': office('the longest such wait', 'la più lunga di queste attese'),
  'mailbox.watchMs': office('how often the state of a copying is asked', 'ogni quanto si chiede a che punto è la copia'),
  'mailbox.watchTimeoutMs': office(
    'after how long a silent copying goes to the office',
    'dopo quanto una copia ferma passa all’ufficio',
  ),
  'mailbox.ticketMs': office('how long a verification of the owner holds', 'quanto vale la verifica del titolare'),
  'retention.unknownAccountMs': kept(
    'attempts on a codice fiscale without a credential',
    'tentativi su un codice fiscale senza credenziale',
  ),
  'retention.importMs': kept('the record of an import', 'il resoconto di un’importazione'),
  'retention.authorisationMs': kept('an authorisation after its end', 'un’autorizzazione dopo la fine'),
  'retention.delegationMs': kept('a delegation after its end', 'una delega dopo la fine'),
  'retention.delegationRequestMs': kept('a request for a delegation that waits', 'una richiesta di delega in attesa'),
  'retention.federationCaseMs': kept('a SPID or CIE case that is not decided', 'un caso SPID o CIE non ancora deciso'),
  'retention.federationEndedMs': kept(
    'a SPID or CIE identity that was rejected or unlinked',
    'un’identità SPID o CIE respinta o scollegata',
  ),
  'retention.exemptionMs': kept('an exemption after its end', 'un’esenzione dopo la fine'),
  'retention.sessionMs': kept('a session after its end', 'una sessione dopo la fine'),
  'retention.mailboxMs': kept('a moved mailbox after the migration', 'una casella spostata dopo la migrazione'),
  'retention.requestKeyMs': kept('the key of a request that was sent twice', 'la chiave di una richiesta inviata due volte'),
  'retention.orphanMs': kept('a file that no request names', 'un file che nessuna richiesta nomina'),
}
