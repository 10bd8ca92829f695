import type { Language } from './languages.js';

/**
 * Words that say nothing about a product: articles, prepositions, conjunctions, pronouns and forms of "to be", no more,
 * for a word that is dropped cannot be searched for. English is the list of Lucene's EnglishAnalyzer. Languages that
 * are not here keep all their words; that a word is in most texts makes it weigh little anyway.
 */
const lists: Partial<Record<Language, string>> = {
  en:
    'a an and are as at be but by for if in into is it no not of on or such ' +
    'that the their then there these they this to was will with',
  ar: 'في من على الى عن مع او ثم ان هذا هذه ذلك تلك هو هي التي الذي كل و',
  cs: 'a aby ale ani by do i ich je jeho jej ji jsou k ke na nad nebo o od po pod pro s se si to ve v vše z za ze že',
  da: 'af alle at de dem den der deres det dette din du eller en er et for fra har i ikke med men og om på som til ved vi',
  de:
    'als am an auch auf aus bei beim da das dass dein dem den der des die dies diese diesem diesen dieser dieses du durch ' +
    'ein eine einem einen einer eines er es für hat ich ihr ihre ihrem ihren ihrer im in ins ist man mit nach oder sein ' +
    'seine sich sie sind so über um und uns unter vom von vor war was wie wir wird zu zum zur',
  el: 'για δεν ειναι η και με να ο οι οπως που σε σας στη στην στο στον τα την της το τον του των τους',
  es:
    'a al como con de del desde e el ella en entre es esta este esto estos la las le lo los más muy ni no o para pero por ' +
    'que se si sin sobre son su sus tu tus u un una unas unos y ya',
  fi: 'ei että ja jos joka jotka kuin mutta myös ne niin nyt on ovat se sekä tai tämä vai',
  fr:
    'à au aux avec c ce ces cet cette d dans de des du elle en est et il ils j je l la le les leur leurs lui m mais n ne ' +
    'nos notre nous on ou où par pas plus pour qu que qui s sa sans se ses son sont sur ta tes ton tu un une vos votre vous y',
  hu: 'a az egy és hogy ha is meg mint nem vagy van vannak',
  it:
    'a ad agli ai al alla alle allo anche che chi ci come con d da dagli dai dal dalla dalle dallo degli dei del dell ' +
    'della delle dello di e ed è gli i il in l la le lo ma ne negli nei nel nell nella nelle nello non o per più quali ' +
    'questa questo se si sono su sua sue sugli sui sul sulla sulle sullo suo tra un una uno',
  ja: 'の に は を が と で も へ や から まで より です ます この その',
  nl:
    'aan al als bij dan dat de der deze die dit door een en er het hun ik in is je jouw maar met naar niet of om onder ' +
    'ons ook op over s te tot u uit uw van voor was we wij ze zich zij zijn zo',
  no: 'alle at av de deg dem den denne der deres det dette din du eller en er et for fra har i ikke med men og om på seg som til ved vi',
  pl: 'a ale czy dla do i ich jak jako jego jej jest jeśli lub ma na nad nie o od oraz po pod przez przy są się tak to tym u w we z za ze że',
  pt:
    'a à ao aos as às com como da das de do dos e é ela ele em entre essa esse esta este eu foi isso já mais mas na nas não ' +
    'no nos o os ou para pela pelas pelo pelos por que se sem seu seus são sua suas também um uma você',
  ro: 'a ai al ale cu ca că care cea cel ce de din dar este în la le mai nu o pe pentru prin sau se și sunt un una',
  ru:
    'а без бы в во вы для до его ее если же за и из или их к как ко ли мы на не ни но о об он она они оно от по под при с ' +
    'со так то у что это этот эта эти',
  sk: 'a aby ale alebo ani ako do i ich je jeho jej k ku na nad o od po pod pre s sa si so sú to u v vo z za zo že',
  sv:
    'alla att av de dem den denna dess det detta din du där efter ej eller en er ett för från har hos i inte med men mot ' +
    'när och om på samt sin som till vi vid är',
  tr: 'bir bu da daha de değil en gibi her için ile ise ki mi mu mü ve veya ya çok o şu',
  uk: 'а без в від вона вони він для до з за і із й або як на не ні по під при та те у це що',
  vi: 'các cho của có là một những này từ và với được',
  zh: '的 了 和 与 及 或 在 是 为 也 等 对 从 以 而 被 把',
};

const none: ReadonlySet<string> = new Set();

/** The stop words of a language, in lower case, as its `fold` leaves them. */
export function stopWordsOf(language: Language, fold: (word: string) => string): ReadonlySet<string> {
  const list = lists[language];
  return list === undefined ? none : new Set(list.split(' ').map(fold));
}
