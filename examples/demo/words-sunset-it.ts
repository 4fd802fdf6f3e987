/** What the chapter `sunset` says, in Italian; `words-sunset-en.ts` says the same in English. */
import type { SunsetAct } from 'sportello'

const acts: { readonly [A in SunsetAct]: string } = {
  issue: 'Nuove credenziali',
  'password-replacement': 'Password dimenticata',
  'pin-replacement': 'PIN smarrito',
  'first-credentials': 'Prime credenziali riemesse',
  restoration: 'Ripristino di quelle scadute',
  use: 'Accesso',
}

export const sunsetIt = {
  sunset: {
    others: 'Le hanno anche Paolo Neri, Sara Gallo, e Sofia Riva che ha sedici anni',
    course: {
      count: (name: string) => `${name} conta chi riguarderebbe`,
      hit: (count: number) => `credenziali in uso: ${count}`,
      exempted: (count: number) => `di chi è minorenne, che continua: ${count}`,
      set: 'Imposta la fine delle credenziali',
      wait: 'lo sportello la mette nel calendario',
      acts,
      from: 'Da quando non è più possibile:',
      exempt: 'Per chi è minorenne tutto continua, fino ai diciotto anni.',
      asked: 'Legge sul sito fino a quando può accedere',
    },
    evening: {
      sara: 'Sara ha dimenticato la password',
      link: 'Le arriva il link: lo aprirà domani',
      giulia: 'Giulia completa la sua richiesta di credenziali',
    },
    midnight: {
      register: 'Uno che passa vuole registrarsi',
      late: 'Il fascicolo avverte: un’autorizzazione arriverebbe tardi.',
      approve: 'Vuole approvare la richiesta di Giulia',
      reason: 'Dal 28 febbraio 2021 non si rilasciano più credenziali: si accede con SPID, CIE o CNS.',
      rejected: 'Può solo respingerla, con il motivo',
    },
    renewed: {
      link: 'Sara apre il link di ieri e sceglie una password',
      sweep: 'Il lavoro periodico chiude ciò che è arrivato tardi',
      change: 'Chi conosce la password la cambia come sempre',
      changed: 'La password è cambiata: non sostituisce nulla che sia perso',
    },
    minor: { asks: 'Sofia guarda che cosa vale per lei, e recupera la password' },
    disused: {
      signIn: 'Paolo non accede da più di sei mesi, e ora prova',
      identify: 'Paolo viene con la carta d’identità: prova a riabilitarlo',
      reason: 'Identificato allo sportello',
    },
    reminded: { step: 'Il lavoro periodico ricorda la fine, un mese prima', count: (count: number) => `avvisati: ${count}` },
    over: {
      signIn: 'Accede, un minuto prima della fine',
      next: 'Apre un’altra pagina, alle ore 0:00',
      thief: 'Ha copiato PIN e password giusti, e prova',
      minor: 'Sofia accede come prima',
    },
    after: {
      prolong: 'Vuole prolungare, come se non fosse già finita',
      look: 'Guarda l’utenza: indirizzi e storia sono quelli di prima',
    },
    shown: [
      'Ogni atto ha la sua data, e il rifiuto dice da quando, per quale norma e come proseguire',
      'Ciò che è cominciato prima e arriva dopo è chiuso, e la persona lo sa per posta',
      'Per chi è minorenne le credenziali restano valide fino ai diciotto anni',
      'Alla fine cessa anche la sessione aperta; nessuno riapre per errore ciò che è finito',
      'Utenza, indirizzi e registro restano: si rientra con SPID, CIE o CNS',
    ],
  },
}
