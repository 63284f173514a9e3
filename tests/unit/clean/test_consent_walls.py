"""What a page asks consent for is left out in many languages, and stories of such things stay."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.clean import clean
from reader.clean.appeals.consent_walls import consent_lines
from reader.model import CleaningRules, ContentForm, Entry, SiteContext, Story
from tests.support.dumps import HEADLINE, STORY, page_text

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WALL = (
    "Your data, your decision",
    "Together with our 212 partners we keep cookies on your device and process personal data such"
    " as IP addresses for tailored advertising and the measurement of content.",
    "You can withdraw your consent at any time in the privacy settings below.",
    "Manage options",
    "Reject all",
    "Accept all",
)


def dump(content: str, rules: CleaningRules | None = None) -> Story:
    """Clean a raw dump."""
    return clean(
        Entry("pages", content, ContentForm.DUMP, NOW), SiteContext(rules=rules or CleaningRules())
    )


@pytest.mark.parametrize(
    "page",
    [
        "\n".join([*WALL, page_text()]),
        "\n".join([f"{HEADLINE} - Eelford Advertiser", *WALL, page_text()]),
        "\n".join([page_text(), *WALL]),
    ],
)
def test_a_consent_wall_before_or_behind_a_page_is_left_out(page: str) -> None:
    story = dump(page)

    assert (story.headline, story.text) == (HEADLINE, "\n\n".join(STORY))


@pytest.mark.parametrize(
    "wall",
    [
        "Gemeinsam mit 90 Partnern speichern wir Cookies auf Ihrem Gerät und nutzen"
        " personenbezogene Daten für personalisierte Werbung.\nWeitere Angaben finden Sie in der"
        " Datenschutzerklärung.\nAlle ablehnen\nEinverstanden",
        "Avec votre accord, nos 90 partenaires et nous déposons des cookies sur votre appareil et"
        " traitons vos données pour une publicité adaptée.\nTout refuser\nTout accepter",
        "Nosotros y nuestros socios guardamos cookies en su dispositivo y usamos datos personales"
        " para mostrar anuncios.\nConfigurar\nAceptar todo",
        "Noi e i nostri partner usiamo cookie e trattiamo dati personali per annunci mirati, con il"
        " tuo consenso.\nRifiuta\nAccetta tutto",
        "Nós e os nossos parceiros guardamos cookies no seu dispositivo e tratamos dados pessoais"
        " para publicidade.\nMais opções\nAceitar tudo",
        "Wij en onze partners plaatsen cookies op je apparaat en gebruiken persoonsgegevens voor"
        " advertenties.\nWeigeren\nAkkoord",
        "My i nasi partnerzy zapisujemy pliki cookie i przetwarzamy dane osobowe w celu"
        " wyświetlania reklam, za Twoją zgodą.\nOdrzuć\nZgadzam się",
        "Vi och våra partner sparar cookies på din enhet och behandlar personuppgifter för annonser"
        " efter ditt samtycke.\nAvvisa\nGodkänn alla",
        "Vi og vores partnere gemmer cookies på din enhed og behandler personoplysninger til"
        " annoncer med dit samtykke.\nAfvis\nTillad alle",
        "Vi og våre partnere lagrer informasjonskapsler og behandler personopplysninger for reklame"
        " med ditt samtykke.\nAvvis\nGodta alle",
        "Biz ve ortaklarımız çerezler kullanıyor ve reklam için kişisel verilerinizi rızanızla"
        " işliyoruz.\nReddet\nKabul et",
        "当社とパートナーはクッキーを使い、広告のために個人データを同意の上で処理します。お客様はいつ"
        "でも変更できます。\n設定\nすべて同意する",
        "Мы и наши партнёры храним файлы куки и обрабатываем персональные данные для рекламы с"
        " вашего согласия.\nОтклонить\nПринять все",
    ],
)
def test_a_wall_is_told_in_many_languages(wall: str) -> None:
    lines = wall.split("\n")

    assert consent_lines([*lines, HEADLINE, *STORY]) == [True] * len(lines) + [False] * 7


@pytest.mark.parametrize(
    "line",
    [
        "The regulator fined the company for keeping cookies on devices and selling personal data"
        " to partners without consent, the court said.",
        "“We keep cookies on your device and share your data with our partners for advertising,”"
        " the notice read, according to the regulator.",
        "Users will be asked for consent before personal data is used for advertising, it said.",
        "We asked the baker for his cookies, and he gave us three.",
    ],
)
def test_a_story_of_consent_and_cookies_stays(line: str) -> None:
    assert not any(consent_lines([HEADLINE, STORY[0], line, STORY[1], "Advertising"]))


def test_only_what_belongs_to_a_wall_goes_with_it() -> None:
    lines = [
        "Cookies",
        WALL[1],
        "We and you may both change our privacy preferences.",
        "News",
        "OK",
    ]

    assert consent_lines(lines) == [True, True, True, False, False]


def test_so_many_buttons_belong_to_a_wall_and_no_more() -> None:
    lines = [WALL[1], *["Accept"] * 20]

    assert sum(consent_lines(lines)) == 15


def test_what_a_person_laid_down_wins_over_a_wall() -> None:
    kept = dump("\n".join([HEADLINE, *STORY, *WALL]), CleaningRules(keep=("Together with our",)))

    assert WALL[1] in kept.text
    assert WALL[2] not in kept.text


TABLES = (
    (
        "sess_key",
        "This cookie is set by the shop and keeps a visitor's basket for the session.",
        "Duration: 2 hours",
        "view_count",
        "Counts how many pages were opened.",
        "The cookie is used to tell returning visitors from new ones.",
        "Maximum storage duration: 1 year Type: HTTP cookie",
    ),
    (
        "Dieses Cookie wird gesetzt, um Besucher wiederzuerkennen.",
        "Speicherdauer: 2 Jahre",
        "Das Cookie speichert, welche Seiten ein Nutzer geöffnet hat.",
    ),
    (
        "Ce cookie est déposé pour reconnaître le navigateur.",
        "Durée de conservation : 6 mois",
        "Ce cookie permet de compter les visiteurs.",
    ),
    (
        "Esta cookie se usa para contar visitantes.",
        "Esta cookie almacena la sesión de un usuario.",
        "Esta cookie es necesaria para el navegador.",
    ),
    (
        "Questo cookie viene usato per contare i visitatori.",
        "Questo cookie memorizza la sessione di un utente.",
        "Questo cookie è necessario al sito.",
    ),
    (
        "Deze cookie wordt gebruikt om bezoekers te tellen.",
        "Deze cookie bevat de sessie van een gebruiker.",
        "Bewaartijd: 3 maanden",
    ),
)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_cookies_is_left_out_though_it_speaks_to_nobody(table: tuple[str, ...]) -> None:
    found = consent_lines([HEADLINE, *STORY, *table, "Contact"])

    kept = [line for line, is_wall in zip(table, found[7:], strict=False) if not is_wall]
    assert kept in ([], [table[0]])  # a name over the first row is no row
    assert not any(found[:7])
    assert not found[-1]


@pytest.mark.parametrize(
    "lines",
    [
        ["These cookies are best served warm.", "The cookies are soft for two days."] * 2,
        [
            "The cookie is used to follow users across sites, the regulator said on Monday.",
            "“This cookie stores what a visitor reads,” said a member of the panel.",
            "Such cookies are set by firms that no browser knows, according to the report.",
        ],
        [
            "This cookie is set by a third of all web sites.",
            *STORY * 2,
            "The cookie is used to track users, who know nothing of it.",
            *STORY * 2,
            "These cookies are meant to last for 30 days.",
        ],
    ],
)
def test_a_story_that_explains_cookies_is_no_table_of_them(lines: list[str]) -> None:
    assert not any(consent_lines([HEADLINE, *lines]))


def test_a_list_of_purposes_inside_a_wall_goes_with_it() -> None:
    purposes = [
        "• Keep information on a device",
        "• Exact places",
        "• Content measurement with third parties",
    ]
    lines = [WALL[1], *purposes, WALL[1], "• Bread and circuses", STORY[0]]

    assert consent_lines(lines) == [True] * 5 + [False] * 2


PURPOSES = (
    "...Informationen auf einem Gerät speichern",
    "...Fremde Inhalte",
    "Cookies zeigen Inhalte von Drittanbietern.",
    "...Genaue Standortdaten",
    "Anzeigen folgen einem Profil. Daten kommen dazu, damit Anzeigen besser werden.",
    "Comprendre les publics par des statistiques",
    "Medir el rendimiento de la publicidad",
    "Sviluppare e migliorare i servizi",
    "Informatie op een apparaat opslaan",
    "Mäta annonsprestanda",
)


def test_purposes_by_the_names_of_frameworks_belong_to_the_wall_over_them() -> None:
    found = consent_lines([*WALL, *PURPOSES, "Impressum der Zeitung", *STORY])

    assert found == [True] * (len(WALL) + len(PURPOSES)) + [False] * (1 + len(STORY))


def test_what_no_purpose_follows_ends_a_wall() -> None:
    assert not any(consent_lines([*WALL, "The ferry is late.", STORY[0]])[len(WALL) :])


def test_purposes_without_a_wall_are_no_wall() -> None:
    assert not any(consent_lines([*STORY, *PURPOSES]))


def test_items_of_a_list_between_two_lines_of_a_wall_belong_to_it() -> None:
    items = ["• Apples of the season", "• Pears of the valley"]
    lines = [WALL[1], *items, WALL[1], *STORY]

    assert consent_lines(lines) == [True] * 4 + [False] * len(STORY)
