/**
 * Words that people choose as passwords, compiled for this library from what everybody knows: first names, places, teams, the
 * calendar, pets and loves, words of the office and of the computer, English favourites, and walks over the keyboard.
 * Without digits and marks: the blocklist rule takes those off the password.
 */

const names = `
abbondio achille ada adele adriana adriano agata agnese agostino aida alba alberta alberto alessandra alessandro alessia
alessio alex alfonso alfredo alice allegra amalia ambra amedeo amelia andrea angela angelica angelo anita anna annalisa
annamaria annarita antonella antonia antonietta antonino antonio arianna armando arturo asia assunta attilio augusto aurelio
aurora azzurra barbara bartolomeo beatrice benedetta benedetto benito bernardo bianca bice brigida bruna bruno camilla camillo
carla carlo carlotta carmela carmelo carmen carmine carolina caterina catia cecilia celeste cesare chiara ciro clara clarissa
claudia claudio clelia concetta corrado cosimo costanza cristian cristiana cristiano cristina dalila damiano daniela daniele
danilo dario davide debora deborah delia denis diana diego dino domenica domenico donata donatella donato doriana edoardo egidio
elena eleonora elia eliana elio elisa elisabetta elvira emanuela emanuele emilia emiliano emilio emma enrica enrico enzo ercole
erica erika ermanno ernesto ester ettore eugenia eugenio fabiana fabio fabiola fabrizia fabrizio fausto federica federico
felice ferdinando fernanda fernando filippo fiorella fiorenza flavia flavio francesca francesco franca franco fulvio gabriele
gabriella gaetano gaia gaspare gemma gennaro gerardo giacinto giacomo giada gianfranco gianluca gianluigi gianmarco gianni
gianpaolo giorgia giorgio giovanna giovanni giuditta giulia giuliana giuliano giulio giuseppe giuseppina giusy gloria graziano
graziella greta guglielmo guido ignazio ilaria ilenia immacolata ines irene iris isabella isidoro italo ivan ivana ivano jacopo
jessica katia lara laura lavinia leandro leonardo leopoldo letizia lidia liliana linda lino lisa livia livio loredana lorella
lorena lorenza lorenzo luana luca lucia luciana luciano lucio ludovica ludovico luigi luigia luisa maddalena maicol manuel
manuela mara marcella marcello marco margherita maria mariagrazia mariano marina marino mario marisa marta martina martino
massimiliano massimo matilde matteo mattia maura maurizio mauro melissa michela michele milena mimmo mirella mirko miriam
monica morena moreno nadia natale natalia natalina nello nicola nicole nicoletta nicolo nino noemi norma nunzia nunzio olga
omar orazio oriana ornella orsola oscar osvaldo ottavia ottavio palmiro paola paolo pasquale patrizia patrizio pietro piero
pierluigi pino priscilla quirino rachele raffaele raffaella raimondo rebecca regina remo renata renato renzo riccardo rita
roberta roberto rocco rodolfo romano romeo romina romolo rosa rosalba rosalia rosanna rosaria rosario rosella rossana rossella
ruggero sabrina salvatore samanta samuel samuele sandra sandro santina santo sara saverio sebastiano selena serena sergio
severino silvana silvano silvia silvio simona simone sofia sonia stefania stefano stella susanna tamara tania tatiana teodoro
teresa tiziana tiziano tommaso tonino ubaldo umberto valentina valentino valeria valerio vanessa vera veronica vincenza
vincenzo viola virginia virgilio vito vittoria vittorio viviana walter wanda ylenia zaira zeno zoe
aaron adam alexander alexis alfie alison amanda amber amy andrew angel anthony ashley austin barry ben benjamin beth brandon
brian caroline catherine charles charlie charlotte chloe chris christopher claire courtney craig dakota daniel danielle david
dennis donald dylan eddie edward elizabeth emily eric ethan evan frank frankie freddie gary george grace hannah harley harry
heather helen henry hunter isaac jack jackson jacob jake james jamie jane jasmine jason jayden jeffrey jennifer jeremy jessie
joanna joe john johnny jonathan jordan joseph joshua julia julian justin karen kate kathy katie keith kelly kenneth kevin kim
kyle larry lauren leo leon lewis liam lily lindsay logan louis louise lucas lucy luke maddie madison marcus margaret mark
martin mary mason matt matthew maverick maxwell megan michael michelle mike molly morgan nancy natalie nathan nicholas nick
oliver olivia oscar owen pamela patricia patrick paul peter philip phoebe rachel ralph ray richard robert robin rodney roger
ronald rosie russell ruby ryan sabine sally sam samantha sandy scott sean shannon sharon shelby sophie spencer stacey stanley
stephanie stephen steve steven stuart summer susan taylor teddy theo theresa thomas tiffany tim timothy tom tony travis trevor
tyler victor victoria vincent wayne wendy will william wilson xavier zachary ahmed ali fatima hassan mohamed omar youssef
ana carlos fernanda hans heidi ingrid jean jose juan karim klaus manolo miguel natasha olga pablo pedro pierre raul sergej
`

