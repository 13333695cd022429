"""Links to documents of two kinds, DmDocument and DbDocument: never bytes (multivers-api.md 0.9, 2.1, 3.10).

All of it belongs to the module Document Management: without it every call is refused with 403 (8.22). Types of
documents, link types and categories are told by nobody and are the sandbox's own.
"""

from __future__ import annotations

import fnmatch
from typing import Any

from sandbox.model import Record, words
from sandbox.multivers.context import Books, Call, Handler, Routes
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.families import Family, create_all, created, edit, family_routes, rows_of
from sandbox.multivers.fields import model
from sandbox.multivers.wire import Problems

LINK_TYPES = words("Customer Supplier Organization CustomerInvoice SupplierInvoice Order JournalTransaction")
DOCUMENT_TYPES = (
    "Algemeen", "Offerte", "Orderbevestiging", "Pakbon", "Factuur", "Creditfactuur", "Aanmaning", "Rekeningoverzicht",
    "Inkooporder", "Inkoopfactuur", "Contract", "Brief", "E-mail", "Memo", "Rapport", "Begroting", "Jaarrekening",
    "Aangifte", "Bankafschrift", "Incasso", "Betaling", "Machtiging", "Project", "Artikel", "Serviceorder", "Foto",
    "Overig",
)  # fmt: skip
_MAILED = range(1, 8)


def _check_dm(_books: Books, record: Record, problems: Problems) -> None:
    if record["linkType"] and record["linkType"] not in LINK_TYPES:
        problems.add("linkType", f"Koppelingstype {record['linkType']} bestaat niet")
    if bool(record["linkType"]) != bool(record["linkId"]):
        problems.add("linkId", "linkType en linkId horen bij elkaar")


def _fill_dm(books: Books, record: Record) -> None:
    record["reference"] = record["reference"] or _next_reference(books)
    record["dateCreated"] = record["dateCreated"] or books.clock.today().isoformat()
    record["createdBy"] = record["createdBy"] or "SYSTEEM"


def _next_reference(books: Books) -> str:
    known = rows_of(books.db, DM_DOCUMENT)
    number = len(known) + 1
    while f"DOC{number:06}" in known:
        number += 1
    return f"DOC{number:06}"


DM_DOCUMENT = Family(
    "DmDocument",
    model(
        "reference:s20 description:s subject:s documentLink:s! documentType:s linkType:s linkId:s linkCategoryName:s"
        " createdBy:s dateCreated:t dateSent:t sentTo:s"
    ),
    ("reference",),
    label="Document",
    calls="edit",
    check=_check_dm,
    fill=_fill_dm,
)
CATEGORY = Family(
    "DmDocumentCategory", model("linkCategoryName:s40! linkType:s! description:s40"), ("linkType", "linkCategoryName"),
    label="Categorie", calls="",
)  # fmt: skip


def _check_db(books: Books, record: Record, problems: Problems) -> None:
    if str(record["organizationId"]) not in books.db.organizations:
        problems.add("organizationId", f"Organisatie {record['organizationId']} bestaat niet")


def _fill_db(books: Books, record: Record) -> None:
    rows = rows_of(books.db, DB_DOCUMENT).values()
    used = [row["linkId"] for row in rows if row["organizationId"] == record["organizationId"]]
    record["linkId"] = record["linkId"] or max(used, default=0) + 1
    record["createdDate"] = record["createdDate"] or books.clock.today().isoformat()
    record["folder"] = record["folder"] or "Algemeen"


DB_DOCUMENT = Family(
    "DbDocument",
    model(
        "organizationId:i! linkId:i documentName:s! documentType:s folder:s keywords:s link:s! createdDate:t sentTo:s"
    ),
    ("organizationId", "linkId"),
    label="Document",
    calls="edit",
    check=_check_db,
    fill=_fill_db,
)


def _dm_list(call: Call) -> list[Record]:
    """`GET DmDocumentList…` in all its forms; a pattern has `*` and `?`, or is a part of a text."""
    kind = call.parts.get("linkType") or call.query.get("linktype", "")
    value = call.parts.get("linkValue") or call.query.get("linkvalue", "")
    pattern = call.parts.get("pattern") or call.query.get("pattern", "")
    return [
        edit(DM_DOCUMENT, row)
        for row in rows_of(call.db, DM_DOCUMENT).values()
        if kind.lower() in ("", row["linkType"].lower()) and value in ("", row["linkId"]) and _fits(row, pattern)
    ]


def _fits(row: Record, pattern: str) -> bool:
    if not pattern:
        return True
    wanted = pattern.lower() if set(pattern) & {"*", "?"} else f"*{pattern.lower()}*"
    return any(fnmatch.fnmatchcase(row[name].lower(), wanted) for name in ("reference", "subject", "description"))


def _dm_of_organization(call: Call) -> list[Record]:
    """`GET DmDocumentList/ByOrganization/{organizationId}`: its own links and those of its customer and supplier."""
    found = call.db.organizations.get(call.parts["organizationId"])
    if found is None:
        raise NotFoundError
    links = {
        ("Organization", call.parts["organizationId"]),
        ("Customer", found["customerId"]),
        ("Supplier", found["supplierId"]),
    }
    rows = rows_of(call.db, DM_DOCUMENT).values()
    return [edit(DM_DOCUMENT, row) for row in rows if row["linkId"] and (row["linkType"], row["linkId"]) in links]


