"""What the system refuses, in words: files and disks, connections, encryption.

Python's own texts are never shown: they quote addresses as tuples and numbers as `[Errno 2]`, and
differ from system to system. Each reason continues a sentence after a colon, and says what to do
where something can be done.
"""

from __future__ import annotations

import errno

_PERMISSION = "the system does not allow it; look at whose it is, and who may read and write it"
_MISSING = "there is no such file or folder; check its name"
_FULL = "the disk is full; make room on it and try again"
_OPEN_FILES = "too many files are open; close other programs and try again"
_UNABLE = "the system cannot do that there"
_IN_USE = "something else is using it; try again when that is done"
_FILES = {
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: "a part of its path is a file, not a folder",
    errno.EISDIR: "it is a folder, and a file is wanted",
    errno.EEXIST: "something else of that name is there already",
    errno.ENOTEMPTY: "its folder is not empty",
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.EROFS: "the disk can be read only, not written",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your share of the disk is used up; make room and try again",
    errno.EFBIG: "the file would be larger than the system takes",
    errno.EIO: "the disk fails; copy what you need from it and have it checked",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.ELOOP: "a link there leads to itself",
    errno.EMFILE: _OPEN_FILES,
    errno.ENFILE: _OPEN_FILES,
    errno.ENOMEM: "no memory is left; close other programs and try again",
    errno.EBUSY: _IN_USE,
    errno.ETXTBSY: _IN_USE,
    errno.EAGAIN: _IN_USE,
    errno.ENOEXEC: "it is no program that runs here",
    errno.ENXIO: "nothing is behind it",
    errno.ENODEV: "nothing is behind it",
    errno.EXDEV: "it stands on another disk",
    errno.ESTALE: "its drive is gone; connect it again",
    errno.EINVAL: _UNABLE,
    errno.ENOTSUP: _UNABLE,
    errno.ENOSYS: _UNABLE,
}
_HUNG_UP = "the server hung up; try again later"
_SILENT = "nothing answers there; check the address, or try again later"
_NO_NETWORK = "there is no network"
_BARRED = "this machine lets nothing out to there; look at its firewall"
_CONNECTIONS = {
    errno.ECONNREFUSED: _SILENT,
    errno.ETIMEDOUT: _SILENT,
    errno.EHOSTDOWN: _SILENT,
    errno.ECONNRESET: _HUNG_UP,
    errno.ECONNABORTED: _HUNG_UP,
    errno.ENOTCONN: _HUNG_UP,
    errno.EPIPE: _HUNG_UP,
    errno.EHOSTUNREACH: "no way leads there; check the address and the network",
    errno.ENETUNREACH: _NO_NETWORK,
    errno.ENETDOWN: _NO_NETWORK,
    errno.EADDRNOTAVAIL: _NO_NETWORK,
    errno.EACCES: _BARRED,
    errno.EPERM: _BARRED,
}
# By the numbers of OpenSSL; its own words where none stand here.
_STRANGER = "nobody whom this machine trusts has signed it"
_CERTIFICATES = {
    9: "it is not valid yet; see that the clock of this machine is right",
    10: "it has run out; see that the clock of this machine is right",
    18: "its server has signed it itself",
    19: _STRANGER,
    20: _STRANGER,
    21: _STRANGER,
    62: "it is that of another host",
    64: "it is that of another host",
}
_HANDSHAKES = {
    "WRONG_VERSION_NUMBER": "what answers there is not encrypted; try it with http://",
    "HTTP_REQUEST": "what answers there is not encrypted; try it with http://",
    "UNEXPECTED_EOF_WHILE_READING": _HUNG_UP,
    "UNSUPPORTED_PROTOCOL": "its encryption is too old to be safe",
    "DH_KEY_TOO_SMALL": "its encryption is too old to be safe",
}


def file_error_reason(error: OSError) -> str:
    """Say in a few words why the system could not read or write something."""
    number = error.errno or 0
    return _FILES.get(number) or _CONNECTIONS.get(number) or _name_of_unknown(number)


def connection_error_reason(error: BaseException) -> str:
    """Say in a few words what became of a connection; empty when nothing is known."""
    if type(error).__name__ == "gaierror":  # whose numbers are of another kind
        return "its host is not known"
    if type(error).__module__ == "ssl":  # whose numbers are of another kind as well
        return _encryption_reason(error)
    number = getattr(error, "errno", None) or 0
    if number <= 0:
        return ""
    return _CONNECTIONS.get(number) or _FILES.get(number) or _name_of_unknown(number)


def _encryption_reason(error: BaseException) -> str:
    """Say in a few words why a certificate is not trusted, or what else ended a handshake."""
    certificate: str = getattr(error, "verify_message", "")
    if certificate:
        return _CERTIFICATES.get(getattr(error, "verify_code", 0), certificate.rstrip("."))
    reason: str = getattr(error, "reason", None) or ""
    return _HANDSHAKES.get(reason, reason.replace("_", " ").lower())


def _name_of_unknown(number: int) -> str:
    """Name an error that has no words here, so that it can be looked up."""
    name = errno.errorcode.get(number)
    return f"the system refuses ({name})" if name else "the system refuses"