const places = `
abruzzo africa agrigento alessandria america amalfi ancona aosta argentina arezzo ascoli asti australia austria avellino bari
barletta basilicata belluno benevento bergamo berlino biella bologna bolzano brasile brescia brindisi cagliari calabria
caltanissetta campania campobasso capri carrara caserta catania catanzaro cesena chieti como cosenza cremona crotone cuneo
elba emilia empoli enna europa fermo ferrara firenze foggia forli francia friuli frosinone genova germania giappone gorizia
grosseto imola imperia inghilterra irlanda ischia isernia italia italiana italiano italy lampedusa lanciano laquila lecce lecco
liguria livorno lodi lombardia london londra lucca macerata mantova marche marsala matera messico messina milano modena molise
monza napoli newyork novara nuoro olbia oristano padova palermo paris parigi parma pavia perugia pesaro pescara piacenza
piemonte pisa pistoia polonia pordenone portogallo potenza prato puglia ragusa rapallo ravenna reggio rieti rimini roma romagna
rovigo russia salerno salento sanremo sardegna sassari savona sicilia siena siracusa sondrio sorrento spagna spezia sulmona
svizzera taormina taranto teramo terni tirolo tokyo torino toscana trapani trento treviso trieste udine umbria urbino varese
valledaosta veneto venezia verbania vercelli verona viareggio vicenza viterbo
`

const teams = `
arsenal atalanta azzurri baggio balotelli barcelona benfica bomber borussia buffon calcio calciatore campioni cannavaro
capitano cavani champions chelsea chievo delpiero derby dybala ferrari fiorentina forza goal higuain ibra ibrahimovic
immobile inter internazionale juve juventino juventus kaka lakers lazio lebron leclerc liverpool lukaku maldini mancity
maradona marchisio materazzi mertens messi milan milanista mondiali mourinho napoletano nazionale nedved neymar nibali osimhen
palla pallavolo pallone pantani pirlo pogba portiere psg ranieri realmadrid roberto romanista ronaldinho ronaldo rossonero
sampdoria scudetto senna shevchenko sinner spalletti sporting squadra tifoso totti totocalcio trapattoni ultras valentinorossi
vettel vialli zanetti zidane zola
`

const calendar = `
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedi martedi mercoledi giovedi
venerdi sabato domenica primavera estate autunno inverno natale pasqua capodanno epifania befana ferragosto carnevale oggi
domani ieri mattina pomeriggio sera notte compleanno anniversario vacanza vacanze weekend
january february march april june july august september october november december monday tuesday wednesday thursday friday
saturday sunday spring summer autumn winter christmas easter halloween holiday holidays birthday today tomorrow yesterday
morning evening night
`

