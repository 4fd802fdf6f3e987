/** What the chapters of the demo say, in Italian; `words-chapters-en.ts` says the same in English. */
export const chaptersIt = {
  chapter: {
    before: 'Ha le credenziali, ha scelto una password ed è entrato: npm run demo mostra come',
    pec: (address: string) => `Ha inserito la PEC che il cittadino ha dichiarato: ${address}`,
    pecReason: 'PEC dichiarata allo sportello',
    alsoAt: (address: string) => `Lo stesso messaggio è arrivato anche alla PEC ${address}`,
    guess: 'Torino1980!',
    shown: 'Che cosa si è visto',
  },

  forgotten: {
    step: 'Ha dimenticato la password: chiede di recuperarla con il solo codice fiscale',
    wait: 'lo sportello guarda se può scrivere',
    asked: 'La pagina dice: se il codice fiscale ha un accesso, un link arriva alla sua casella',
  },
  curious: {
    step: 'Chiede lo stesso per un altro codice fiscale, per sapere chi ha un accesso',
    same: 'La risposta è la stessa, e nessuna lettera parte: non ha saputo nulla',
  },
  linkAlone: {
    step: 'Legge la posta del cittadino: apre il link e inventa un PIN',
    opened: (until: string) => `La pagina si apre: il link vale fino al ${until}, e non dice di chi è`,
    wait: 'lo sportello controlla il PIN',
    counted: 'Il PIN errato si somma a quelli dell’accesso: al quinto l’accesso è sospeso. Il link vale ancora.',
  },
  recovered: {
    step: 'Apre il link: dà il PIN e due volte una nuova password',
    wait: 'lo sportello controlla il PIN e la nuova password',
    done: 'La nuova password è in vigore',
    ended: 'La sessione che era aperta è finita, come ogni altra',
  },
  linkAgain: { step: 'Prova lo stesso link un’altra volta' },
  newPassword: { step: 'Accede: prima per errore con la vecchia password, poi con la nuova' },

  lostPin: {
    step: 'Ha perso il PIN: ne chiede un altro con codice fiscale e password',
    wait: 'lo sportello prepara un PIN',
    secondHalf: 'Sullo schermo, questa volta sola: nuovo PIN, seconda parte',
    started: (until: string) =>
      `Le altre 4 cifre arrivano per posta. Tutte e nove vanno date entro il ${until}; per ora vale il vecchio PIN`,
  },
  thiefDigits: {
    step: 'Chiede anche lui un nuovo PIN, con una password inventata',
    noLetter: 'Vede 5 cifre come tutti, e nessuna lettera parte: non sono di nessun PIN',
  },
  halfAlone: {
    step: 'Legge le 4 cifre nella posta del cittadino, e le unisce alle 5 che ha visto',
    wait: 'lo sportello controlla le nove cifre',
  },
  renewed: {
    step: 'Conferma con la password e il nuovo PIN intero',
    done: 'Il nuovo PIN è in vigore, il vecchio non vale più, ogni sessione è finita',
  },
  newPin: { step: 'Accede: prima per errore con il vecchio PIN, poi con il nuovo' },
  recoveryShown: [
    'La password si sostituisce con il link e il PIN, il PIN con la password e la casella',
    'Chi legge soltanto la casella non sostituisce nulla: gli manca ogni volta un segreto',
    'Nessuna pagina dice a un estraneo chi ha un accesso, o se una password era giusta',
    'Ogni sostituzione finisce tutte le sessioni, ed è detta alla casella e alla PEC',
    'Nessun operatore ha visto o scelto un segreto. Chi perde password e PIN si fa riconoscere dall’ente',
  ] as readonly string[],

  wasThisYou: {
    step: 'Trova l’avviso «password cambiata», non ricorda di averlo fatto, apre il link',
    opened: (until: string) => `La pagina spiega che cosa fa il pulsante; il link vale fino al ${until}`,
    nothing: 'Aprirla non ha cambiato nulla: la sessione è ancora aperta',
  },
  button: {
    step: 'Preme «Sospendi»',
    wait: 'lo sportello sospende',
    done: 'L’accesso è sospeso: nessuno entra, nemmeno con i segreti giusti',
    ended: 'La sessione che era aperta è finita',
    again: 'Una seconda pressione ha la stessa risposta, e nessun’altra lettera parte',
  },
  shut: { step: 'Ha copiato PIN e password giusti, e prova ad accedere' },
  inspected: {
    step: (name: string) => `Il cittadino viene allo sportello; ${name} guarda il suo accesso`,
    status: 'Stato',
    cause: 'Motivo',
    by: 'Da',
    since: 'Dal',
    causes: { 'theft-suspected': 'furto sospettato', 'wrong-pins': 'troppi PIN errati', office: 'decisione dell’ente' },
    actors: { link: 'il link di un avviso', subscriber: 'il titolare', office: 'l’ente', system: 'lo sportello, da sé' },
  },
  reactivated: {
    step: 'Riconosce la persona, che aveva fatto il cambio e lo aveva scordato, e riattiva',
    wait: 'lo sportello riattiva',
    reason: 'Riconosciuto di persona: la password l’aveva cambiata il titolare',
    done: 'L’accesso è riattivato; PIN e password sono quelli di prima',
  },
  lifted: {
    step: 'Accede come prima',
    oldLink: 'Legge il vecchio avviso, e prova a sospendere di nuovo con il suo link',
  },
  revoked: {
    step: 'Gli rubano il foglio con PIN e password: revoca il proprio accesso, dando entrambi',
    wait: 'lo sportello controlla PIN e password',
    reason: 'Foglio con i segreti rubato',
    done: 'Revocato: nessuno entra più',
  },
  final: {
    thief: 'Prova con il foglio rubato',
    office: 'Prova a riattivare',
    reason: 'Chiesto dal titolare',
  },
  suspensionShown: [
    'Il link di un avviso sospende e non fa altro; aprirlo non cambia nulla',
    'Solo l’ente riattiva, con una ragione, dopo aver guardato il motivo e la persona',
    'Dopo una riattivazione i link di prima non sospendono più',
    'Una revoca è definitiva: per un nuovo accesso serve una nuova richiesta',
    'Ogni passo è detto alla casella e alla PEC, ed è nel registro',
  ] as readonly string[],
}
