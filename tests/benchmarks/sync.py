"""Two homes in, how long marks take from one to the other out: by Syncthing, by git, and merging.

    python -m tests.benchmarks.sync [--stories N] [--acts N] [merge|git|syncthing …]

Syncthing is that of the system (`apt-get install syncthing`): two instances on loopback, with
neither discovery nor relays. Git has two clones and a bare repository between them.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from reader.library.sync_folder.sync_round import sync_library, sync_with_git
from reader.library.sync_folder.sync_setup import begin_sync
from reader.model import Marks
from reader.sync.act_lines import act_line
from reader.sync.acts import Act, ActKind, next_clock, page_name, story_name
from tests.conftest import NOON
from tests.support.machines import FEED, Machine, machines

PATIENCE = 300.0  # seconds for marks to come
AT_ONCE = 500  # stories that are saved in one go


def main() -> int:
    """Measure, and print the figures."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("ways", nargs="*", choices=[[], *WAYS], default=list(WAYS))
    asked.add_argument("--stories", type=int, default=2_000, help="in each of two homes, marked")
    asked.add_argument("--acts", type=int, default=100_000, help="that are merged in one go")
    chosen = asked.parse_args()
    for way in chosen.ways:
        with TemporaryDirectory(prefix="newsreader-sync-") as folder:
            WAYS[way](Path(folder), chosen)
    return 0


def report(what: str, figure: str) -> None:
    """Print one figure."""
    print(f"{what}: {figure}", flush=True)


@contextmanager
def two_homes(folder: Path, stories: int) -> Iterator[list[Machine]]:
    """Two homes with the same stories."""
    with machines(folder, "attic", "barge") as pair:
        for machine in pair:
            for first in range(1, stories + 1, AT_ONCE):
                machine.read(*range(first, min(first + AT_ONCE, stories + 1)))
        yield pair


def mark_all(machine: Machine, tag: str) -> int:
    """Give every story a bookmark, a tag and a note; how many stories."""
    ids = machine.library.store.stories.ids("all")
    marks = Marks(read=True, bookmarked=NOON, tags=(tag,), note=f"About {tag}.")
    machine.library.set_marks(dict.fromkeys(ids, marks))
    return len(ids)


def wait_for(tag: str, machine: Machine, wanted: int, sync: Callable[[], object]) -> float:
    """Do rounds until all marks have come; the seconds that took."""
    begun = time.perf_counter()
    while len(machine.library.store.marks.ids_tagged(tag)) < wanted:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"The marks did not come within {PATIENCE:.0f} s.")
        sync()
        time.sleep(0.1)
    return time.perf_counter() - begun


def there_and_back(name: str, pair: list[Machine], sync: Callable[[Machine], object]) -> None:
    """Mark everything on each of two machines, and see how long that takes to the other."""
    attic, barge = pair
    for tag, here, there in (("rope", attic, barge), ("salt", barge, attic)):
        count = mark_all(here, tag)
        begun = time.perf_counter()
        sync(here)
        written = time.perf_counter() - begun
        waited = wait_for(tag, there, count, lambda there=there: sync(there))  # type: ignore[misc]
        acts = f"{count:,} stories with four marks each"
        report(f"{name}, {acts}", f"written in {written:.1f} s, there after {waited:.1f} s more")
    for machine in pair:
        begun = time.perf_counter()
        sync(machine)
        report(f"{name}, a round without news", f"{time.perf_counter() - begun:.2f} s")
    numbers = range(1, len(attic.library.store.stories.ids("all")) + 1)
    differing = sum(attic.marks(number) != barge.marks(number) for number in numbers)
    report(f"{name}, stories that differ in the end", f"{differing:,}")


def measure_git(folder: Path, chosen: argparse.Namespace) -> None:
    """Have git carry the folder."""
    remote = folder / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    with two_homes(folder, chosen.stories) as pair:
        for machine in pair:
            clone = folder / f"clone-{machine.home.name}"
            subprocess.run(["git", "clone", "--quiet", str(remote), str(clone)], check=True,
                           stderr=subprocess.DEVNULL)  # fmt: skip
            begin_sync(machine.library, clone)
        there_and_back("git", pair, lambda machine: sync_with_git(machine.library))