const italian = `
abbraccio acqua albero amica amici amicizia amico amore amoremio amoreamore amoretti angioletto animale animali anima ape
arancia arcobaleno aria arcangelo artista asino attenzione auto autobus avvocato babbo babbonatale bacio bacetto baci balena
ballerina bambina bambino bambola banana banca bandiera basket bella bellezza bellissima bellissimo bello benvenuta benvenuto
bicicletta bimba bimbo biscotto blabla bocca bravo brava buongiorno buonanotte buonasera buddy caffe camper campagna cane cagnolino
cagnolina cantante cappuccino caramella carabiniere caro cara carota casa casamia castello cavallo cavolo cellulare cervello cesarino
chiave chitarra chocolate ciao ciaociao ciaobella ciaomondo cicala ciccia ciccio cicciobello ciliegia cinema cioccolata
cioccolato coccinella coccole coccolina colore computer coniglio contento contenta coraggio corsa creatura crema
criceto cucciola cucciolo cucciolotto cucina cugina cugino cuore cuoremio cuoricino danza delfino delfini denaro dentista destino
diavolo diamante dio dolce dolcezza donna dottore drago dragone elefante emozione energia erba eroe estasi eternita falco
fabbrica famiglia fantasia fantasma farfalla farfallina fata fatina felice felicita festa fidanzata fidanzato figlia figlio
figli fiore fiorellino fiori formica formaggio fortuna forever fragola fragolina fratello fratelli fuoco futuro gabbiano gallina
gallo gatta gattina gattino gatto gattone gelato gelsomino genio ghiaccio giallo giardino gioia giocare giocatore gioco
gioiello giornata giorno giraffa girasole giustizia grande grandefratello grazie guerra guerriero inferno infermiera infinito
ingegnere insieme isola lacrima ladro lampada latte leone leonessa letto liberta libro limone luce lucciola lucertola luna
lunapiena lupetto lupo macchina maestra maestro magia mago mamma mammamia mammina mandarino mangiare mare maremare margheritina
marmellata matita matrimonio medico melone mela merda miao micetta micia micio miele miogatto miocane mistero moglie mondo
montagna morte moto motore motocicletta musica musicista nebbia nemico neve nessuno nespola niente nonna nonni nonno nulla
nuvola oceano occhi ombra onda ora orchidea oro orologio orsacchiotto orsetto orso ospedale pace padre padrone pagliaccio palazzo pallina
panda pane pantera papa papaveri papavero papera paperina paperino paperone papino parola paradiso passione pasta pasticcino patata patatina
paura pazzo pazza peperoncino pensiero pera perla pesca pescatore pesce piccola piccolina piccolo pinguino pimpa pioggia pippo
pippobaudo pirata piscina pistacchio pizza pizzeria pluto poesia poeta polpetta pomodoro porca porco portafortuna potere prezzemolo
primavera princesa principe principessa prosciutto provaprova pulcino puffetta puffo puzzola quaderno quadrifoglio ragazza
ragazzi ragazzo ragno rana ranocchia regalo regina rosso rosa rosarossa rospo salame salute sangue scarpe scimmia scimmietta scoiattolo scuola
segreto segretissimo semplice sempre serpente sesso signora signore silenzio sirena sogno sogni soldi sole soleluna solo sorella sorelle sorriso
speranza spiaggia spirito sposa stelle stellina stellamarina stronza stronzo strega studente studio successo tartaruga tartarughina
tazzina telefono televisione temporale tempo tenerezza terra tesorino tesoro tesoruccio tiamo tiamoamore tiamotanto tigre tigrotto topa topina
topo topolina topolino torta tramonto treno trottola tulipano tuono uccello uccellino universo uomo uragano vacanze vaffanculo
vampiro vaniglia vela vento verde verita viaggio vino vita vitamia vittoria volare volpe vulcano zanzara zebra zecca zia zio zucca
zucchero zucchina zuppa
`

