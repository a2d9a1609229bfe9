"""API keys in `HOME/keys.sqlite`, readable by its owner alone: of each a name, a scope and the SHA-256 of its token.

A token is 256 random bits. Nobody can try all of them, so one round of SHA-256 keeps it as well as a slow password hash
would, without its cost at every request. Slow hashes are for what people think up.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from index.generation import Home
from ingest.errors import NotHeld, UsageError

__all__ = ["SCOPES", "TOKEN_PREFIX", "ApiKey", "KeyStore", "Scope"]

Scope = Literal["read", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
TOKEN_PREFIX = "iml_"
_TOKEN = re.compile(rf"{TOKEN_PREFIX}([0-9a-f]{{12}})_([A-Za-z0-9_-]{{43}})")
_NAME = re.compile(r"[\w .@-]{1,64}")
_SCHEMA = """CREATE TABLE IF NOT EXISTS key (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, sha256 TEXT NOT NULL,
    created TEXT NOT NULL, revoked TEXT
) STRICT"""
_NOBODY = "0" * 64
"""What a token of an unknown id is compared with, so that it takes as long as one of a known id."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept; its token is shown once, when it is made."""

    id: str
    name: str
    scope: Scope
    created: str
    revoked: str | None = None

    def allows(self, scope: Scope) -> bool:
        """Whether the key is good for a scope; admin includes read."""
        return self.revoked is None and SCOPES.index(self.scope) >= SCOPES.index(scope)


class KeyStore:
    """The keys of a home; every look reads the file, so that a revoked key ends at once in all processes."""

    def __init__(self, home: Home) -> None:
        self._path = home.path / "keys.sqlite"

    def new(self, name: str, scope: Scope) -> tuple[ApiKey, str]:
        """A new key and its token, which is kept nowhere."""
        if not _NAME.fullmatch(name):
            raise UsageError(f"name {name!r} must be 1 to 64 letters, digits, blanks or any of . @ - _")
        if scope not in SCOPES:
            raise UsageError(f"scope {scope!r} is none of {', '.join(SCOPES)}")
        key = ApiKey(secrets.token_hex(6), name, scope, datetime.now(UTC).isoformat(timespec="seconds"))
        token = f"{TOKEN_PREFIX}{key.id}_{secrets.token_urlsafe(32)}"
        try:
            with self._open() as db:
                db.execute(
                    "INSERT INTO key VALUES (?, ?, ?, ?, ?, NULL)", (key.id, name, scope, _hashed(token), key.created)
                )
        except sqlite3.IntegrityError as error:
            raise UsageError(f"there is a key named {name!r}; choose another name, or revoke that one") from error
        return key, token

    def all(self) -> list[ApiKey]:
        """All keys, revoked ones too, oldest first."""
        if not self._path.is_file():
            return []
        with self._open() as db:
            rows = db.execute("SELECT id, name, scope, created, revoked FROM key ORDER BY created, id")
            return [ApiKey(*row) for row in rows]

    def revoke(self, name: str) -> ApiKey:
        """The key of a name or id, no longer valid; its name can be given again."""
        found = next((key for key in self.all() if name in (key.name, key.id) and key.revoked is None), None)
        if found is None:
            raise NotHeld(f"no valid key is named {name!r}; `iml key list` lists them")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._open() as db:
            db.execute(
                "UPDATE key SET revoked = ?, name = ? WHERE id = ?", (now, f"{found.name} ({found.id})", found.id)
            )
        return ApiKey(found.id, found.name, found.scope, found.created, now)

    def find(self, token: str) -> ApiKey | None:
        """The valid key of a token; the hashes are compared in constant time."""
        parts = _TOKEN.fullmatch(token)
        if parts is None or not self._path.is_file():
            return None
        with self._open() as db:
            rows = db.execute(
                "SELECT id, name, scope, created, revoked, sha256 FROM key WHERE id = ?", (parts[1],)
            ).fetchall()
        *fields, stored = rows[0] if rows else (*[""] * 5, _NOBODY)
        right = hmac.compare_digest(_hashed(token), stored)
        key = ApiKey(*fields)
        return key if rows and right and key.revoked is None else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(self._path)) as db, db:
            db.execute(_SCHEMA)
            yield db


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