def measure_syncthing(folder: Path, chosen: argparse.Namespace) -> None:
    """Have Syncthing carry the folder."""
    if shutil.which("syncthing") is None:
        report("syncthing", "is not installed here")
        return
    with two_homes(folder, chosen.stories) as pair, ExitStack() as held:
        shares = [folder / f"share-{machine.home.name}" for machine in pair]
        for share in shares:
            share.mkdir()
        for home in joined(folder, shares):
            run = ["syncthing", "serve", f"--home={home}", "--no-browser", "--no-restart"]
            process = subprocess.Popen(run, stdout=subprocess.DEVNULL)
            held.callback(process.wait)
            held.callback(process.terminate)
        for machine, share in zip(pair, shares, strict=True):
            begin_sync(machine.library, share)
        there_and_back("syncthing", pair, lambda machine: sync_library(machine.library))


def joined(folder: Path, shares: list[Path]) -> list[Path]:
    """Homes of two instances of Syncthing that share a folder, and know nobody else."""
    homes = [folder / f"syncthing-{number}" for number in range(len(shares))]
    ports = [free_port() for _ in homes]
    for home in homes:
        subprocess.run(["syncthing", "generate", f"--home={home}", "--no-default-folder"],
                       check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    trees = [ET.parse(home / "config.xml") for home in homes]  # noqa: S314 - just made
    ids = [tree.find("device").get("id", "") for tree in trees]  # type: ignore[union-attr]
    for number, tree in enumerate(trees):
        root = tree.getroot()
        for device in root.findall("device"):
            root.remove(device)
        for device_id, port in zip(ids, ports, strict=True):
            device = ET.SubElement(root, "device", id=device_id, introducer="false")
            ET.SubElement(device, "address").text = f"tcp://127.0.0.1:{port}"
        shared = ET.SubElement(
            root, "folder", id="news", path=str(shares[number]), type="sendreceive",
            fsWatcherEnabled="true", fsWatcherDelayS="1", rescanIntervalS="5",
        )  # fmt: skip
        for device_id in ids:
            ET.SubElement(shared, "device", id=device_id)
        settle(root, ports[number])
        tree.write(homes[number] / "config.xml")
    return homes


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def settle(root: ET.Element, port: int) -> None:
    """Have an instance listen on loopback alone, and ask nobody anything."""
    options = {
        "listenAddress": f"tcp://127.0.0.1:{port}",
        "globalAnnounceEnabled": "false",
        "localAnnounceEnabled": "false",
        "relaysEnabled": "false",
        "natEnabled": "false",
        "startBrowser": "false",
        "urAccepted": "-1",
        "crashReportingEnabled": "false",
        "reconnectionIntervalS": "2",
    }
    element = root.find("options")
    assert element is not None
    for name, value in options.items():
        for old in element.findall(name):
            element.remove(old)
        ET.SubElement(element, name).text = value
    gui = root.find("gui")
    if gui is not None:
        gui.set("enabled", "false")


def measure_merge(folder: Path, chosen: argparse.Namespace) -> None:
    """Merge many acts of another machine, of stories that are here and of some that are not."""
    with two_homes(folder, chosen.stories) as (attic, _):
        share = folder / "shared"
        attic.begin(share)
        journal = share / "crane-1" / "000001-000001.jsonl"
        journal.parent.mkdir()
        with journal.open("w", encoding="utf-8") as file:
            for number in range(1, chosen.acts + 1):
                file.write(f"{act_line(act(number))}\n")
        report(f"{chosen.acts:,} acts", f"{journal.stat().st_size / 1e6:.1f} MB")
        for name in ("merged", "a round without news"):
            wall, cpu = time.perf_counter(), time.process_time()
            attic.sync()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            report(f"{chosen.acts:,} acts, {name}", f"{wall:.2f} s, of which CPU {cpu:.2f} s")


def act(number: int) -> Act:
    """What a machine did to a story."""
    name = story_name(FEED, f"guid-{number}", "", is_web=True)
    page = page_name(f"https://news.example/{number}")
    return Act(ActKind.READ, name, next_clock(0, number), "crane-1", True, page)


WAYS = {"merge": measure_merge, "git": measure_git, "syncthing": measure_syncthing}


if __name__ == "__main__":
    sys.exit(main())
