"""The desk's addresses, noun by noun."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from onrecord.desk import (
    api,
    care,
    coding,
    health,
    history,
    inbox,
    incident,
    incoming,
    me,
    notices,
    people,
    reports,
    restrictions,
    review,
    saved,
    search,
    signing,
    team,
    tokens,
    welcome,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="inbox"), name="home"),
    *welcome.routes,
    *inbox.routes,
    *incoming.routes,
    *reports.routes,
    *incident.routes,
    *people.routes,
    *search.routes,
    *saved.routes,
    *notices.routes,
    *history.routes,
    *review.routes,
    *coding.routes,
    *care.routes,
    *restrictions.routes,
    *team.routes,
    *tokens.routes,
    *me.routes,
    *api.routes,
    *health.routes,
    path("account/", include(signing.routes)),
    path("language/", include("django.conf.urls.i18n")),
]
handler429 = "onrecord.desk.signing.too_often"
