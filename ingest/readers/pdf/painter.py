"""The operators of a page gone through, and what they show written down with its place and font."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, NameObject, StreamObject

from ingest.readers.pdf.direction import logical
from ingest.readers.pdf.fonts import Face, read_face
from ingest.readers.pdf.runs import Run

__all__ = ["FaceCache", "Matrix", "Painter"]

FaceCache = dict[int, Face | None]
"""Faces by the number of their object; fonts are shared by the pages of a file."""

Matrix = tuple[float, float, float, float, float, float]
_MAX_GAP = 0.9
"""In ems. A wider gap within a line may be a gutter between columns or cells, so it ends a run."""
_MAX_DEPTH = 12
_MAX_FORMS = 2000
_OBLIQUE = 0.05


@dataclass(slots=True)
class _State:
    """The part of the graphics state that places text."""

    ctm: Matrix
    face: Face | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    def copy(self) -> _State:
        return _State(
            self.ctm, self.face, self.size, self.spacing, self.word_spacing, self.scale, self.leading, self.rise
        )


class Painter:
    """Goes through the operators of a page and writes down what they show."""

    def __init__(self, faces: FaceCache, ctm: Matrix, width: float, height: float) -> None:
        self.runs: list[Run] = []
        self.oblique = 0
        self.images = 0
        self.unread = 0
        self._faces = faces
        self._width = width
        self._height = height
        self._state = _State(ctm)
        self._stack: list[_State] = []
        self._tm: Matrix = (1, 0, 0, 1, 0, 0)
        self._line: Matrix = (1, 0, 0, 1, 0, 0)
        self._marks: list[_Mark] = []
        self._pagination = 0
        self._resources: DictionaryObject = DictionaryObject()
        self._depth = 0
        self._forms = 0
        self._shown = 0
        self._handlers: dict[bytes, Callable[[list[Any]], None]] = {
            b"BT": self._begin_text,
            b"Td": self._move,
            b"TD": self._move_leading,
            b"Tm": self._set_matrix,
            b"T*": self._next_line,
            b"Tj": self._show_one,
            b"TJ": self._show_many,
            b"'": self._next_and_show,
            b'"': self._space_and_show,
            b"Tf": self._font,
            b"Tc": self._spacing,
            b"Tw": self._word_spacing,
            b"Tz": self._scale,
            b"TL": self._leading,
            b"Ts": self._rise,
            b"q": self._save,
            b"Q": self._restore,
            b"cm": self._concatenate,
            b"Do": self._do,
            b"BMC": self._begin_mark,
            b"BDC": self._begin_mark,
            b"EMC": self._end_mark,
        }

    def paint(self, content: ContentStream, resources: Any) -> None:
        """Take in the operators of a content stream."""
        outer = self._resources
        resolved = resources.get_object() if resources is not None else None
        self._resources = resolved if isinstance(resolved, DictionaryObject) else outer
        handlers = self._handlers
        for operands, operator in content.operations:
            handler = handlers.get(operator)
            if handler is not None:
                try:
                    handler(operands)
                except (IndexError, TypeError, ValueError, AttributeError, KeyError, OverflowError):
                    continue  # operands that no reader can use; the next operator may be sound
        self._resources = outer

    # Text objects and positions

    def _begin_text(self, _: list[Any]) -> None:
        self._tm = self._line = (1, 0, 0, 1, 0, 0)

    def _move(self, operands: list[Any]) -> None:
        x, y = float(operands[0]), float(operands[1])
        a, b, c, d, e, f = self._line
        self._tm = self._line = (a, b, c, d, e + x * a + y * c, f + x * b + y * d)

    def _move_leading(self, operands: list[Any]) -> None:
        self._state.leading = -float(operands[1])
        self._move(operands)

    def _set_matrix(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = map(float, operands[:6])
        self._tm = self._line = (a, b, c, d, e, f)

    def _next_line(self, _: list[Any]) -> None:
        self._move([0, -self._state.leading])

    # Showing

    def _show_one(self, operands: list[Any]) -> None:
        self._show(operands[0])

    def _next_and_show(self, operands: list[Any]) -> None:
        self._next_line([])
        self._show(operands[0])

    def _space_and_show(self, operands: list[Any]) -> None:
        self._word_spacing(operands)
        self._spacing(operands[1:])
        self._next_line([])
        self._show(operands[2])

    def _show_many(self, operands: list[Any]) -> None:
        state = self._state
        for item in operands[0]:
            if isinstance(item, (bytes, str)):
                self._show(item)
            else:
                self._advance(-float(item) / 1000 * state.size * state.scale)

    def _advance(self, width: float) -> None:
        a, b, c, d, e, f = self._tm
        self._tm = (a, b, c, d, e + width * a, f + width * b)

    def _show(self, item: bytes | str) -> None:
        state = self._state
        face = state.face
        if face is None:
            self.unread += len(item)
            return
        data = item if isinstance(item, bytes) else item.encode("latin-1", "replace")
        text, thousandths, count, blanks = face.shown(data)
        width = (thousandths / 1000 * state.size + count * state.spacing + blanks * state.word_spacing) * state.scale
        replaced = bool(self._marks) and self._marks[-1].replaced
        if replaced:
            text = self._marks[-1].take()
        if text or replaced:
            blank = (face.space / 1000 * state.size + state.spacing + state.word_spacing) * state.scale
            self._place(text, width, (len(text) - len(text.rstrip())) * blank, face)
        self._advance(width)

    def _place(self, text: str, width: float, trailing: float, face: Face) -> None:
        state = self._state
        ta, tb, tc, td, te, tf = self._tm
        ca, cb, cc, cd, ce, cf = state.ctm
        te, tf = te + state.rise * tc, tf + state.rise * td
        a, b = ta * ca + tb * cc, ta * cb + tb * cd
        x, y = te * ca + tf * cc + ce, te * cb + tf * cd + cf
        up_x, up_y = tc * ca + td * cc, tc * cb + td * cd
        size = abs(state.size) * math.hypot(up_x, up_y)
        length, blank = width * math.hypot(a, b), trailing * math.hypot(a, b)
        if state.size < 0:
            a, b = -a, -b
            length = -length
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(length) and 0.5 < size < 2000):
            return
        if abs(b) <= _OBLIQUE * abs(a):
            if a > 0:
                u, v, angle = x, self._height - y, 0
            else:
                u, v, angle = self._width - x, y, 180
        elif abs(a) <= _OBLIQUE * abs(b):
            u, v, angle = (y, x, 90) if b > 0 else (self._height - y, self._width - x, 270)
        else:
            self.oblique += len(text.strip())
            return
        if -size <= x <= self._width + size and -size <= y <= self._height + size:
            self._write(text, u, u + length, u + max(0.0, length - blank), v, size, face, angle)

    def _write(
        self, text: str, x0: float, x1: float, ink: float, y: float, size: float, face: Face, angle: int
    ) -> None:
        self._shown += 1
        if self.runs:
            last = self.runs[-1]
            if (
                last.face is face
                and last.angle == angle
                and abs(last.y - y) < 0.05 * size
                and abs(last.size - size) < 0.02 * size
                and last.pagination == bool(self._pagination)
                and -0.4 * size < x0 - last.x1 <= _MAX_GAP * size
            ):
                gap = x0 - last.x1
                if text and gap > face.space / 2000 * size and not (last.text.endswith(" ") or text.startswith(" ")):
                    last.text += " "
                last.text += text
                last.x1 = max(last.x1, x1)
                if text.strip():
                    last.ink = max(last.ink, ink)
                return
            if self._marks and self._marks[-1].run is last and not text and x1 - x0 > last.x1 - last.x0:
                # What was drawn first is a mark above the letter that comes now.
                last.x0, last.x1, last.ink, last.y = min(x0, last.x0), max(x1, last.x1), max(ink, last.ink), y
        if not text.strip():
            return
        self.runs.append(Run(text, x0, x1, ink, y, size, face, angle, self._shown, bool(self._pagination)))
        if self._marks and self._marks[-1].replaced:
            self._marks[-1].run = self.runs[-1]

    # State

    def _font(self, operands: list[Any]) -> None:
        self._state.size = float(operands[1])
        self._state.face = self._face(operands[0])

    def _face(self, name: NameObject) -> Face | None:
        fonts = self._resources["/Font"].get_object()
        if not isinstance(fonts, DictionaryObject) or name not in fonts:
            return None
        raw = fonts.raw_get(name)
        resource = raw.get_object()
        key = raw.idnum if isinstance(raw, IndirectObject) else -id(resource)
        if key not in self._faces:
            try:
                self._faces[key] = read_face(resource)
            except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError):
                self._faces[key] = None  # its text is counted as unread
        return self._faces[key]

    def _spacing(self, operands: list[Any]) -> None:
        self._state.spacing = float(operands[0])

    def _word_spacing(self, operands: list[Any]) -> None:
        self._state.word_spacing = float(operands[0])

    def _scale(self, operands: list[Any]) -> None:
        self._state.scale = float(operands[0]) / 100

    def _leading(self, operands: list[Any]) -> None:
        self._state.leading = float(operands[0])

    def _rise(self, operands: list[Any]) -> None:
        self._state.rise = float(operands[0])

    def _save(self, _: list[Any]) -> None:
        self._stack.append(self._state.copy())

    def _restore(self, _: list[Any]) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _concatenate(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = map(float, operands[:6])
        self._state.ctm = _multiply((a, b, c, d, e, f), self._state.ctm)

    # Forms and marks

    def _do(self, operands: list[Any]) -> None:
        objects = self._resources["/XObject"].get_object()
        form = objects[operands[0]].get_object() if isinstance(objects, DictionaryObject) else None
        if not isinstance(form, StreamObject):
            return
        if form.get("/Subtype") == "/Image":
            self.images += 1
            return
        if self._depth >= _MAX_DEPTH or self._forms >= _MAX_FORMS:
            return
        self._depth += 1
        self._forms += 1
        outer, stack, marks = self._state, self._stack, self._marks
        self._state, self._stack, self._marks = outer.copy(), [], []
        matrix = form.get("/Matrix")
        if isinstance(matrix, ArrayObject) and len(matrix) == 6:
            a, b, c, d, e, f = map(float, matrix)
            self._state.ctm = _multiply((a, b, c, d, e, f), outer.ctm)
        self.paint(ContentStream(form, None, "bytes"), form.get("/Resources"))
        self._state, self._stack, self._marks = outer, stack, marks
        self._depth -= 1

    def _begin_mark(self, operands: list[Any]) -> None:
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, NameObject):
            named = self._resources.get("/Properties", DictionaryObject()).get_object()
            properties = named.get(properties)
        properties = properties.get_object() if properties is not None else None
        entries = properties if isinstance(properties, DictionaryObject) else DictionaryObject()
        pagination = operands[0] == "/Artifact" and entries.get("/Type") == "/Pagination"
        actual = entries.get("/ActualText")
        self._marks.append(_Mark(pagination, _text_string(actual) if actual is not None else None))
        self._pagination += pagination

    def _end_mark(self, _: list[Any]) -> None:
        if self._marks:
            self._pagination -= self._marks.pop().pagination


@dataclass(slots=True)
class _Mark:
    """A span of marked content."""

    pagination: bool
    actual: str | None
    """What the file says the span's glyphs stand for; given once, with its first glyphs."""
    run: Run | None = None
    """The run that the first glyphs began."""

    @property
    def replaced(self) -> bool:
        return self.actual is not None

    def take(self) -> str:
        text, self.actual = self.actual or "", ""
        return logical(text)  # lines are put together from left to right: turned, and later turned back


def _text_string(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-16", "replace") if value[:2] in (b"\xfe\xff", b"\xff\xfe") else value.decode("latin-1")
    return str(value)


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
