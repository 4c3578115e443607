"""The API for programs, under ``/api/``: JSON in and out, a token in the header, the same access rules as the pages.

It is described at ``/api/openapi.json``. Every error is ``{"error": "one sentence"}``.
"""

from __future__ import annotations

import logging
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from onrecord import __version__
from onrecord.accounts.sheet import Sheet
from onrecord.desk import api_reading, api_writing  # noqa: F401  each puts its operations on the router
from onrecord.desk.access import Power, View, needs
from onrecord.desk.api_access import ABSENT, ATTACHED, UNKNOWN, Bearer, Refusal, refused, router
from onrecord.desk.tokens import Scope
from onrecord.ledger.answers import Hits, LogLine, Person
from onrecord.record import OnrecordError, Record

_log = logging.getLogger("onrecord.desk")


class Api(NinjaAPI):
    """With the types of the record and of sheets, and the scopes of tokens, in its description."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """OpenAPI 3.1."""
        schema = super().get_openapi_schema(**kwargs)
        _, shared = msgspec.json.schema_components(
            [Record, Sheet, Person, Hits, LogLine], ref_template="#/components/schemas/{name}"
        )
        schema["components"].setdefault("schemas", {}).update(shared)
        for at, of in schema["paths"].items():
            for method, operation in of.items():
                scope = POWERS[f"{method.upper()} {at}"][0]
                operation["security"] = [{Bearer.__name__: [scope]}]
                operation["description"] = f"{operation.get('description', '')} Takes a token for `{scope}`.".strip()
        return schema


api = Api(
    title="onrecord", version=__version__, docs_url=None, openapi_url="/openapi.json", urls_namespace="api",
    description=__doc__.partition("\n\n")[2],
)  # fmt: skip
api.add_router("", router)


@api.exception_handler(Refusal)
def _refusal(request: HttpRequest, error: Refusal) -> HttpResponse:
    return refused(error)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return refused(UNKNOWN)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return refused(ABSENT)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return refused(Refusal(HTTPStatus.FORBIDDEN, "You may not do this."))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    where = ".".join(str(each) for each in first["loc"][1:] if each not in ("said", "new", "asked"))
    return refused(Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where or 'The request'}: {first['msg']}."))


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refused(Refusal(error.status_code, f"{error}."))


@api.exception_handler(OnrecordError)
def _told(request: HttpRequest, error: OnrecordError) -> HttpResponse:
    return refused(Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)))


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("answering %s %s", request.method, request.path, exc_info=error)
    return refused(Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "The desk made a mistake; nothing was changed."))


def operations() -> dict[str, tuple[Scope, Power]]:
    """Every operation ('GET /api/incidents') with the scope of its token and the power of that one's person."""
    found = {}
    for at, view in router.path_operations.items():
        for operation in view.operations:
            (bearer,) = operation.auth_callbacks
            assert isinstance(bearer, Bearer)
            for method in operation.methods:
                found[f"{method} /api{at}"] = (bearer.scope, bearer.power)
    return found


POWERS = operations()
"""For the table of who may what."""


@csrf_exempt
@needs(Power.ANYONE)
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """What is said at any other address under ``/api/``."""
    return refused(ABSENT)


def _told_alike(view: View) -> View:
    """That an address is not for this method is said as everything else is; and no answer is a page."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Content-Disposition", ATTACHED)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = response["Allow"]
        said = refused(Refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"This address is for {allowed}."))
        said["Allow"] = allowed
        return said

    return answered


def _routes() -> list[URLPattern | URLResolver]:
    mounted = path("api/", api.urls)
    for each in mounted.url_patterns:
        each.callback = _told_alike(cast(View, each.callback))
        # Anybody may knock: what a token is for and its person may is asked of each operation (POWERS).
        vars(each.callback)["power"] = Power.ANYONE
    return [path("api/", nothing), mounted, path("api/<path:rest>", nothing)]


routes: list[URLPattern | URLResolver] = _routes()
