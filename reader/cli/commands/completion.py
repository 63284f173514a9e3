"""The completion command: what a shell needs to complete words after `newsreader`.

shtab makes the script from the parser. Names that a person's archive holds are asked for when the
key is pressed, by the same command with `--words`. They are strangers' words: they are handed to
the shell line by line, quoted by the shell itself, and never evaluated.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from reader.cli.parsing.argument_parser import make_parser
from reader.cli.safe_output import print_lines
from reader.config import Folders
from reader.library.completion_words import WORDS, completion_words
from reader.manual import page_names

# What stands in a place of the command line, by what the place is called there.
PLACES = {
    "SOURCE": "sources",
    "FOLDER": "folders",
    "SEARCH": "searches",
    "RULE": "rules",
    "WORDS": "tags",
    "QUERY": "queries",
}
BASH = r"""
# Prints the names of a kind that begin with what is typed, each as the shell would have it typed.
_newsreader_names() {
  local line plain typed="$2" quote="" colons="" at=$COMP_CWORD
  # Where a colon parts words, as it usually does, only what is behind it may be given back.
  if [[ "$COMP_WORDBREAKS" == *:* && "$typed" != [\"\']* ]]; then
    while (( at > 1 )) && [[ "${COMP_WORDS[at]}" == : || "${COMP_WORDS[at-1]}" == : ]]; do
      (( at -= 1 ))
      typed="${COMP_WORDS[at]}$typed"
    done
    colons="${typed//[^:]/}"
  fi
  case "$typed" in
    [\"\']*) quote="${typed:0:1}"; typed="${typed:1}" ;;
    *) typed="${typed//\\/}" ;;
  esac
  typed="${typed//\"/}"
  while IFS= read -r line; do
    plain="${line//\"/}"
    [[ "${plain,,}" == "${typed,,}"* ]] || continue
    [[ "$plain" == "$typed" && "$plain" == *: ]] && continue
    case "$quote" in
      \') [[ "$line" == *\'* ]] && continue ;;
      \") [[ "$line" == *[\"\$\`\!\\]* ]] && continue ;;
      *) printf -v line '%q' "$line" ;;
    esac
    for (( at = 0; at < ${#colons}; at += 1 )); do line="${line#*:}"; done
    printf '%s\n' "$line"
  done < <(newsreader completion --words "$1" 2>/dev/null)
}
"""
BASH_NAMES = """
_newsreader_%s() {
  _newsreader_names %s "$1"
}
"""
BASH_END = """
# A field wants its value behind it, and no blank.
_newsreader_complete() {
  _shtab_newsreader
  if [[ ${#COMPREPLY[@]} = 1 && "${COMPREPLY[0]}" == *: ]]; then
    compopt -o nospace 2>/dev/null || :
  fi
}
complete -o bashdefault -F _newsreader_complete newsreader
"""
ZSH = """
_newsreader_names() {
  local name typed="${${(Q)PREFIX}//\\"/}"
  local -a names fields
  for name in "${(@f)$(newsreader completion --words $1 2>/dev/null)}"; do
    if [[ "${(L)name//\\"/}" == "${(L)typed}"* ]]; then
      [[ "$name" != *: ]] && names+=("$name") || { [[ "$name" != "$typed" ]] && fields+=("$name") }
    fi
  done
  (( $#fields )) && compadd -U -S '' -a fields
  (( $#names )) && compadd -U -a names
}
"""
ZSH_NAMES = """
_newsreader_%s() {
  _newsreader_names %s
}
"""


def completion(folders: Folders, chosen: Any) -> int:
    """Print what a shell needs to complete words, or the names that there are of a kind."""
    if chosen.words:
        print_lines(completion_words(folders, chosen.words))
        return 0
    print_lines(_script(chosen.shell).splitlines())
    return 0


def _script(shell: str) -> str:
    """Return the script for a shell."""
    import shtab

    parser = make_parser()
    _name_places(parser)
    preamble = {"bash": _functions(BASH, BASH_NAMES), "zsh": _functions(ZSH, ZSH_NAMES)}
    end = BASH_END if shell == "bash" else ""
    script = str(shtab.complete(parser, shell, preamble=preamble.get(shell, "")))
    # "(*)" is one word alone in zsh, and "*" as many as are typed.
    return script.replace('"(*):', '"*:') + end


def _functions(common: str, each: str) -> str:
    """Return functions of a shell, one for each kind of names."""
    return common + "".join(each % (kind, kind) for kind in WORDS)


def _name_places(parser: argparse.ArgumentParser) -> None:
    """Say of each place of a command line what may stand there."""
    import shtab

    kinds: dict[str, Any] = {
        place: {
            "bash": f"_newsreader_{kind}",
            "zsh": f"_newsreader_{kind}",
            "fish": f"(newsreader completion --words {kind} 2>/dev/null)",
        }
        for place, kind in PLACES.items()
    }
    kinds |= {"DIR": shtab.DIRECTORY, "FILE": shtab.FILE, "WHERE": shtab.FILE}
    for action in _actions(parser):
        place = action.metavar if isinstance(action.metavar, str) else ""
        if place in kinds:
            action.complete = kinds[place]  # type: ignore[attr-defined]
        elif place == "PAGE":
            action.choices = page_names()
        elif ":" in place:  # which zsh would take for the end of a description
            action.metavar = place.strip("'").replace(":", "")


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield every option and place of a parser, and of those of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for verb in action.choices.values():
                yield from _actions(verb)
