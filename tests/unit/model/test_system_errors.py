import errno
import re
import socket
import ssl
from pathlib import Path

import pytest

from reader.model.system_errors import connection_error_reason, file_error_reason

PYTHONS_WORDS = re.compile(r"\[Errno|\('|_ssl\.c|Traceback|<class|Error\b")


def distrust(code: int, message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] (_ssl.c:1000)")
    error.verify_code, error.verify_message = code, message
    return error


def broken_handshake(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] (_ssl.c:1000)")
    error.reason = reason
    return error


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_every_number_of_the_system_has_words_that_are_not_pythons(number: int) -> None:
    error = OSError(number, f"Connect call failed ('127.0.0.1', {number})", "/place")

    for words in (file_error_reason(error), connection_error_reason(error)):
        assert words
        assert not PYTHONS_WORDS.search(words)


def test_a_number_without_words_is_named_so_that_it_can_be_looked_up() -> None:
    assert file_error_reason(OSError(errno.EUCLEAN, "x")) == "the system refuses (EUCLEAN)"
    assert file_error_reason(OSError(99_999, "x")) == "the system refuses"
    assert file_error_reason(OSError("odd")) == "the system refuses"


def test_what_the_system_really_refuses_has_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "none").read_text()
    with pytest.raises(IsADirectoryError) as folder:
        tmp_path.read_text()
    with pytest.raises(ConnectionRefusedError) as silent:
        socket.create_connection(("127.0.0.1", 1), timeout=10)
    with pytest.raises(OSError, match="x") as long:
        (tmp_path / ("x" * 10_000)).stat()

    assert file_error_reason(missing.value) == "there is no such file or folder; check its name"
    assert file_error_reason(folder.value) == "it is a folder, and a file is wanted"
    assert (
        connection_error_reason(silent.value)
        == "nothing answers there; check the address, or try again later"
    )
    assert file_error_reason(long.value) == "the name is too long; choose a shorter one"


def test_one_number_means_another_thing_to_a_file_than_to_a_connection() -> None:
    barred = OSError(errno.EACCES, "x")

    assert "whose it is" in file_error_reason(barred)
    assert "firewall" in connection_error_reason(barred)


def test_what_is_wrong_with_a_certificate_is_said() -> None:
    assert connection_error_reason(distrust(10, "certificate has expired")).startswith(
        "it has run out"
    )
    assert (
        connection_error_reason(distrust(62, "Hostname mismatch.")) == "it is that of another host"
    )
    assert connection_error_reason(distrust(999, "CA too weak.")) == "CA too weak"


def test_what_ends_a_handshake_is_said() -> None:
    assert "not encrypted" in connection_error_reason(broken_handshake("WRONG_VERSION_NUMBER"))
    assert connection_error_reason(broken_handshake("BAD_LENGTH")) == "bad length"
    assert connection_error_reason(ssl.SSLError(1, "odd")) == ""


def test_a_host_that_is_not_known_has_numbers_of_another_kind() -> None:
    error = socket.gaierror(8, "nodename nor servname provided, or not known")

    assert connection_error_reason(error) == "its host is not known"


def test_of_what_has_no_number_nothing_is_said() -> None:
    assert connection_error_reason(OSError("Multiple exceptions: [...]")) == ""
    assert connection_error_reason(ValueError("odd")) == ""
