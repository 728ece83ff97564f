"""Reads messages with Python's email package. A line in: one message in base64. A line out: what was read, as JSON.

Addresses and dates come from the package's header objects, text and files from its parts; what it cannot do for a field is
told as an error of that field and leaves the others.
"""
import base64
import hashlib
import json
import sys
from datetime import timezone
from email import message_from_bytes, policy

MAX_DEPTH = 5
MAX_CONTENT = 100_000


def attempt(errors, field, read, otherwise):
    try:
        return read()
    except Exception as error:  # The package raises all kinds on broken fields; each is a finding, none ends the oracle.
        errors[field] = f"{type(error).__name__}: {error}"[:200]
        return otherwise


def plain(text):
    """Bytes that the package could not place come as lone surrogates, which JSON does not carry."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def addresses(message, name):
    return [[plain(a.display_name), plain(a.addr_spec)] for field in message.get_all(name, []) for a in getattr(field, "addresses", ())]


def date(message):
    field = message["date"]
    moment = field.datetime if field is not None else None
    if moment is None:
        return None
    moment = moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def ids(message, name):
    return [plain(word) for field in message.get_all(name, []) for word in str(field).split()]


def text_of(part):
    content = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def is_body(part):
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment" and not part.get_filename()


def file_of(part):
    content = b"" if part.get_content_maintype() == "message" and part.is_multipart() else part.get_payload(decode=True) or b""
    name = part.get_filename()
    return {
        "name": None if name is None else plain(name), "type": part.get_content_type(), "sha": hashlib.sha256(content).hexdigest(), "size": len(content),
        "content": base64.b64encode(content).decode() if len(content) <= MAX_CONTENT else None,
    }


def leaves(message, in_alternative=False):
    """The parts that hold something, in order, contained messages unopened; each with whether it is a version of another."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            yield from leaves(part, in_alternative or message.get_content_type() == "multipart/alternative")
    else:
        yield message, in_alternative


def read(message, depth=0):
    errors = {}
    parts = attempt(errors, "parts", lambda: list(leaves(message)), [])
    texts, htmls, files, nested, alone = [], [], [], [], 0
    for part, in_alternative in parts:
        if attempt(errors, "type", lambda: is_body(part), False):
            content = plain(attempt(errors, "text", lambda: text_of(part), ""))
            (htmls if part.get_content_type() == "text/html" else texts).append(content)
            alone += part.get_content_type() == "text/html" and not in_alternative
            continue
        files.append(attempt(errors, "file", lambda: file_of(part), {"name": None, "type": "", "sha": "", "size": 0}))
        if part.get_content_type() == "message/rfc822" and part.is_multipart() and depth < MAX_DEPTH:
            nested.append(read(part.get_payload(0), depth + 1))
    answer = {
        "from": attempt(errors, "from", lambda: addresses(message, "from"), []),
        "to": attempt(errors, "to", lambda: addresses(message, "to"), []),
        "cc": attempt(errors, "cc", lambda: addresses(message, "cc"), []),
        "subject": attempt(errors, "subject", lambda: plain(str(message["subject"] or "")), ""),
        "date": attempt(errors, "date", lambda: date(message), None),
        "messageId": attempt(errors, "messageId", lambda: plain(str(message["message-id"])) if message["message-id"] else None, None),
        "inReplyTo": attempt(errors, "inReplyTo", lambda: ids(message, "in-reply-to"), []),
        "references": attempt(errors, "references", lambda: ids(message, "references"), []),
        # A text that is there only as HTML is not turned into plain text here, so the whole plain text is not known.
        "text": None if alone else "\n".join(texts),
        "html": htmls, "files": files, "nested": nested, "errors": errors,
    }
    return answer


for line in sys.stdin:
    try:
        result = read(message_from_bytes(base64.b64decode(line), policy=policy.default))
    except Exception as failure:
        result = {"error": f"{type(failure).__name__}: {failure}"[:200]}
    print(json.dumps(result), flush=True)
