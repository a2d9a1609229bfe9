"""Templates to responses: everything is escaped, and nothing but our own files may be loaded or run."""

from __future__ import annotations

from functools import cache

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from ingest.errors import ImlError, NotHeld
from search.pages.assets import asset_url
from search.pages.interface import Interface, direction, interface_of
from search.pages.marking import marked, quoted

__all__ = ["problem_page", "render"]

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    interface: Interface | None = None,
    framed_by: tuple[str, ...] = (),
    **values: object,
) -> HTMLResponse:
    """The page of a template; `framed_by` are the origins that may show it in a frame."""
    shown = interface or interface_of(request)
    html = _environment().get_template(template).render(ui=shown, t=shown.text, **values)
    headers = {
        "Content-Security-Policy": _POLICY.format(ancestors=" ".join(framed_by) or "'none'"),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Content-Language": shown.language,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Language",
    }
    if not framed_by:
        headers["X-Frame-Options"] = "DENY"
    return HTMLResponse(html, status, headers)


def problem_page(request: Request, error: ImlError) -> HTMLResponse:
    """The page that says what went wrong and what to do."""
    status = 404 if isinstance(error, NotHeld) else 422
    return render(request, "problem.html", status=status, message=str(error))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("search.pages"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["marked"] = marked
    environment.filters["quoted"] = quoted
    environment.filters["direction"] = direction
    environment.globals["asset_url"] = asset_url
    return environment
