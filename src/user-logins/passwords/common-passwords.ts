/**
 * What passwords of leaks are mostly made of, in lower case: words that people take for a password, words of the languages that our
 * pages speak, names, runs on keyboards. The list is our own and small on purpose: what counts is not the word but that a password
 * is one of them with decoration, see `judge-password.ts`.
 */
const lists = [
  // The word itself, and what services are called.
  'password passwort passwd passwords kennwort losung geheim secret topsecret motdepasse contrasena contraseña palavrapasse senha',
  'wachtwoord haslo hasło parola default temp temporary changeme change login logon signin user username account admin',
  'administrator root guest test tester testing demo system server database oracle cisco microsoft google apple samsung nokia',
  'facebook instagram twitter linkedin youtube netflix amazon paypal android iphone windows linux ubuntu internet computer',
  'countersign signature sign contract document envelope company office work business service support security secure access',
  // What people say.
  'welcome willkommen bienvenue benvenuto bienvenido welkom witaj hello hallo hola bonjour salut ciao hey goodbye letmein',
  'openup opensesame iloveyou ichliebedich jetaime tiamo teamo kochamcie ikhouvanjou loveyou love liebe amour amore amor milosc',
  'sweet honey sugar baby babygirl darling schatz liebling tesoro cherie princess prinzessin princesa queen king angel engel',
  'please thankyou trustno trust nobody nothing whatever fuckyou fuck shit arschloch merde puta kurwa fuckoff asshole bitch',
  // Games, heroes, sports.
  'dragon monkey master shadow superman batman spiderman ironman starwars pokemon pikachu minecraft fortnite mustang ferrari',
  'porsche mercedes harley corvette football fussball futbol futebol calcio baseball basketball hockey soccer tennis golf',
  'arsenal chelsea liverpool manchester barcelona madrid bayern dortmund juventus milan roma benfica porto ajax yankees',
  'lakers cowboys ranger hunter killer ninja samurai warrior wizard gandalf merlin matrix phoenix thunder lightning',
  // The world around.
  'sunshine sonne soleil sunny summer sommer ete verano zomer lato winter hiver invierno zima spring fruhling autumn herbst',
  'flower blume fleur cookie chocolate banana orange apple cheese pepper ginger coffee summer purple yellow silver golden',
  'tiger lion eagle falcon butterfly panther dolphin horse snoopy buster charlie max rocky bella luna lucky buddy',
  'january february march april june july august september october november december januar februar marz mai juni juli',
  'oktober dezember monday tuesday wednesday thursday friday saturday sunday montag freitag samstag sonntag',
  'london paris berlin vienna wien munich munchen hamburg lisbon lisboa warsaw warszawa amsterdam rome madrid newyork',
  'germany deutschland france italia espana polska portugal nederland austria england america europe canada australia brasil',
  // Names.
  'michael thomas andreas stefan peter daniel martin alexander christian sebastian julia anna maria laura sarah sandra',
  'jessica jennifer michelle ashley nicole amanda hannah sophie emma james john robert william david richard joseph george',
  'jordan andrew matthew anthony joshua mario marco giuseppe francesca giulia pierre nicolas camille carlos jose antonio',
  'joao pedro ana agnieszka katarzyna piotr krzysztof jan kees',
  // Runs on keyboards and in the alphabet, in either direction.
  'qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdf asdfgh asdfghjkl asdfjkl yxcvbnm zxcvbn zxcvbnm qazwsx',
  'qazwsxedc qweasd qweasdzxc poiuytrewq lkjhgfdsa mnbvcxz abc abcd abcde abcdef abcdefg abcdefgh xyz zyx aaa xxx zzz',
];

export const COMMON_WORDS: ReadonlySet<string> = new Set(lists.join(' ').split(' '));