const office = `
abilitazione accedi accesso account accreditamento admin administrator adminadmin agenzia albo amministratore amministrazione
anagrafe apriti apritisesamo archivio assessore assistenza azienda backup biblioteca bilancio cambiala cambiami cambiare casella
catasto changeme changeit cittadino codice codicefiscale collaboratore comune concorso consiglio contabilita contratto
credenziali database default demo developer diploma dipendente direttore direzione docente docenti domanda download edilizia
email entra entrare esame fattura finanza firma firmadigitale formazione fornitore graduatoria guest hosting impiegato
impresa informatica informazioni infocert ingresso insegnante inps installa internet istanza istanzeonline istituto istruzione
italiasicura laptop lavoro legalmail letmein liceo login logistica logmein magazzino mailbox manager master ministero modem
monitor municipio mysql network nopassword nuova nuovapassword office operatore oracle ordini parola parolachiave pass passaparola
passcode passe passphrase password passworddifficile passwordmia passwordnuova passwordsegreta passwort passwd pec personale polizia poste
posteitaliane postmaster prefettura preside presidente pratica prova provaci protocollo provincia pubblica qualcosa ragioneria
ragioniere registro regione registrazione reset ricerca riservato root rootroot router scolastica scrivania segretaria segretario segreteria
secret secretpassword server servizi servizio sicurezza sicura sindaco sistema smartphone software spid sportello sportelli stampante statale
supervisor support sysadmin system tablet tecnico temporanea temporaneo temp temppass tester testing test testtest tribunale tributi
ufficio ufficiotecnico universita user username utente utenza utility verifica vigili webmail webmaster welcome welcomeback wifi windows
`

const english = `
1qaz 2wsx 3edc 4rfv 5tgb 1q2w q1w2 a1b2 12qw abcabc access action adidas airplane alien amigo anaconda anarchy animal apache apollo apple apples aquarius archer arrow artist
asdasd asdqwe asshole assassin athena atlantis avatar awesome babygirl babyboy bacon badboy badger bamboo bananas bandit banjo
baseball basketball bastard batman beach bear bears beatles beautiful beauty beaver beer believe bestfriend bigdaddy bigdog
birdie biteme black blackbird blackcat blahblah blessed blessing blink blonde blood blossom blowfish blue bluebird blueberry bluesky bluemoon
bonjour boobs boomer booboo boss boston bottle bowling brazil brother brownie bubba bubble bubbles buddha buffalo bugsbunny bulldog
bullet bullshit bunny burger buster butter buttercup butterfly butthead california camaro camera canada candy captain cardinal
carnival cartman cat catdog celtic chance changes cheese cheesecake cherry chester chicago chicken chicks chocolate chopper christ
church cinderella classic clover cobra cocacola coffee college comet computer cookie cookies cooper corona corvette country cowboy
cowboys coyote crazy cream creative cricket crystal cuddles cupcake daddy daisy dallas dance dancer dancing danger darkness darling darkside
death december deepblue default deftones desire destiny detroit devil diablo diamond digital dinosaur dirtbike disney
doctor doctorwho dodgers dog doggy dollar dolphin dolphins donkey donut dragon dragonball dragonfly dream dreamer dreams drummer
duck ducati dude eagle eagles earth earthquake eclipse einstein electric elephant eminem empire energy engine england enigma india china
enter enterprise eternity everton everything evolution excalibur explorer faith falcon falcons family fantasy fashion father ferret
fender fire fireball firebird firefly fireman fish fisher fishing flamingo flash flower flowers fluffy flyers football forest
forever formula fortune freak freddy free freedom friend friends friendship frog froggy fucker fuckoff fuckyou fuckyouall funny
future galaxy gambit gamer gandalf garden garfield gateway gemini general genesis ghost giants giggles ginger giraffe girls godzilla
godisgood gold golden goldfish golf golfer goodluck google gorilla green greenday gremlin griffin guardian guitar gunner guitarist hacker happiness
happy happyday harmony harrypotter hawaii hawk heart hearts heaven hello hellohello helloworld hellokitty helpme hercules hero highlander hockey
homer honda honey hope horse horses hotdog hotmail house hummer hunter iceberg icecream iceman ihateyou iloveme iloveyou
imagine indian infinity inside instagram ironman island jackass jaguar japan jasper jellybean jesus jesuschrist joker jungle jupiter
karate katana kawasaki killer king kingdom kings kitten kitty knight ladybug lakers legend legolas lemon letmein liberty light lightning
lincoln linkedin linkinpark lion lizard lollipop lonely looking loser lotus love lovebug loveme lovely lover lovers loveyou lucky lucifer
machine macintosh madonna magic magician magnum maiden manchester mango marine marines marley marlboro maserati matrix mercedes mercury
metal metallica midnight million minecraft minnie mickey miracle mistress mommy money monkey monster moon moonlight morpheus mother
motorola mountain muffin music musica mustang mypass mypassword mysecret mystery naruto nature naughty nemesis newlife newpass newpassword
newyork nightmare ninja nintendo nirvana nissan nokia nothing numberone nutella ocean october onelove online orange orchid orion
pacman panther paradise passion passpass patriots peace peaches peanut pearl penguin people pepper pepsi perfect phantom phoenix photo
piano picasso pickle pikachu pink pirate playboy player please pokemon poohbear poop popcorn porsche power precious predator
pretty prince princess prodigy pumpkin punkrock puppy purple python qazxsw queen rabbit racing raider raiders rainbow ranger rangers raven
reality rebel redbull redrose redsox reddevils remember revenge ripper roadrunner rocket rockstar rockyou rooster rose roses runner sailor
sakura samsung samurai santa saturn scarface school schumacher science scooby scooter scorpion secret security sexy sexybitch shadow
shark sheep sherlock shithead shopping silver simple simpson simpsons singer sister skate skater skittles skull skyline slayer slipknot
smile smiley smokey snake snickers sniper snoopy snow snowball snowboard snowflake snowman soccer soldier something songbird sonic
spartan speedy spider spiderman spirit spongebob sparkle spotify stalker star starfish stargate stars startrek starwars strawberry
student sublime success sugar sunflower sunny sunrise sunset sunshine superman supernova superstar surfer suzuki sweet sweetheart sweetie
sweetness swimming swordfish teacher tequila terminator thunder thuglife tiger tigers tigger titanic tomato toyota trinity trouble
trustme trustno truelove turtle tweety twilight twitter undertaker unicorn unknown vampire vanilla velvet venus victory viking
viper volcano volleyball voyager warcraft warrior warriors watermelon welcome whatever whatsup whiskey white wildcat wildcats winner winston wisdom
wizard wolf wolverine wolves wonder woody woodland yamaha yankees yellow youtube zelda zombie zxczxc batman robotech facebook chatgpt covid
bitcoin fortnite tiktok netflix amazon paypal playstation xbox iphone android huawei xiaomi nikon canon vespa piaggio lamborghini
bugatti maserati alfaromeo fiat panda punto cinquecento lancia audi bmw volkswagen peugeot renault citroen opel skoda toyota
`

