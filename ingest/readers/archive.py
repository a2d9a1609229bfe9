"""Zip archives that may come from anywhere: checked before they are opened, read within limits."""

from __future__ import annotations

import io
import zipfile
import zlib

from ingest.errors import ProtectedSource, SourceLimit, UnreadableSource

__all__ = ["open_archive", "read_member"]

_MAX_UNPACKED_MIB = 1024
"""Of all members together; more is no document of words."""
_MAX_MEMBER_MIB = 64
"""Of a member that is read; its tree takes several times as much memory."""
_MIB = 1024 * 1024
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive in these bytes, every member of it found whole; the caller closes it.

    Raises `UnreadableSource` for a damaged one, `ProtectedSource` for one with a password, `SourceLimit` for one that
    unpacks to more than a text can be.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        size = sum(member.file_size for member in archive.infolist())
        if size > _MAX_UNPACKED_MIB * _MIB:
            raise SourceLimit(
                f"The archive of {len(data)} bytes unpacks to {size // _MIB} MiB, more than the "
                f"{_MAX_UNPACKED_MIB} MiB that are allowed; take the pictures out of it."
            )
        damaged = archive.testzip()
    except _DAMAGED as error:
        raise UnreadableSource(f"The file begins as a zip archive but breaks off: {error}; fetch it again.") from error
    except NotImplementedError as error:
        raise UnreadableSource(f"The archive uses a compression that is not read here: {error}.") from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise ProtectedSource(f"The file asks for a password ({error}); save it without one.") from error
    if damaged is not None:
        raise UnreadableSource(f"The archive is damaged at {damaged!r}; fetch it again.")
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of a member, None where there is no such member; raises `SourceLimit` for a huge one."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    if member.file_size > _MAX_MEMBER_MIB * _MIB:
        raise SourceLimit(
            f"{name!r} in the archive unpacks to {member.file_size // _MIB} MiB, more than the {_MAX_MEMBER_MIB} MiB "
            "that are allowed; split the document."
        )
    return archive.read(member)
