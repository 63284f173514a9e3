"""Words that page furniture is made of, by what they do; they help, they never decide alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.clean.text.alternation import fast_alternation, list_alternatives


# What stands before the words is bounded: else a long row of signs is gone through again for each.
def _whole(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"[\W_]{{0,80}}{_joined(phrases)}[\W_]*")


def _opening(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"[^\w\"“„«]{{0,160}}{_joined(phrases)}(?!\w)")


def _joined(phrases: Iterable[str]) -> str:
    """Join phrases, which are looked for in small letters: that takes a fifth of the time."""
    return fast_alternation(part for phrase in phrases for part in list_alternatives(phrase))


# A line that is one of these and nothing else is furniture wherever it stands.
_FURNITURE = _whole(
    r"advertisements?(?: - scroll to continue)?|sponsored(?: content)?|promoted|ad",
    r"anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|reklam[ae]?",
    r"annonse?|annonce|реклама|広告|광고|广告|إعلان|skip (?:ad|to (?:main )?content)",
    r"passer la publicité|zum inhalt(?: springen)?",
    r"(?:the )?(?:article|story) continues (?:below|after)(?: (?:this |the )?ad(?:vertisement)?)?",
    r"(?:der )?artikel (?:wird|geht) (?:nach|unter) der (?:anzeige|werbung) (?:fortgesetzt|weiter)",
    r"share(?: this)?(?: (?:article|story|post|page))?|(?:re)?tweet|post|pin(?: it)?|print|e-?mail",
    r"(?:share|post|save|follow us) (?:on|to|via|by) [\w ]{1,20}|copy link|link copied|copied",
    r"copy link copied|facebook|twitter|x|whatsapp|linkedin|reddit|telegram|messenger|pocket",
    r"flipboard|instagram|youtube|tiktok|bluesky|threads|mastodon|xing|pinterest|viber|vk|line",
    r"teilen|merken|drucken|vorlesen|link kopieren|artikel (?:teilen|merken|drucken|anhören)",
    r"partager|imprimer|enregistrer|copier le lien|lien copié|compartir|guardar|imprimir",
    r"condividi|stampa|salva|compartilhar|delen|dela|del|paylaş|udostępnij|поделиться|シェア|공유",
    r"save|saved|listen|subscribe(?: now)?|sign (?:in|up)|log ?in|register|menu|search|close|home",
    r"more|less|show more|load more|view (?:all|more)|see (?:all|more)|next|previous|back to top",
    r"comments?|join the conversation|show comments|leave a (?:comment|reply)|post a comment",
    r"kommentare?|commentaires?|comentarios?|commenti|comentários?|yorumlar|комментарии|コメント",
    r"read(?: more| next| also)?|continue reading|full (?:article|story)|mehr(?: lesen)?"
    r"|weiterlesen",
    r"text size|font size|a\+|a-|aa|(?:schrift|text)grö(?:ß|ss)e|文字サイズ|字体大小|字[體型]大小",
    r"taille d[ue] (?:texte|(?:la )?police)|tamaño de(?:l| la)? (?:texto|letra|fuente)|글자 ?크기",
    r"(?:dimension[ei]|grandezza) (?:del )?(?:testo|carattere)|tamanho d[oa] (?:texto|letra|fonte)",
    r"(?:tekst|letter)grootte|rozmiar (?:tekstu|czcionki)|textstorlek|(?:tekst|skrift)størrelse",
    r"tekstin koko|ve[lľ]kos[tť] (?:textu|písma)|betűméret|mărimea? (?:textului|fontului)",
    r"μέγεθος (?:κειμένου|γραμμάτων)|(?:yazı|metin) boyutu|размер (?:текста|шрифта)",
    r"розмір (?:тексту|шрифту)|ukuran (?:teks|huruf)|cỡ chữ|حجم (?:الخط|النص)"
    r"|גודל ה?(?:טקסט|גופן)",
    r"mots[- ]clés|temas",
    r"newsletters?|abonnieren|s'abonner|suscríbete|abbonati|jetzt (?:abonnieren|testen|anmelden)",
    r"lesen|hören|lire|écouter|play|pause|mute|fullscreen|video|videos?|gallery|photos?|bilder",
    r"add (?:us |[\w ]{1,20} )?(?:as a preferred source )?(?:on"
    r"|to) (?:your )?google(?: news feed)?",
    r"to view this video please enable javascript.*|loading\.*|sending\.*|trending|hide caption",
    r"\d+[- ]min(?:ute)?s?(?: read)?|(?:estimated )?reading time:?.{0,20}|lesezeit:?.{0,20}",
    r"(?:temps de )?lecture:? \d+.{0,12}|\d+ min de lectur[ea]|lettura \d+ min|読了時間.{0,10}",
    r"(?:listen to|hear|audio of|save|print|gift|email|rate) this (?:story|article|post"
    r"|page).{0,12}",
    r"listen to .{0,20}\(\d+ min\)|save for later|tap to (?:enlarge|expand|zoom)|click to enlarge",
    r"(?:text|font) size:?[\w +-]{0,12}|accept(?: all)?|reject(?: all)?|manage (?:settings"
    r"|cookies)",
    r"enter your e-?mail(?: address)?|your e-?mail(?: address)?|cookie settings"
    r"|we value your privacy",
    r"alle akzeptieren|einstellungen|tout (?:accepter|refuser)|aceptar|accetta(?: tutto)?",
    r"(?:この記事を)?シェアする|印刷(?:する)?|文字サイズ.{0,10}|保存(?:する)?|会員登録|ログイン"
    r"|続きを読む",
    r"sponsor message|ad feedback|skip advertisement|supported by|(?:media|image|video) caption,?",
    r"list of \d{1,2} (?:items|stories)|list \d{1,2} of \d{1,2}|end of list",
    r"share full article|reuse this content|request reprint & licensing|submit correction",
    r"toggle caption|enlarge this image|\d+ shares?|shares?|total|in this article|or|and|by|von"
    r"|par",
    r"unsubscribe|(?:manage|update|change) (?:your |my )?(?:e-?mail )?preferences|preferences",
    r"view (?:this |it )?(?:e-?mail |newsletter )?(?:in|on) (?:your|a|the) (?:web ?)?browser",
    r"(?:newsletter )?(?:abbestellen|abmelden)|im browser (?:ansehen|anzeigen)|se désabonner",
    r"read more:?.{0,40}|gift (?:this )?article|give this article|follow|following|unfollow|like",
)

# A line that begins like this points somewhere else.
_POINTER = _opening(
    r"(?:also )?read(?: more| also| next| on|:)|see also|also see|also read|more on|more from",
    r"more about|watch(?: more| now|:)|listen(?: now|:)|don[’']t miss|related(?: articles?)?:",
    r"related (?:article|video|gallery)",
    r"recommended(?: stories| for you|:)|you (?:may|might) also like|editor[’']s picks?|must read",
    r"continue reading|click here|sign up|subscribe|join our|follow us|download (?:the|our)"
    r"|get the",
    r"lesen sie (?:auch|hier|mehr)|lies auch|mehr (?:zum thema|dazu|von|über)|auch interessant",
    r"das könnte sie|weitere (?:artikel|themen|nachrichten)|siehe auch|zum thema|passend dazu",
    r"(?:à )?lire (?:aussi|également)|voir aussi|sur le même sujet|a lire aussi|lisez aussi|à voir",
    r"(?:le|lea) (?:también|tambien|además)|te puede interesar|más información|leer más"
    r"|ver también",
    r"leggi anche|approfondisci|leia (?:também|mais)|lees (?:ook|meer|verder)|läs (?:mer|också)",
    r"les (?:også|mer)|læs (?:også|mere)|czytaj (?:też|także|więcej)|zobacz (?:też|także)",
    r"čtěte (?:také|též)|přečtěte|ayrıca okuyun|i̇lgili haber|читайте (?:также|ещё)|по теме",
    r"読む|関連記事|あわせて読みたい|あなたにおすすめ|관련 ?기사|相关(?:新闻|阅读)|延伸阅读"
    r"|اقرأ أيضا",
    r"baca juga|xem thêm|đọc thêm|folgen sie uns|suivez[- ]nous|síguenos|seguici|abonnieren sie",
    r"melden sie sich|abonnez[- ]vous|inscrivez[- ]vous|suscr[ií]b(?:ete|ase)|iscriviti|inscreva",
    r"view all posts|post navigation|previous (?:article|post)|next (?:article|post)",
)

# Behind such a line, late on the page, no story goes on.
_END = _opening(
    r"related(?: topics?| tags?| articles?| stories| posts| coverage| news)?(?:$|:)",
    r"tags?(?:$|:)|topics?(?:$|:)|more (?:on|from|about|stories|news|in)|most (?:read|popular"
    r"|viewed)",
    r"(?:latest|top|trending|popular|other|recent) (?:news|stories|articles|posts|videos)",
    r"recommended|comments?(?:$|:)|\d+ comments?|join the (?:conversation|discussion)|leave a",
    r"have your say|read next|our readers read next|up next|editor[’']s picks?|you (?:may|might)",
    r"about the (?:author|writer|reporter)s?|sign up|subscribe|newsletter|post navigation",
    r"share this|follow us|©|copyright",
    r"all rights reserved|mehr (?:zum thema|lesen über|von|aus)|kommentare?|auch interessant",
    r"das könnte|meistgelesen|themen(?:$|:)|schlagworte|zur startseite|quelle:|newsletter",
    r"deine meinung|diskutieren|weitere (?:artikel|themen|nachrichten)|empfohlen|la rédaction vous",
    r"sujets|sur le même|les plus lus|à lire (?:aussi|également)|commentaires|lo más|más noticias",
    r"comentarios|te puede|relacionad[oa]s|leggi anche|commenti|argomenti|leia (?:também|mais)",
    r"ilgili|yorum|подписывайтесь|читайте (?:также|ещё)|материалы по теме|комментарии"
    r"|другие новости",
    r"関連(?:記事|ニュース)|おすすめ|ランキング|コメント|あわせて|관련|댓글|相关|评论|추천|무단전재"
    r"|저작권",
    r"komentáře|témata|související|komentarze|tematy|powiązane|emner|relaterte|mer om|læs mere"
    r"|ämnen",
)

# Of these, the ones behind which other people speak.
_CLOSING = _opening(
    r"(?:\d+ )?comments?|join the|leave a|have your say|sign up|subscribe|newsletter",
    r"about the (?:author|writer|reporter)s?",
    r"©|copyright|all rights|kommentare?|deine meinung|diskutieren|commentaires"
    r"|comentarios|commenti",
    r"yorum|комментарии|подписывайтесь|コメント|댓글|评论|komentáře|komentarze"
    r"|post navigation|follow us",
)

# Someone else than the story speaks: law, consent, accounts. Looked for in small letters, which
# takes a quarter of the time that ignoring case does.
LEGAL = re.compile(
    fast_alternation(
        list_alternatives(
            r"""
            cookies?\b.{0,80}\b(?:accept|consent|policy|use|akzept|verwend|utilis|usa|zustimm)
            (?:accept|consent|use|verwenden|utilis\w+|usa\w*).{0,60}\bcookies?\b
            cookie[- ]?(?:settings|preferences|notice|einstellungen)|legitimate interest
            berechtigte\w* interesse|intérêt légitime|interés legítimo|interesse legittimo
            privacy policy|terms (?:of (?:use|service)|and conditions)|all rights reserved
            ©\s*(?:19|20)\d\d|copyright\b|datenschutz(?:erklärung|bestimmungen)|impressum
            alle rechte vorbehalten|tous droits réservés|politique de confidentialité
            todos los derechos|política de privacidad|tutti i diritti|todos os direitos
            wszelkie prawa|все права|無断転載|無断複製|무단 ?전재|版权所有
            reproduced without permission|may not be published, broadcast|external content
            (?:not been|n't been) edited by .{0,40}\bstaff|from a syndicated feed
            version of this (?:article|story) appear(?:s|ed) in (?:the )?print|order reprints
            do you have a (?:news )?(?:story|tip)\b.{0,60}\?.{0,200}(?:@|contact|e-?mail)
            externen? inhalte?|eingebettete inhalte|personenbezogene\w* daten|données person
            (?:affiliate|earn a?) commission|video has failed|thanks for signing up
            published under:|enable javascript|ad ?blocker|your browser|adblocker
            please review our comment|community (?:guidelines|standards)|netiquette
            comment(?:ing)? policy|leserkommentare? (?:geben|werden)|kommentarfunktion
            会員限定|有料会員|会員登録(?:が必要|する|でき)|ログインして|로그인이 필요|구독자 전용
            登录后|会员专享|maschinelle übersetzung|machine[- ]translated|automatically translated
            traduit automatiquement|traducción automática|tradotto automaticamente
            keine anlageberatung|totalverlust|not (?:financial|investment) advice
            veralteten browser|browser ist veraltet|navigateur (?:est )?obsolète
            navegador (?:está )?(?:obsoleto|desactualizado)|browser (?:obsoleto|non è aggiornato)
            we (?:may|might|can) (?:receive|earn|get) (?:a |some )?(?:small )?compensation
            (?:erh(?:ält|alten)|bekomm(?:t|en)) .{0,60}\bprovision\b.{0,40}\b(?:händler|kauf|shop)
            (?:toucher|percevoir|recevoir) une commission|recibir una comisión
            personal,? non-commercial use only|presentation-ready copies
            you are(?: currently)? not (?:logged|signed) in
            (?:sie sind|du bist)(?: aktuell)? nicht (?:eingeloggt|angemeldet)
            vous n['’]êtes pas connecté|no has iniciado sesión
            """
        )
    )
)
# An outlet speaks of itself: how great it is, and what it does.
SUPERLATIVES = ("largest", "leading", "biggest", "premier", "trusted", "oldest", "foremost")
ABOUT = re.compile(
    r"\b(?:is|are) (?:one of |among )?(?:the|our) "
    r"(?:world|country|nation|continent|region|industry)"
    r"['’]?s?\b[^.]{0,40}"
    rf"\b(?:{'|'.join(SUPERLATIVES)})\b[^.]{{0,60}}"
    r"\b(?:news|media|multimedia|newspapers?|broadcast\w*|publish\w*|information|wire|journalism)\b"
    r"(?=.{0,300}\b(?:provid|reach|found|headquarter|deliver|offer|serv|cover|give)(?:e|s|es|ed|ing)\b)",
    re.IGNORECASE,
)
_MONTH_NAMES = """
january jan januar jänner janvier enero gennaio janeiro januari января ianuarie ledna stycznia ocak
february feb februar februari février fevrier febrero febbraio fevereiro февраля února lutego şubat
march mar märz maerz mars marzo março maart марта března marca mart
april apr avril abril aprile апреля dubna kwietnia nisan
may mai mayo maggio maio mei maj мая května maja mayıs
june jun juni juin junio giugno junho июня června czerwca haziran
july jul juli juillet julio luglio julho июля července lipca temmuz
august aug août aout agosto augustus augusti августа srpna sierpnia ağustos
september sep sept septembre septiembre settembre setembro сентября září września eylül
october oct oktober okt octobre octubre ottobre outubro октября října października ekim
november nov novembre noviembre novembro ноября listopadu listopada kasım
december dec dezember dez décembre decembre diciembre dicembre dezembro desember декабря grudnia
"""
MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.split("\n")[1:13], start=1)
    for name in names.split()
}
MONTHS |= {"prosince": 12, "aralık": 12}


def is_furniture(text: str) -> bool:
    """Tell whether a text is nothing but a label that pages have."""
    return bool(_FURNITURE.fullmatch(text.lower()))


def is_pointer(text: str) -> bool:
    """Tell whether a text begins as one does that points somewhere else."""
    return bool(_POINTER.match(text.lower()))


def is_end(text: str) -> bool:
    """Tell whether a text begins as one does behind which, late on a page, no story goes on."""
    return bool(_END.match(text.lower()))


def is_closing(text: str) -> bool:
    """Tell whether a text begins as one does behind which other people speak."""
    return bool(_CLOSING.match(text.lower()))
