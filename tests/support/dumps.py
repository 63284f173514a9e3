"""A story and the page around it, from which tests make what tools would print of it."""

from __future__ import annotations

HEADLINE = "Mill town votes to reopen its canal after forty years"
STORY = (
    "The town of Eelford will dig out its silted canal again, forty years after the last barge"
    " left, the council decided on Monday by nine votes to four.",
    "Engineers expect to move 90,000 tonnes of mud from the two miles between the old mill and"
    " the river lock, which has stood open since a flood in 1987.",
    "“My grandfather tied up under that window every Friday,” said Maud Harrow, who runs the"
    " tea room by the lock and spoke for the plan.",
    "Opponents doubt that boats will ever pay for the dredging. The upkeep alone would cost every"
    " household in the town about eighty pounds a year, they told the meeting.",
    "Work is to begin in April with the lock gates, which a yard in Thornby has offered to rebuild"
    " from the drawings of 1911.",
    "The first boats could reach the mill basin in the summer after next, if the winters stay"
    " mild and the money holds.",
)
MENU = ("Home", "News", "Sport", "Culture", "Weather", "Log in", "Subscribe")
FOOT = (
    "Share this article",
    "Related",
    "Heron counts its chicks under the road bridge",
    "Ten things to do in Thornby when it rains",
    "© 2026 Eelford Advertiser. All rights reserved.",
    "Privacy policy",
    "Terms of use",
)
PAGE = ("Eelford Advertiser", *MENU, HEADLINE, "By Tobias Wren", "12 October 2026", *STORY, *FOOT)


def page_text() -> str:
    """The page, a block a line."""
    return "\n".join(PAGE)