def _new_reference(call: Call) -> Record:
    """`POST DmDocumentCreateReferenceCommand?type`: the reference that the next document gets."""
    return {"error": "", "type": call.query.get("type", ""), "reference": _next_reference(call.books)}


def _categories(call: Call) -> list[Record]:
    """`GET DmDocumentCategoryList[?linkType]`."""
    wanted = call.query.get("linktype", "").lower()
    rows = rows_of(call.db, CATEGORY).values()
    return [edit(CATEGORY, row) for row in rows if wanted in ("", row["linkType"].lower())]


def _post_categories(call: Call) -> Any:
    """`POST DmDocumentCategoryList`: several at once, all or none."""
    return created(call, [edit(CATEGORY, row) for row in create_all(call.books, CATEGORY, call.json())])


def _db_edit(row: Record) -> Record:
    """`createdDate` is a typed date-time, so ISO (multivers-api.md 4.4)."""
    return edit(DB_DOCUMENT, row) | {"createdDate": f"{row['createdDate']}T00:00:00"}


def _db_list(call: Call) -> list[Record]:
    """`GET DbDocumentList/{organizationId}[?customerId&supplierId]`."""
    found = call.db.organizations.get(call.parts["organizationId"])
    if found is None:
        raise NotFoundError
    given = {name: call.query.get(name.lower(), "") for name in ("customerId", "supplierId")}
    if any(value and found[name] != value for name, value in given.items()):
        return []
    number = call.number("organizationId")
    return [_db_edit(row) for row in rows_of(call.db, DB_DOCUMENT).values() if row["organizationId"] == number]


def _folders(call: Call) -> list[Record]:
    """`GET DbDocumentList/FolderList/{organizationId}`: folders that have documents, with their number."""
    counts: dict[str, int] = {}
    for row in _db_list(call):
        counts[row["folder"]] = counts.get(row["folder"], 0) + 1
    return [{"folder": name, "documentCount": count} for name, count in counts.items()]


def _post_db_list(call: Call) -> Any:
    """`POST DbDocumentList`: several at once, all or none."""
    return created(call, [_db_edit(row) for row in create_all(call.books, DB_DOCUMENT, call.json())])


def _types(call: Call) -> list[Record]:
    """`GET DocumentTypeInfoList[?mailTemplateSafe]`: 27 types, 0 to 26."""
    only_mailed = call.query.get("mailtemplatesafe", "").lower() == "true"
    rows = (_type(number) for number in range(len(DOCUMENT_TYPES)))
    return [row for row in rows if row["mailTemplateSafe"] or not only_mailed]


def _type_info(call: Call) -> Record:
    """`GET DocumentTypeInfo/{type}`."""
    number = call.number("type")
    if not 0 <= number < len(DOCUMENT_TYPES):
        raise NotFoundError
    return _type(number)


def _type(number: int) -> Record:
    return {"type": number, "description": DOCUMENT_TYPES[number], "mailTemplateSafe": number in _MAILED}


def _licensed(handler: Handler) -> Handler:
    """The handler behind the licence for the module."""

    def answer(call: Call) -> Any:
        if not call.books.settings.document_management:
            raise refuse("", "U heeft geen licentie voor de module Document Management", 403)
        return handler(call)

    return answer


def _db_routes() -> Routes:
    """The calls of DbDocument, whose date is ISO."""

    def dated(handler: Handler) -> Handler:
        def answer(call: Call) -> Any:
            shown = handler(call)
            return shown and _db_edit(rows_of(call.db, DB_DOCUMENT)[f"{shown['organizationId']}/{shown['linkId']}"])

        return answer

    routes = family_routes(DB_DOCUMENT)
    return {path: handler if path.startswith("DELETE") else dated(handler) for path, handler in routes.items()}


_LINKS: Routes = {
    **family_routes(DM_DOCUMENT),
    **_db_routes(),
    "GET DmDocumentList": _dm_list,
    "GET DmDocumentList/ByLinkType/{linkType}": _dm_list,
    "GET DmDocumentList/ByOrganization/{organizationId}": _dm_of_organization,
    "GET DmDocumentList/ByPattern/{pattern}": _dm_list,
    "GET DmDocumentList/{linkType}/{linkValue}": _dm_list,
    "POST DmDocumentCreateReferenceCommand": _new_reference,
    "GET DmDocumentCategoryList": _categories,
    "POST DmDocumentCategoryList": _post_categories,
    "GET DbDocumentList/{organizationId}": _db_list,
    "GET DbDocumentList/FolderList/{organizationId}": _folders,
    "POST DbDocumentList": _post_db_list,
}
ROUTES: Routes = {path: _licensed(handler) for path, handler in _LINKS.items()} | {
    "GET DocumentTypeInfo/{type}": _type_info,
    "GET DocumentTypeInfoList": _types,
}
