"""The index in use, the probes, the metrics, and loading a newer index."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, ConfigDict, Field

from search.http.accept import require_accepted
from search.http.live import Live
from search.http.service import Service

__all__ = ["router"]

router = APIRouter(tags=["service"])
_JSON = [Depends(require_accepted("application/json"))]


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Shared = Annotated[Service, Depends(_service)]


class ManifestModel(BaseModel):
    """What the live index was made from and by; other keys say how, and may change with the format."""

    model_config = ConfigDict(extra="allow")

    generation: str = Field(description="The id of the index: the start of its manifest's hash.")
    format: int
    model: dict[str, Any] = Field(description="The encoder: name, fingerprint, dimension, longest text in tokens.")
    counts: dict[str, int]


class ReloadModel(BaseModel):
    """What came of looking for a newer index."""

    reloaded: bool = Field(description="Whether a newer one was found and is live now in this process.")
    generation: str = Field(description="The index that is live now.")


@router.get("/v1/index", response_model=ManifestModel, dependencies=_JSON)
async def index(live: Live) -> dict[str, Any]:
    """The manifest of the live index, without its file list."""
    generation = live.snapshot.generation
    manifest = {k: v for k, v in generation.manifest.items() if k != "files"}
    return {"generation": generation.id, **manifest}


@router.post("/v1/admin/reload", response_model=ReloadModel, dependencies=_JSON)
def reload(service: Shared) -> Any:
    """Load a newer index if there is one; needs a key of scope admin. Other processes follow within `IML_RELOAD_S`."""
    reloaded = service.reload()
    return {"reloaded": reloaded, "generation": service.searcher.snapshot.generation.id}


@router.get("/healthz", response_class=PlainTextResponse)
async def healthz() -> str:
    """The process is alive."""
    return "ok\n"


@router.get("/readyz", response_class=PlainTextResponse)
async def readyz(service: Shared) -> str:
    """An index is open and questions can be answered; 503 once the service was told to stop."""
    if service.draining:
        raise HTTPException(503, "the service is stopping", {"retry-after": "5"})
    return f"ready {service.searcher.snapshot.generation.id}\n"


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(service: Shared) -> Response:
    """Counts and times for Prometheus; `IML_METRICS` says who may read them."""
    if service.settings.metrics == "off":
        raise HTTPException(404, "metrics are off (IML_METRICS=off)")
    return Response(service.metrics.text(), media_type=CONTENT_TYPE_LATEST)
