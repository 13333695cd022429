"""Writes a plain PDF: lines of text in Helvetica on A4, enough for a reader to open and a checker to accept."""

from __future__ import annotations

LINES_PER_PAGE = 60
_TOP, _LEFT, _STEP = 790, 50, 12


def text_pdf(lines: list[str]) -> bytes:
    """A PDF 1.4 file with the lines, as many pages as they need; characters outside Windows-1252 become `?`."""
    pages = [lines[start : start + LINES_PER_PAGE] for start in range(0, len(lines), LINES_PER_PAGE)] or [[]]
    first_page = 4
    kids = " ".join(f"{first_page + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, page in enumerate(pages):
        objects += [_page(first_page + 2 * index + 1), _stream(page)]
    return _file(objects)


def _page(contents: int) -> bytes:
    box, font = "/MediaBox [0 0 595 842]", "/Resources << /Font << /F1 3 0 R >> >>"
    return f"<< /Type /Page /Parent 2 0 R {box} {font} /Contents {contents} 0 R >>".encode()


def _stream(lines: list[str]) -> bytes:
    shown = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
    content = f"BT /F1 9 Tf {_STEP} TL {_LEFT} {_TOP} Td\n".encode() + shown + b"ET"
    return f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _escaped(text: str) -> bytes:
    plain = " ".join(text.split()).encode("cp1252", errors="replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: list[bytes]) -> bytes:
    """Put numbered objects, their table of byte offsets and the trailer together."""
    body, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + (table + trailer).encode()
