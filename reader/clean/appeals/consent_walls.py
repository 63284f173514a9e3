"""Recognizes consent walls: what a site says of cookies, partners and data, and its buttons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from reader.clean.appeals.appeal_words import ADDRESS, SELF
from reader.clean.appeals.cookie_tables import table_lines
from reader.clean.text.alternation import fast_alternation, list_alternatives

LONGEST = 1500  # characters of a line that are looked at
SHORTEST = 40  # characters of a line that tells of a site's partners
BUTTON, LABEL = 60, 32  # characters of a line beside those that may be a button, or a title
SHORT = 120  # characters of a line for which less is asked there
FEWEST = 3  # families of words that a line of a wall has
MOST_BUTTONS = 14  # lines in a row
MOST_ITEMS = 3  # of a list of purposes between two of a wall
_ITEM = re.compile(r"[•‣◦▪▫●○■□►▶▸✓✔·*–…-]|\.{3}")
_SPOKEN = re.compile(r"[\"“„«「『][^\"”“»」』]*(?:[\"”“»」』]|$)")

# What is stored where; of whom; who agrees; what for; who else takes part; where that is chosen.
_FAMILIES = (
    r"""
    cookie|local storage|on (?:a|your|the) device|device (?:scanning|characteristics)
    tracking|tracker|auf (?:einem|ihrem|deinem) (?:end)?gerät|geräteeigenschaften|endgerät
    (?:votre|un|d['’]un) (?:appareil|terminal)|(?:tu|su|un|en el|num|no seu) dispositivo
    sul dispositivo|apparaat|på (?:en|din|enheten) ?(?:enhet|enhed)?|informasjonskapsler|urządzeni
    ciasteczk|cihaz|çerez|端末|デバイス|クッキー|zařízení|laitte|evästei|устройств|файл\w* куки
    συσκευ|készülék|sütik|dispozitiv|설비|쿠키|기기|设备|ملفات تعريف الارتباط|עוגיות
    """,
    r"""
    personal (?:data|information)|unique identifiers?|ip[ -]address|ip-adress|browsing data
    geolocation|your data|personenbezogene|deine daten|ihre daten|nutzungsdaten
    données (?:personnelles|à caractère|de navigation)|vos données
    datos (?:personales|de navegación)
    sus datos|dati personali|tuoi dati|dados pessoais|seus dados|persoonsgegevens
    persoonlijke gegevens|dan(?:e|ych) osobow|personuppgifter|personoplysninger|personopplysninger
    kişisel veri|個人データ|個人情報|osobní(?:ch)? údaj|henkilötie|персональн|προσωπικ\w+ δεδομέν
    személyes adat|date(?:le)? (?:dvs\. )?(?:cu caracter )?personal|개인정보|个人(?:数据|信息)
    البيانات الشخصية
    identifi(?:cador|cativ|ant)|kennungen|identifikator|identifierare|unik\w+ id
    """,
    r"""
    at any time|jederzeit|à tout moment|en cualquier momento|in qualsiasi momento
    a qualquer momento|op elk moment|w dowolnym momencie|när som helst|til enhver tid
    når som helst|istediğiniz zaman|いつでも|в любое время|kdykoli
    consent|your permission|withdraw|opt[ -]?out|you agree|accepting|object to|einwillig|zustimm
    widerruf|akzeptier|consentement|votre accord|avec votre|s['’]opposer|retirer|consentimiento
    aceptar|oponerse|oponerte|consenso|acconsent|revocare|accett|consentimento|aceitar|toestemming
    accepte(?:ren|er)|zgod[aęyz]|zgadza|samtyck|samtykk|godkänn|godta|tillad|rıza|onay|kabul|同意
    souhlas|suostum|hyväksy|соглас|συγκατάθε|αποδέχ|hozzájárul|consimțăm|동의|موافق
    """,
    r"""
    personali[sz]ed|personali[sz]e (?:content|ads)|(?:ad|content|audience) (?:measurement|research)
    advertising|targeted|(?:mit|ohne) werbung|werbefrei|with ads|ad-free|sans publicité
    analy[sz]e (?:our |the )?(?:traffic|usage)|services? development
    social media features|personalisiert|werbeleistung|werbetracking|zielgruppen
    anzeigen(?:messung)?
    nutzungsanalyse|personnalisé|publicit|mesure d['’]audience|personalizad|medición|anuncios
    personalizzat|annunci|pubblicit|medição|gepersonaliseerd|advertenti|doelgroep|spersonalizowan
    reklam|personlig\w*|målgrupp|målgruppe|publikums|annons|kişiselleş|パーソナライズ|広告|アクセス解析
    cílen|přizpůsob|mainon|personoitu|рекламн|персонализир|διαφημίσ|hirdetés|personalizat|맞춤|广告
    إعلان
    """,
    r"""
    (?:our|\d{1,6}|trusted|selected|advertising|and) (?:[a-z]{7,11} |\d{1,6} )?(?:partners|vendors)
    third[ -]part|partner|drittanbiet|an dritte|(?:nos|\d{1,6}) partenaires|tiers|nuestros socios
    \d{1,6} socios|terceros|terze parti|parceiros|terceiros|derden|partnerzy|partnerami|zaufan\w+
    ortağ|ortak|パートナー|第三者|třetí\w* stran|kumppan|партн[её]р|συνεργάτ|파트너|合作伙伴|شركا
    """,
    r"""
    privacy|preferences|your choices?|settings|legitimate interest|datenschutz|einstellung
    berechtigte\w* interesse|vie privée|préférences|paramètr|intérêt légitime|privacidad
    preferencias|interés legítimo|interes(?:es|se) legítim|preferenze|riservatezza
    interesse legittimo
    privacidade|preferências|voorkeuren|instellingen|gerechtvaardigd belang|prywatno|ustawien
    preferencj|uzasadnion\w+ interes|integritet|inställning|berättigat intresse|personvern
    privatliv|innstilling|indstilling|legitim\w* interesse|gizlili|tercih|ayar|プライバシー|設定
    soukromí|nastavení|yksityisyy|asetuks|конфиденциальн|настройк|απόρρητ|ρυθμίσ|adatvédel|beállítás
    confidențialit|setări|개인 ?정보 ?보호|설정|隐私|设置|الخصوصية
    """,
)
_WORDS = re.compile(
    "|".join(
        f"(?P<f{number}>{fast_alternation(list_alternatives(unicodedata.normalize('NFC', words)))})"
        for number, words in enumerate(_FAMILIES)
    )
)
_QUICK = re.compile(
    fast_alternation(list_alternatives(unicodedata.normalize("NFC", _FAMILIES[0] + _FAMILIES[1])))
)
# What frameworks of consent call the purposes that data serve, in words that are the same anywhere.
_PURPOSES = re.compile(
    fast_alternation(
        list_alternatives(
            r"""
            store and/or access information|precise geolocation data|scan device characteristics
            content measurement|audience research
            (?:create|use) profiles (?:for|to) personali[sz]ed?
            measure (?:advertising|content) performance|understand audiences through
            develop and improve services|limited data to select
            informationen auf einem gerät speichern|genaue[nr]? standortdaten
            geräteeigenschaften zur identifikation|inhaltemessung|anzeigenmessung
            messung der (?:werbe|inhalte)leistung|erkenntnisse über zielgruppen
            verbesserung der angebote|datenübermittlung außerhalb der e
            stocker et/ou accéder|données de géolocalisation précises
            caractéristiques de l['’]appareil pour
            mesurer la performance (?:des publicités|du contenu)
            comprendre les publics|développer et améliorer les services
            almacenar la información en un dispositivo|datos de localización geográfica precisa
            características del dispositivo|medir el rendimiento (?:de la publicidad|del contenido)
            comprender al público|desarrollo y mejora de los servicios
            archiviare informazioni su|dati di geolocalizzazione precisi
            caratteristiche del dispositivo|misurare le prestazioni (?:degli annunci|dei contenuti)
            comprendere il pubblico|sviluppare e migliorare i servizi
            armazenar e/ou aceder|dados de geolocalização precisos
            avaliar o desempenho (?:da publicidade|dos conteúdos)
            informatie op een apparaat opslaan|precieze geolocatie|apparaateigenschappen
            (?:advertentie|content)prestaties meten|inzicht (?:verkrijgen )?in het publiek
            przechowywanie informacji na urządzeniu|dokładnych danych geolokalizacyjnych
            (?:pomiar|mierzenie) wydajności (?:reklam|treści)|rozumienie odbiorców
            lagra och/eller få åtkomst|exakta uppgifter om geografisk
            mäta (?:innehålls|annons)prestanda|förstå målgrupper
            opbevare og/eller tilgå|præcise geoplaceringsdata
            måle (?:indholds|annonce)effektivitet|forstå målgrupper
            """
        )
    )
)
# Persons of whom only walls speak so, in languages whose words for them are common ones.
_PERSON = re.compile(
    r"(?<!\w)(?:suas? (?:preferências|privacidade|dispositivo)|pode alterar|nasi"
    r"|seus? (?:dados|consentimento)"
    r"|twoj\w+|swoj\w+ (?:preferencj|zgod|ustawien)\w*|du kan|dit (?:samtykke|privatliv)"
    r"|\w+(?:nızı|nizi|nıza|nize|nızın|nizin)|käyttäjä\w*|evästei\w*)(?!\w)|お客様|いつでも"
)
_BUTTONS = re.compile(
    r"[\W_]*(?:"
    + "|".join(
        list_alternatives(
            r"""
            (?:i |yes,? i )?(?:dis)?agree(?: (?:and|&) \w+)?|accept.{0,40}|reject.{0,40}
            decline.{0,20}
            deny(?: all)?|allow.{0,30}|necessary.{0,20}|strictly necessary|preferences|statistics
            marketing|functional|performance|show details|more (?:options|information)|learn more
            manage .{0,30}|customi[sz]e.{0,20}|(?:save|confirm).{0,30}|continue without .{0,20}
            ok(?:ay)?
            got it!?|privacy .{0,30}|cookie.{0,30}|see our .{0,40}|details|or|oder|ou|o|of|eller|lub
            alle .{0,25}|akzeptieren.{0,25}|zustimmen.{0,25}|ablehnen.{0,20}|einstellungen.{0,25}
            einverstanden|mehr (?:optionen|informationen)|notwendig.{0,20}|statistik.{0,10}
            datenschutz.{0,30}
            pur-abo.{0,40}|impressum|auswahl .{0,20}|nur (?:notwendige|erforderliche).{0,20}
            tout .{0,20}|accepter.{0,25}|refuser.{0,25}|paramétrer.{0,25}|continuer sans .{0,20}
            j['’]accepte|personnaliser.{0,25}|gérer .{0,30}|en savoir plus|aceptar.{0,25}|acepto
            rechazar.{0,25}|más (?:opciones|información)|configurar.{0,25}|gestionar.{0,25}
            accett[ao].{0,25}|rifiut[ao].{0,25}|personalizza.{0,20}|gestisci.{0,25}|più opzioni
            scopri di più
            aceit.{0,25}|rejeitar.{0,25}|mais (?:opções|informações)|gerir.{0,25}|akkoord
            weiger.{0,20}
            accepteren.{0,20}|instellingen.{0,20}|meer (?:opties|informatie)|zgadzam się.{0,30}
            akceptuj.{0,25}
            więcej (?:opcji|informacji)|odrzu.{0,20}|ustawienia.{0,25}|godkänn.{0,20}
            hantera .{0,25}
            inställningar|avvisa.{0,15}|tillad.{0,20}|vis detaljer|kun nødvendige.{0,15}
            afvis.{0,15}
            administrer .{0,25}|godta.{0,20}|avvis.{0,15}|seçenekler|kabul .{0,20}|reddet.{0,15}
            ayarlar
            .{0,10}同意.{0,10}|.{0,10}設定.{0,10}|拒否.{0,5}|přijmout.{0,20}|odmítnout.{0,20}
            nastavení.{0,20}
            hyväksy.{0,20}|hylkää.{0,15}|asetukset|принять.{0,20}|отклонить.{0,20}|настройки.{0,20}
            """
        )
    )
    + r")[\W_]*"
)


def consent_lines(lines: Sequence[str]) -> list[bool]:
    """Tell which lines of a page belong to a consent wall.

    A line is one that says to a reader, of at least three of these: what is stored, of whom, who
    agrees, what for, who takes part, and where that is chosen. Lines beside it join it that speak
    of the same, buttons, and purposes by their names. A table of cookies says it to nobody, and
    goes with its rows.
    """
    page = "\n".join(lines).lower()
    found = table_lines(lines, page)
    if not _QUICK.search(page):
        return _with_items(lines, found)
    sure = [
        at
        for at, line in enumerate(lines)
        if len(line) >= SHORTEST and _is_hinted(line) and _is_wall(line)
    ]
    for at in sure:
        found[at] = True
    for at in sure:
        _spread(lines, found, at, -1)
        _spread(lines, found, at, 1)
    return _with_items(lines, found)


def _with_items(lines: Sequence[str], found: Sequence[bool]) -> list[bool]:
    """Add the items of a list that stand between two lines of a wall: purposes, most often."""
    walls = [at for at, is_wall in enumerate(found) if is_wall]
    joined = list(found)
    for before, after in pairwise(walls):
        between = lines[before + 1 : after]
        if 0 < len(between) <= MOST_ITEMS and all(map(_ITEM.match, between)):
            joined[before:after] = [True] * (after - before)
    return joined


@lru_cache(maxsize=4096)
def _is_hinted(line: str) -> bool:
    """Tell whether a line says what is stored, or of whom: no wall is without such a one."""
    return bool(_QUICK.search(line.lower()))


def _spread(lines: Sequence[str], found: list[bool], at: int, step: int) -> None:
    """Let the lines over or under a wall's line join it, while they are buttons or say more.

    One that a purpose follows says what the one before serves.
    """
    for near in range(at + step, at + step * (MOST_BUTTONS + 1), step):
        if not 0 <= near < len(lines) or found[near]:
            break
        if not _may_join(lines[near]):
            behind = near + step
            if not 0 <= behind < len(lines) or not _goes_on(lines[behind]):
                break
        found[near] = True


def _may_join(line: str) -> bool:
    if len(line) <= BUTTON and _BUTTONS.fullmatch(line.lower()):
        return True
    families, personal = _told(line[:LONGEST])
    if _goes_on(line) or (len(line) <= LABEL and families):
        return True
    return personal and families >= (1 if len(line) <= SHORT else FEWEST - 1)


def _goes_on(line: str) -> bool:
    """Tell whether a line names a purpose, or is an item or short and says half as much as one."""
    if _PURPOSES.search(line[:LONGEST].lower()):
        return True
    may_say_half = len(line) <= SHORT or bool(_ITEM.match(line))
    return may_say_half and _told(line[:LONGEST])[0] >= FEWEST - 1


def _is_wall(line: str) -> bool:
    families, personal = _told(line[:LONGEST])
    return personal and families >= FEWEST


@lru_cache(maxsize=4096)
def _told(line: str) -> tuple[int, bool]:
    """Return how many families a line has words of, and whether it speaks to somebody."""
    said = _SPOKEN.sub(" ", line)
    lowered = said.lower()
    families = len({word.lastgroup for word in _WORDS.finditer(lowered)})
    if not families:
        return 0, False
    spoken = _PERSON.search(lowered) or SELF.within(said, lowered) or ADDRESS.within(said, lowered)
    return families, bool(spoken)