// Rows, columns and zigzags of the keyboard, and the alphabet. Any stretch of one, either way, is a walk.
const walks = [
  'qwertyuiopasdfghjklzxcvbnm',
  'qazwsxedcrfvtgbyhnujm',
  'qawsedrftgyhujikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1b2c3d4e5f6g7h8',
  '12qwaszx34erdfcv',
  'qwertzuiop',
  'azertyuiop',
  'qwerasdfzxcv',
  'qweasdzxc',
  'zaq1xsw2cde3vfr4bgt5nhy6mju7',
  'zaq12wsxcde34rfv',
  'abcdefghijklmnopqrstuvwxyz',
  'abcdefghilmnopqrstuvz',
  '12345678901234567890',
]

// How people lengthen a name that is too short.
const openings = ['tiamo', 'ilove', 'forza', 'sono']

// A stretch with digits in it must still be a word when the digits at its end are gone.
const stretchMin = 4
const stretchWithDigitsMin = 6

/**
 * About seven thousand words, without repetition, in no order of importance. Computed at each call: keep the answer.
 *
 * @example
 * const rule = blocklist(commonPasswords) // read when a password is first checked
 */
export function commonPasswords(): readonly string[] {
  const words = new Set<string>()
  for (const seeds of [names, places, teams, calendar, italian, office, english]) {
    for (const word of seeds.trim().split(/\s+/)) words.add(word)
  }
  for (const name of `${names}${places}${teams}`.trim().split(/\s+/)) {
    for (const opening of openings) words.add(opening + name)
  }
  for (const walk of walks) {
    const shortest = /\d/.test(walk) ? stretchWithDigitsMin : stretchMin
    for (let start = 0; start < walk.length; start += 1) {
      for (let end = start + shortest; end <= walk.length; end += 1) words.add(walk.slice(start, end))
    }
  }
  return [...words]
}
