"""Acts of a few machines about a few stories, as they come: for tests of how they are merged."""

from __future__ import annotations

from hypothesis import strategies as st

from reader.model import Highlight, Rule, RuleAction, RuleActionKind
from reader.model.marks import COLOURS
from reader.sync.act_merge import Item, Items, join_items, merge_acts
from reader.sync.acts import CONCURRENT, Act, ActKind
from reader.sync.written_values import highlight_text, name_of, order_text, rule_text

MACHINES = ("attic-00000001", "barge-00000002", "crane-00000003")
STORIES = ("AAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBB")
PAGES = ("", "PPPPPPPPPPPPPPPP")
_CLOCKS = st.integers(1, 6)  # few, so that many acts are at the same time
_TEXTS = st.sampled_from(["", "Ask the pilot.", "Low water at nine."])
_RULES = st.builds(
    Rule,
    st.just("Rope"),
    st.sampled_from(["rope", 'text:/sa.t/ AND NOT "潮"']),
    st.lists(
        st.sampled_from([RuleAction(RuleActionKind.READ), RuleAction(RuleActionKind.TAG, "rope")]),
        min_size=1,
        max_size=2,
    ).map(tuple),
    st.sampled_from(["", "Tide"]),
    st.booleans(),
)
HIGHLIGHTS = (
    Highlight("Ask the pilot.", "Low water at nine. ", "", 19),
    Highlight("潮\n\nAt nine.", "", " Low", 0),
)
_VALUES = {
    ActKind.READ: st.booleans(),
    ActKind.BOOKMARK: st.none() | st.integers(0, 3),
    ActKind.TAG: st.booleans(),
    ActKind.NOTE: _TEXTS,
    ActKind.HIDDEN: st.booleans(),
    ActKind.HIGHLIGHT: st.booleans(),
    ActKind.COLOUR: st.sampled_from(COLOURS),
    ActKind.REMARK: _TEXTS,
    ActKind.SUBSCRIPTION: st.none() | _TEXTS,
    ActKind.FOLDER: _TEXTS,
    ActKind.SEARCH: st.none() | _TEXTS,
    ActKind.ALERT: st.booleans(),
    ActKind.RULE: st.none() | _RULES.map(rule_text),
    ActKind.ORDER: st.permutations(["Rope", "Salt"]).map(order_text) | st.just(""),
}
_NAMES = {
    ActKind.SUBSCRIPTION: st.just("https://tide.example/feed"),
    ActKind.FOLDER: st.just("https://tide.example/feed"),
    ActKind.SEARCH: st.sampled_from(["Rope", "Salt"]),
    ActKind.ALERT: st.sampled_from(["Rope", "Salt"]),
    ActKind.RULE: st.sampled_from(["Rope", "Salt"]),
    ActKind.ORDER: st.just("all"),
}


# Made once: to make a strategy takes longer than to draw from it.
_KINDS = st.sampled_from(list(ActKind))
_HIGHLIGHTS = st.sampled_from(HIGHLIGHTS)
_TAGS = st.sampled_from(["rope", "salt"])
_SEEN = st.dictionaries(st.sampled_from(MACHINES), _CLOCKS, max_size=3)
_STORIES, _MACHINES, _PAGES = map(st.sampled_from, (STORIES, MACHINES, PAGES))


@st.composite
def any_act(draw: st.DrawFn) -> Act:
    """Any act whatever, such as a stranger may have written it."""
    kind = draw(_KINDS)
    is_story = kind not in _NAMES
    highlight = draw(_HIGHLIGHTS)
    details = {ActKind.TAG: draw(_TAGS)}
    details |= dict.fromkeys(
        (ActKind.HIGHLIGHT, ActKind.COLOUR, ActKind.REMARK), name_of(highlight)
    )
    value = draw(_VALUES[kind])
    if kind is ActKind.HIGHLIGHT:
        value = highlight_text(highlight) if value else ""
    seen = draw(_SEEN)
    return Act(
        kind,
        draw(_NAMES.get(kind, _STORIES)),
        draw(_CLOCKS),
        draw(_MACHINES),
        value,
        draw(_PAGES) if is_story else "",
        details.get(kind, ""),
        tuple(sorted(seen.items())) if kind in CONCURRENT else (),
    )


acts = st.lists(any_act(), max_size=12)


def joined(items: Items, others: Items) -> dict[str, Item]:
    """All that two machines know."""
    return {
        subject: join_items(items.get(subject, Item()), others.get(subject, Item()))
        for subject in items.keys() | others.keys()
    }


def known_of(given: list[Act]) -> dict[str, Item]:
    """What is known where these acts have come."""
    return merge_acts({}, given)
