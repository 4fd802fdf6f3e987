/** What the chapters `registration` and `pec` say, in Italian; `words-enrolment-en.ts` says the same in English. */
export const enrolmentIt = {
  slips: {
    step: 'Compila il modulo di fretta: codice fiscale e mail sbagliati, nessuna autorizzazione',
    again: 'Corregge i tre campi, e invia di nuovo',
  },
  wrongFile: {
    step: 'Carica una fotografia con un nome da PDF, poi la carta d’identità',
    photo: 'foto.pdf',
    again: 'Carica la carta un’altra volta, poi toglie anche la prima, e la rimette',
    removed: 'Il documento è tolto: fino a quando completa può farlo',
  },
  back: {
    step: 'Chiude il browser, e torna più tardi con il suo biglietto',
    found: (count: number, until: string) =>
      `Trova la richiesta come l’aveva lasciata: ${count} documento, da completare entro il ${until}`,
  },
  rival: {
    step: 'Completa una richiesta con lo stesso codice fiscale e la propria mail',
    nothing: 'Può: un modulo non riserva un codice fiscale, e non dice a nessuno chi ne ha già uno',
    email: 'un.altro@example.org',
  },
  two: {
    step: (name: string) => `${name} apre il fascicolo, e vede che le richieste sono due`,
    found: (count: number) => `Altre richieste sullo stesso codice fiscale: ${count}. Decide chi guarda, non l’ordine di arrivo`,
    ask: 'La residenza non è quella del documento: chiede di correggerla',
    reason: 'La residenza non è quella del documento',
    asked: (until: string) => `La richiesta torna al cittadino, che ha tempo fino al ${until}`,
  },
  corrected: {
    step: 'Apre il link della lettera, e corregge ciò che gli è chiesto e null’altro',
    wait: 'lo sportello confronta',
    done: 'La residenza è corretta',
    other: 'Prova a cambiare anche la mail:',
    again: 'La richiesta è di nuovo dall’ente',
  },
  approved: {
    step: 'Rilegge il fascicolo corretto, e lo approva',
    other: 'L’altra richiesta è decaduta nello stesso momento',
  },
  shutOut: 'Prova ad accedere con il PIN e la password del suo modulo',
  registrationShown: [
    'Ogni errore del modulo è detto subito, tutti insieme, accanto al suo campo',
    'Conta il contenuto di un file, non il suo nome',
    'Una richiesta si può lasciare e riprendere; nessuno può correggere ciò che l’ente non ha chiesto',
    'Un modulo non riserva un codice fiscale: decide una persona, sui documenti',
    'Con l’approvazione di una richiesta decadono le altre sullo stesso codice fiscale',
  ] as readonly string[],

  pecAsked: {
    typo: 'Chiede di cambiare la PEC, e la scrive due volte in modo diverso',
    step: 'La scrive due volte uguale, e dà di nuovo PIN e password',
    wait: 'lo sportello controlla PIN e password',
    asked: (until: string) => `Il link va soltanto alla nuova PEC; per ora vale fino alle ${until}`,
    link: 'Porta il link alla nuova PEC, e a nessun altro',
    told: 'La casella e la PEC in vigore vengono avvisate, e non ricevono il link',
  },
  pecGuess: 'Trova la pagina lasciata aperta, e chiede una PEC propria con un PIN inventato',
  pecOpened: {
    step: 'Apre il link, e non preme il pulsante',
    inForce: 'PEC in vigore',
    nothing: 'Aprirlo non ha cambiato nulla',
  },
  pecLate: {
    step: (at: string) => `Preme «Conferma» soltanto il ${at}: dall’invio il termine è passato`,
    wait: 'lo sportello guarda il termine',
    waiting: 'Il clic è annotato: se il messaggio è arrivato più tardi di quando è partito, vale',
  },
  receipt: {
    step: 'Arriva la ricevuta di avvenuta consegna del gestore',
    says: 'La ricevuta',
    delivered: (at: string) => `consegnato il ${at}`,
    term: (until: string) => `Il termine si conta dalla consegna: era fino alle ${until}`,
    done: 'Il clic era in tempo: la nuova PEC è in vigore',
  },
  pecAgain: 'Prova ancora il link',
  pecShown: [
    'La nuova PEC è in vigore soltanto quando chi la legge preme un pulsante; aprire il link non basta',
    'Fino ad allora vale la vecchia, che viene avvisata',
    'Il termine è la fine del giorno dopo la consegna, che la ricevuta del gestore prova',
    'Una ricevuta può soltanto allungare il termine, una volta',
    'PIN e password si danno di nuovo: una pagina lasciata aperta non basta',
  ] as readonly string[],
}
