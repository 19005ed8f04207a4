"""What each route at a hut asks of a role; `test_doors.py` holds every route against every role."""

from __future__ import annotations

from gateway.access.roles import Permission

HERE = "/api/v1/properties/{property}"
HUT = f"{HERE}/hut"
MEDIUM = f"{HUT}/media/{{media}}"
NIGHT = f"{HERE}/planning/{{night}}"
STAYS = f"{HERE}/stays"
STAY = f"{STAYS}/{{order}}"
# Read by whoever books, changed by whoever answers for the hut.
PARTS = (
    *("rules", "terms/{language}", "mails", "stock-types", "openings"),
    *("rates", "supplements", "closures"),
)
SHEET = (
    *("contact", "position", "texts/{language}", "characteristics", "photos", "links", "folders"),
)

HUT_NEEDS: dict[tuple[str, str], Permission | None] = {
    ("GET", f"{HERE}/selling"): Permission.SEE_STAYS,
    **{("GET", f"{HERE}/{part}"): Permission.SEE_STAYS for part in PARTS},
    **{("PUT", f"{HERE}/{part}"): Permission.DEFINE_SELLING for part in PARTS},
    ("GET", HUT): Permission.SEE_STAYS,
    **{("PUT", f"{HUT}/{part}"): Permission.DEFINE_SELLING for part in SHEET},
    ("POST", f"{HUT}/media"): Permission.DEFINE_SELLING,
    ("PUT", MEDIUM): Permission.DEFINE_SELLING,
    ("DELETE", MEDIUM): Permission.DEFINE_SELLING,
    ("GET", f"{HERE}/readiness"): Permission.SEE_STAYS,
    ("GET", f"{HERE}/planning"): Permission.SEE_STAYS,
    ("GET", f"{HERE}/planning/options"): Permission.SEE_STAYS,
    ("GET", NIGHT): Permission.SEE_STAYS,
    ("PUT", NIGHT): Permission.BOOK_STAYS,
    ("PUT", f"{NIGHT}/{{stock_type}}"): Permission.BOOK_STAYS,
    ("POST", f"{STAYS}/price"): Permission.BOOK_STAYS,
    ("POST", STAYS): Permission.BOOK_STAYS,
    ("GET", STAY): Permission.SEE_STAYS,
    ("POST", f"{STAY}/price"): Permission.BOOK_STAYS,
    ("PUT", f"{STAY}/cart"): Permission.BOOK_STAYS,
    ("POST", f"{STAY}/confirm"): Permission.BOOK_STAYS,
    ("POST", f"{STAY}/cancel"): Permission.BOOK_STAYS,
    ("POST", f"{STAY}/card/charge"): Permission.BOOK_STAYS,
    ("POST", f"{STAY}/card/release"): Permission.BOOK_STAYS,
    ("POST", f"{HERE}/payment-means/{{means}}/test"): Permission.DEFINE_SELLING,
    ("GET", f"{STAY}/mails"): Permission.SEE_STAYS,
    ("GET", f"{STAY}/mails/{{notice}}"): Permission.SEE_STAYS,
    ("GET", f"{STAY}/mails/{{notice}}/page"): Permission.SEE_STAYS,
    ("POST", f"{STAY}/mails/{{notice}}/resend"): Permission.BOOK_STAYS,
    ("GET", f"{HERE}/sales"): Permission.SEE_STAYS,
    ("GET", f"{HERE}/sales/totals"): Permission.SEE_FIGURES,
    ("GET", f"{HERE}/sales/export"): Permission.EXPORT,
    ("GET", f"{HERE}/calendars"): Permission.DEFINE_SELLING,
    ("PUT", f"{HERE}/calendars/{{stock_type}}"): Permission.DEFINE_SELLING,
    ("DELETE", f"{HERE}/calendars/{{stock_type}}"): Permission.DEFINE_SELLING,
}
