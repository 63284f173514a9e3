"""Families of words that a pitch needs several of, in the languages that news is written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain

from reader.clean.text.alternation import fast_alternation, list_alternatives
from reader.model.construction import frozen

WORD = re.compile(r"\w+")
# What matches within one word and nowhere else: letters, and what repeats, groups or bounds them.
_OF_ONE_WORD = re.compile(r"(?:\\w|\(\?:|\{\d+(?:,\d*)?\}|[\w()|?*+\[\]])+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_NEVER = "(?!)"
_PLAIN_LETTER = re.compile(r"(?<!\\)[a-z]")
_OTHER_LETTER = re.compile(r"[^\W\d_a-z]")


@frozen
class Phrases:
    """Expressions that are looked for all over a text in small letters."""

    spaced: tuple[str, ...]  # of several words, or of words with marks in them
    unspaced: tuple[str, ...]  # in scripts without spaces
    of_words: re.Pattern[str]
    of_plain_words: re.Pattern[str]  # in ASCII: half as many, which takes half the time
    of_signs: re.Pattern[str]

    @classmethod
    def from_words(cls, spaced: Iterable[str], unspaced: Iterable[str]) -> Phrases:
        """Join expressions."""
        words, signs = tuple(spaced), tuple(unspaced)
        plain = [part for part in words if not _is_beyond_ascii(part)]
        return cls(
            words,
            signs,
            re.compile(_behind_blank(words) if words else _NEVER),
            re.compile(_behind_blank(plain) if plain else _NEVER),
            re.compile("|".join(signs) or _NEVER),
        )

    def within(self, lowered: str) -> bool:
        """Tell whether a text holds one of them."""
        if lowered.isascii():
            return bool(self.of_plain_words.search(f" {lowered}"))
        if self.of_words.search(f" {lowered}"):
            return True
        return bool(_UNSPACED.search(lowered) and self.of_signs.search(lowered))


@frozen
class WordFamily:
    """Words that do one thing; some of them are told from others by a capital letter."""

    words: tuple[str, ...]  # expressions of one word each
    word: re.Pattern[str]  # one of them
    phrases: Phrases
    cased: re.Pattern[str] | None

    def within(self, text: str, lowered: str) -> bool:
        """Tell whether a text holds one of them."""
        said = any(map(self.word.fullmatch, WORD.findall(lowered)))
        return said or self.phrases.within(lowered) or self.has_cased(text)

    def has_cased(self, text: str) -> bool:
        """Tell whether a text holds one that is told by its capital letter."""
        return bool(self.cased and self.cased.search(f" {text}"))


def _family(spaced: str, unspaced: str = "", cased: str = "") -> WordFamily:
    """Join words, given one after the other with bars or line ends between them.

    They are looked for in small letters, which takes a quarter of the time that ignoring case does.
    A text's words are soon looked up, as most of them come again and again, and phrases are few.
    """
    parts = list_alternatives(unicodedata.normalize("NFC", spaced))
    words = tuple(part for part in parts if _OF_ONE_WORD.fullmatch(part))
    phrases = Phrases.from_words(
        (part for part in parts if not _OF_ONE_WORD.fullmatch(part)), list_alternatives(unspaced)
    )
    named = list_alternatives(unicodedata.normalize("NFC", cased))
    return WordFamily(
        words,
        re.compile(rf"(?<!\w){fast_alternation(words)}(?!\w)"),
        phrases,
        re.compile(_behind_blank(named)) if named else None,
    )


def join_phrases(families: Iterable[WordFamily]) -> Phrases:
    """Join the phrases of families."""
    known = [family.phrases for family in families]
    return Phrases.from_words(
        chain.from_iterable(each.spaced for each in known),
        chain.from_iterable(each.unspaced for each in known),
    )


def join_cased(families: Iterable[WordFamily]) -> re.Pattern[str]:
    """Join what families tell from other words by a capital letter."""
    known = [family.cased.pattern for family in families if family.cased]
    return re.compile("|".join(known) or _NEVER)


def _is_beyond_ascii(part: str) -> bool:
    """Tell whether an expression matches nothing that is written in ASCII."""
    begins = part[0].isalpha() and not part[0].isascii() and part[1:2] not in {"?", "*"}
    return begins or bool(_OTHER_LETTER.search(part) and not _PLAIN_LETTER.search(part))


def _behind_blank(parts: Sequence[str]) -> str:
    """Match what is a word or words; the sign before it is found faster than where none stands."""
    return rf"\W{fast_alternation(parts)}(?!\w)"


# The reader is addressed.
ADDRESS = _family(
    r"""
    you|your|yours|dein\w*|dich|dir|vous|votre|vos|tu
    tus|usted|su (?:apoyo|donación|donativo|ayuda|aporte|suscripción|contribución|generosidad)
    seu (?:apoio|contributo|donativo)|sua (?:doação|ajuda|assinatura|contribuição)
    voi|vostr\w+|tuo|tua|você|jij|je kunt|jouw|uw|din|ditt|deg|vás|váš|twoj\w*
    вы|ваш\w*|вас|вам|тебе|вами|σας|σου|εσάς|εσένα|siz\w*|sana|anda|kamu|bạn
    (?:ال)?\w*ئك|بريدك|منك|هاتفك|تبرعك|شما|\w*تان|אתם|לכם|שלכם|כמוכם|אתכם|आप|आपके|आपको|आपकी
    """,
    "あなた|皆さま|皆様|ご支援|여러분|您|你",
    r"Ihr(?:e|en|er|em)?|Ihnen|(?<![.!?] )Sie|Was|Wam|Wami|Ci",
)
# The outlet speaks of itself.
SELF = _family(
    r"""
    we|our|ours|wir|unser\w*|uns|nous|notre|nos|nuestr\w+|nosotr\w+|noi|ci|nostr\w+
    nossos?|nossas?|nós|wij|ons|onze|vi|våra?|vår|oss|vores?|naš\w*|nas|nasz\w*|мы|наш\w*|нас|нам
    ми|μας|είμαστε|biz\w*|\w+(?:ımız|imiz|umuz|ümüz)\w*|kami|chúng tôi|نحن|صحافتنا|قراءنا|قراؤنا
    (?:و|ل|ب)?(?:موقع|عمل|نشرت|قنات|تطبيق|صحيفت|مجلت|فريق|تقارير)نا|لنا|معنا|إلينا|אנחנו|שלנו|לנו
    אותנו|בנו|हम|हमारा|हमारे|हमारी|हमें
    """,
    "私たち|当社|弊社|弊紙|本紙|저희|우리|我们|我們|本报|本報|本台",
    "us",
)
# The outlet speaks of its trade.
TRADE = _family(
    r"""
    journalis\w+|reporter\w*|repórter(?:es)?|reporting|newsrooms?|paywalls?|stor(?:y|ies)|readers?|coverage|outlets?
    investigat\w+|newspapers?|editorial|articles?|ad-free|adverts?|crosswords?|redaktion\w*
    berichterstattung|journalismus\w*|leser\w*|artikel[ns]?|zeitung\w*|lektüre|recherchen?
    rédactions?|lecteurs?|lectrices|journaux|enquêtes?|contenus?|lettres? d['’]information|article
    redacción|lectores|periodi[sc]\w+|artículos?|reportajes?|giornalis\w+|lettori|articol\w+
    giornal[ei]|inchiest[ae]|redazione|jornalis\w+|leitores|artigos?|jorna(?:l|is)|redação
    reportage[mn]s?|krant(?:en)?|verslaggev\w+|journalistiek\w*|lezers?|redactie\w*|dziennikar\w+
    czytelni\w+|artykuł\w*|gazet\w+|redakcj\w+|tidning\w*|artikl\w+|läsar\w*|journalistik\w*
    lesere?|læser\w*|журналист\w*|читател\w*|редакц\w*|стат(?:ь|т)\w+|издани\w+|рассылк\w+
    розсилк\w+|расследован\w+|розслідуван\w+|журналіст\w*|читач\w*|редакці\w*|články?|čtenář\w*
    novinář\w*|gazeteci\w*|okur\w*|makale\w*|haberci\w*|haberlerimiz|δημοσιογρ\w+|αναγνώστ\w+
    άρθρ\w+|jurnalis\w*|pembaca|liputan\w*|báo chí|bạn đọc
    (?:و|ل|ب)?(?:ال)?(?:صحاف\w+|صحف\w+|قراء|تقارير|مقالات?|إعلامية)|روزنامه\w*|رسانه|خوانندگان
    مقالات?|[בהלוכ]{0,2}(?:עיתונאות|עיתון|עיתונות|כתבה|כתבות|קוראים|תחקירים)|पत्रकारिता|पाठकों|लेख
    """,
    """
    ジャーナリズム|取材|編集部|新聞|記者|記事|報道|読者|언론|기자|기사|독자|취재|新闻|读者|讀者
    报道|報導|文章|媒体|媒體
    """,
)
# What is offered: news, and what it is made of.
NEWS = _family(
    r"""
    news|headlines|briefing|adverts?|ad-free|crosswords?|podcasts?|festival|content|nachrichten
    text|inhalte|werbung|actualités?|nouvelles|contenus?|média|publicité|noticias?|diario
    contenidos?|notizi[ae]|informazione|notícias?|conteúdos?|nieuws|onderzoek\w*|verhaal|wiadomości
    nyhet\w*|innehåll\w*|läsa vidare|nyhed\w*|новост\w+|новин\w*|zpráv\w+|haber\w*|gelişme\w+
    ειδήσε\w+|έρευν\w+|berita|artikel|iklan|media|tin tức|חדשות|עדכונים|מעודכנים
    (?:و|ل|ب)?(?:ال)?(?:أخبار|خبر|حقيقة|جديد)|خبر\w*|گزارش\w*|حقیقت|ख़बर\w*|खबर\w*|समाचार
    रिपोर्ट\w*
    """,
    "ニュース|뉴스|消息",
)
# What the reader is asked to be, to give or to take.
ASK = _family(
    r"""
    support(?:s|ed|ing|ers?)?|donat\w+|contribut(?:e|ion|ions|ing)|subscri\w+|sign(?:ing)? up
    members?(?:hip)?|patrons?|backers?|back our work|free trial|newsletters?|inbox|pay(?:ing)? for
    paid for|chip in|gifts?|non-?profit|tax-deductible|cancel (?:at )?any ?time|survey|a share
    account|log in|unterstütz\w+|spende\w*|abo|abonn\w+|abonnement\w*|mitglied\w*
    probemonat|kündbar|beitrag|genossenschaftsanteil\w*|anmeld\w+|melden sie|registr(?:ieren|iere)
    soutien|soutenez|souteni[rt]|don|dons|abonnez|adhér\w+|adhérez|inscrivez|inscription|engagement
    apoy\w+|donaci\w+|aportaci\w+|suscri\w+|suscríb\w+|donativos?|hazte|hágase|súmate|colabor[ae]
    registr(?:ati|ate|ese)|boletín|darte de baja|cancelar|sostien\w+|sostenete|sostegno|abbonat\w+
    abbonament\w+|donazion\w+|iscrivi\w*|contribu[ií]\w+|disdire|apoi\w+|doaç\w+|assin\w+
    inscrev\w+|cadastr\w+|contribuição|steun\w*|doneer|donati\w+|doner\w*|gift|lid|abonnee
    nieuwsbrief|opzeggen|word (?:\w+ ){0,3}(?:lid|abonnee)|wesprzyj\w*|wspier\w+|wsparci\w+
    prenumer\w+|wpłać\w*|wpłat\w*|wpłac\w+|darowizn\w+|subskryb\w+|zapisz się|newsletter\w*|podatku
    støtt?\w*|stöd\w*|gåva|swish\w*|bli (?:\w+ ){0,2}(?:prenumerant|medlem)|nyhetsbrev\w*|avsluta
    поддерж\w+|подпи[сш]\w+|пожертв\w+|оформ\w+|рассылк\w+|підтрим\w+|підпис\w+|підпиш\w+|донат\w*
    розсилк\w+|внес\w+|předplat\w+|přispěj\w*|darujte|destek\w*|abone\w*|bağış\w*|katkı\w*|üye\w*
    bülten\w*|υποστήρι\w+|στήρι\w+|στηρίζ\w+|συνδρομ\w+|δωρε\w+|εγγρα\w+|donasi\w*|berdonasi
    dukung\w*|berlangganan|langganan|buletin|anggota|ủng hộ|đăng ký
    (?:و|ل|ب|ف)?(?:ال)?(?:تبرع\w*|ادعم\w*|دعم\w*|اشترك\w*|اشتراك\w*|عضوا?|عضوية|مساهم\w+|نشرت\w*)
    حمایت|کمک مالی|اشتراک\w*|ثبت[ \u200c]?نام|عضو|خبرنامه|کمک
    [בהלמו]{0,2}(?:תרומה|תרומתכם|תרומות|לתרום|תמכו|תמיכה|תמיכתכם|מנוי|מנויים|הירשמו|ניוזלטר|חברים)
    सहयोग|समर्थन|सदस्यता|सदस्य|आर्थिक मदद|चंदा|दान|योगदान|न्यूज़लेटर
    """,
    """
    会員|無料会員|有料会員|登録|支援|寄付|購読|メールマガジン|ニュースレター|申し込み|会員登録|후원
    구독|뉴스레터|회원|가입|订阅|訂閱|支持|捐款|捐助|赞助|贊助|会员|會員|电子报|電子報
    """,
)
# Where the outlet wants to reach the reader.
CHANNEL = _family(
    r"""
    newsletters?|newsletter\w*|inbox|e-?mails?|mailbox|whats ?app\w*|telegram\w*|signal|viber|apps?
    podcasts?|alerts?|notifications?|briefing|survey|iphone|android|questionnaire|google news
    youtube|facebook|instagram|tiktok|social media|channel|postfach|kanal\w*|umfrage|boîte mail
    lettre du (?:matin|soir)|chaîne|appli|application|sondage|boletín|correo|canal|aplicación
    encuesta|casella di posta|canale|sondaggio|aplicativo|nieuwsbrief|kanaal|skrzynk\w+|kanał\w*
    aplikacj\w+|ankiet\w+|nyhetsbrev\w*|inkorg\w*|sociala medier|sosiale medier|рассылк\w+|почт\w+
    телеграм\w*|канал\w*|приложени\w+|розсилк\w+|пошт\w+|застосунок|додаток|bülten\w*|e-posta\w*
    uygulama\w*|εφαρμογή|κανάλι|buletin|kotak masuk|saluran|aplikasi\w*|surel
    (?:و|ل|ب)?(?:ال)?(?:نشرتنا|نشرة|بريد\w*|واتساب|تلغرام|قنات\w+|تطبيق\w*)|خبرنامه|ایمیل|تلگرام
    کانال|اپلیکیشن|[בהל]{0,2}(?:ניוזלטר|מייל|ערוץ|וואטסאפ|טלגרם|אפליקציה)|न्यूज़लेटर|ईमेल|ऐप
    व्हाट्सऐप|टेलीग्राम|चैनल
    """,
    """
    メール|アプリ|友だち|이메일|카카오톡|채널|앱|邮箱|郵箱|邮件|频道|頻道|应用程序|客户端
    公众号|微信
    """,
    "LINE",
)
_MONEY = r"""
    [$€£¥₽₹₴₺₩₪]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£₽₹₴₺₩₪]|zł|kr)
    pounds?|dollars?|euros?|pence|reais|real|złot\w+|рубл\w+|гривень|гривн\w+|lira\w*
    kronor?|krona|rupiah|रुपये|دولار\w*|يورو|تومان|שקל\w*|ευρώ|pesos?|francs?|franken
    """
# What it costs, and how little.
PRICE = _family(
    rf"""
    {_MONEY.strip()}|(?:a|per|each|every) (?:month|week|year)|monthly|as little as|half price
    im monat|monatlich|par mois|al mes|mensual\w*|por mês|mensa(?:l|is)|al mese|mensil\w+|per maand
    maandelijks|w miesiącu|miesięczn\w+|в месяц|ежемесячн\w+|на місяць|щомісячн\w+|شهريا?|كل شهر
    ماهانه|ayda|aylık|בחודש|חודשי|τον μήνα|μηνιαί\w+|i månaden|om måneden|i måneden|per bulan|मासिक
    महीने|coffee|kaffee|café|kaffe|free of charge|for free|it[’']s free|our free|a free|free trial
    tax-deductible|whatever you can|gratis|gratuit\w*|gratuit[ao]s?|kostenlos\w*|бесплатно
    безкоштовно|za darmo|bezpłatn\w+|ücretsiz|מחינם|בחינם|δωρεάν|مجانا|رایگان|मुफ़्त|मुफ्त
    déductibles?|qualquer valor|any amount
    """,
    r"免费|免費|無料|무료|每月|月額|月々|咖啡|커피|매달|월 \d|\d\s?(?:元|円|원)|[一二三五十百]元",
)
# The reader is told what to do; nothing but a pitch, an advertisement or a guide does.
CALL = _family(
    r"""
    (?:please|kindly) (?:\w+ )?(?:support|give|donate|consider|subscribe|join|share|help|become)
    consider (?:making|becoming|supporting|giving|donating|subscribing|a (?:gift|donation))
    think about (?:making|giving|becoming|supporting)|make a (?:\w+ ){0,2}donation|spare the
    (?:donate|subscribe|join|give|sign up|start|register|download) (?:now|today)|donate here
    chip in|become an? (?:\w+ ){0,2}(?:member|subscriber|supporter|patron|friend)
    sign up (?:for|to|here)|support (?:us|our|independent|local)|stand (?:with|by) us
    (?:join|follow|help|back) us|(?:join|follow) our|(?:download|get|take|try) our|listen to our
    tell us|buy a share|leave us|create (?:a|an|your) (?:\w+ )?account|log in|start your
    get in touch|switch on|your (?:gift|donation)|book (?:now|before|your|today)
    tickets (?:are )?(?:on sale|now)|if you (?:\w+ )?(?:can|value|like|enjoy|believe|care)
    (?:people|readers) like you|what you can|be the next|before you go|add your|see the offer
    keep (?:it|us|\w+ \w+) (?:going|on|alive)|we would love|would you like|will you
    you (?:have|[’']ve) read|do you know|without your|your (?:support|contribution)
    (?:unterstützen|spenden|werden|helfen|lesen|testen|sichern|kennen) (?:auch )?sie
    (?:zeichnen|abonnieren) (?:auch )?sie
    (?:laden|melden|registrieren|folgen|holen|bestellen|buchen|schreiben|stärken|schließen) sie
    (?:unterstütz\w*|folg\w*|hilf|helft|schreib\w*) uns|(?:sie|ihr) uns|werde (?:\w+ ){0,2}mitglied
    melde dich
    jetzt (?:\w+ )?(?:abonnieren|anmelden|testen|spenden|unterstützen|mitglied|lesen|sichern)
    nous(?<=\w{4}[- ]nous)|vous(?<=\w{4}[- ]vous)|toi(?<=\w{4}[- ]toi)|moi(?<=\w{4}[- ]moi)
    faites|recevez|rejoignez|devenez|téléchargez|suivez|adhérez
    soutenez|participez|contribuez|donnez|accédez|profitez|répondez|réservez|écoutez|vous aimez
    suscríb\w+|hazte|hágase|apóya\w+|apoya|únete|únase|súmate|dona
    recib[ea] (?:cada|en tu|nuestr\w+|gratis)|síguenos|sigue nuestr\w+|descarga\w*|colabora
    ayúda\w+|regístrate|inscríbete|considera|haz|participa|contribuye|aporta|asóciate|te gusta
    escúcha\w+|assine|apoie|apoia-nos|doe|faça|cadastre-se|inscreva-se|receba|torne-se|seja
    siga(?:-nos)?|baixe|descarregue|junte-se|participe|ajude\w*|considere|contribua|registe-se
    subscreva|ouça|entre no|gostou|abbonati|iscriviti|sostien(?:i|ici)|sostenete(?:ci)?|dona(?:te)?
    diventa|unisciti|scarica|seguici|segui|aiutaci|fai|ricevi|registrati|contribuisci|ascolta
    entra nel|clicca|ti piace|word (?:\w+ ){0,3}(?:lid|abonnee)|steun|schrijf (?:je|u)
    meld (?:je|u)|help ons|abonneer|doneer|lees nu|ontvang|volg|download|geef|luister|doe mee|klik
    vond (?:je|u)|neem nu|wesprzyj\w*|wspieraj\w*|dorzuć|pozwól|zapisz się|(?:za)?subskrybuj|wykup
    zaprenumeruj|wpłać|przekaż|dołącz|zostań|pobierz|obserwuj|śledź|zarejestruj|załóż|kup|pomóż
    posłuchaj|wypełnij|kliknij|chcesz|jeśli cenisz|podoba\w* ci się|подпи(?:шитесь|сывайтесь|шись)
    поддерж(?:ите|и|ивайте)|помогите|пожертвуйте|оформите|станьте|присоединяйтесь|скачайте
    установите|читайте нас|следите|переведите|зарегистрируйтесь|слушайте|вступайте|пройдите
    пишите нам|підпи(?:шіться|суйтесь|суйтеся)|підтрим(?:айте|уйте)|долуч(?:айтеся|айтесь|іться)
    приєдн\w+|завантаж(?:те|уйте)|оформіть|задонатьте|допоможіть|зареєструйтесь|слухайте
    (?:před)?plaťte|podpořte|přihlaste se|staňte se|abone ol\w*|üye ol\w*|destek ol\w*|destekleyin
    bağış yap\w*|katılın|indir(?:in|meyi)|takip edin|kaydolun|kayıt olun|katkıda bulunun|dinleyin
    εγγρα(?:φ|φτ)είτε|γίν(?:ε|ετε)|στήριξ\w+|στηρίξτε|ακολουθήστε|κατεβάστε|βοήθ\w+|λάβετε
    κάν(?:ε|τε)|αν (?:πιστεύ|σας αρέσ)\w+|var med och|stöd|prenumerera|anmäl dig|swisha|ladda ner
    följ oss|hjälp oss|ge en|skriv upp dig|skapa
    bli (?:\w+ )?(?:prenumerant|medlem\w*|månadsgivare)|vill du|tycker du|lyssna på|støtt|tilmeld
    bliv (?:\w+ )?(?:medlem|abonnent)|meld deg|følg os[s]?|hent|last ned|berlangganan
    daftar(?:kan)?|ikuti|unduh|bergabung\w*|mari (?:ber|ikut|dukung)\w*|bantu kami|dukung kami
    dengarkan|hãy|mời bạn|theo dõi|اشترك(?:وا)?|ادعم(?:نا|وا|ونا)|تبرع(?:وا|ك)|انضم(?:وا| إلى)
    تابعو(?:ا|نا)|و?حملوا|سجلوا|كن|فكن|و?ساعد(?:نا|ونا)
    (?:ثبت[ \u200c]?نام|حمایت|نصب|دانلود|دنبال|کمک|دریافت|عضویت) (?:ما )?کنید|بپیوندید|شوید|بخرید
    کنید|ו?(?:תמכו|תרמו|הירשמו|הרשמו|הצטרפו|עקבו|הורידו|עזרו|לחצו|קבלו|האזינו)|אפשר לתרום|אהבתם
    (?:सदस्यता|भाग) लें|(?:सदस्य|साथी) बनें
    (?:डाउनलोड|सहयोग|मदद|समर्थन|फ़ॉलो|योगदान|दान|साइन अप|सब्सक्राइब) करें|जुड़ें
    """,
    """
    请考虑|请支持|请加入|立即|成为(?:我们|会员)|订阅|訂閱|关注我们|下载|下載|扫码|扫描|点击
    加入(?:会员|我们)|お願い|ください|下さい|お申し込み|ましょう|いただけます|お届け|후원해|함께해
    받아 보|눌러|추가해|팔로우|다운로드|신청하|가입하|구독하|참여해|읽으실 수|부탁드|주세요
    """,
)
# Others are quoted, or something happened on a day: a story tells so, and hardly ever a pitch.
TELL = _family(
    r"""
    said|says|told (?:me|him|her|them|reporters)|recalled|replied|according to|yesterday
    last (?:week|month|year|night|spring|summer|autumn|fall|winter)
    sagte[n]?|erklärte[n]?|teilte (?:\w+ )+mit|gestern
    (?:vergangenen|letzten) (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)
    vergangene[nrs]? (?:woche|jahr|monat)|zufolge|a (?:déclaré|dit|expliqué|affirmé|annoncé)|selon
    (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:dernier|matin|soir)|dijo|declaró
    afirmó|explicó|según|el (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo) pasado|ayer
    ha (?:detto|dichiarato|spiegato)|ieri|(?:lunedì|martedì|mercoledì|giovedì|venerdì) scorso|disse
    afirmou|declarou|explicou|ontem|zei|zegt|volgens|gisteren|vorige week|powiedział[ay]?
    poinformował[ay]?|podkreślił[ay]?|według|wczoraj|säger|sade|enligt|förra veckan|sier|siger
    sagde|ifølge|сказал[аи]?|заявил[аи]?|сообщил[аи]?|рассказал[аи]?|по словам|вчера|сказав
    сказала|заяви(?:в|ла)|повідоми(?:в|ла)|за словами|вчора|řekla?|uvedla?|včera|dedi|söyledi
    açıkladı|είπε|δήλωσε|σύμφωνα με|χθες|ujar|menurut|kemarin|cho biết|hôm qua
    و?قال(?:ت)?|أمس|گفت|אמר(?:ה)?|לדברי|אתמול|कहा|बताया
    """,
    "と述べ|と話し|によると|말했다|밝혔다|전했다|表示[，：]|指出|昨日|昨天",
)
