"""A real SMTP server (aiosmtpd) on a free loopback port for the tests.

Prints {"port": N} first, then one JSON line a message taken over. How it answers depends on the recipient's local part:
later -> 451, never -> 550, hang -> no answer, late-no -> 554 after the content, full -> 452 after the content. It ends with its standard input.
"""

import argparse
import asyncio
import base64
import json
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult

ANSWERS = {"later": "451 4.7.1 Try again later", "never": "550 5.1.1 No such user here"}
AFTER_CONTENT = {"late-no": "554 5.7.1 Content refused", "full": "452 4.2.2 Mailbox full"}


def say(value):
    print(json.dumps(value), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "hang":
            await asyncio.sleep(3600)
        if name in ANSWERS:
            return ANSWERS[name]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            if address.split("@")[0] in AFTER_CONTENT:
                return AFTER_CONTENT[address.split("@")[0]]
        say({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "user": session.auth_data.decode() if session.auth_data else None,
            "content": base64.b64encode(envelope.original_content).decode(),
        })
        return "250 2.0.0 Taken over as TEST-1"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"office" and data.password == b"secret"
    return AuthResult(success=good, handled=True, auth_data=data.login) if good else AuthResult(success=False, handled=False)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--auth", action="store_true")
    parser.add_argument("--refuse", action="store_true", help="greet nobody: 554")
    arguments = parser.parse_args()
    context = None
    if arguments.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.certificate, arguments.key)
    loop = asyncio.get_running_loop()

    def session():
        return SMTP(
            Handler(), hostname="localhost", tls_context=context, require_starttls=context is not None,
            authenticator=authenticate, auth_required=arguments.auth, auth_require_tls=context is not None, loop=loop)

    async def refuse(reader, writer):
        writer.write(b"554 5.3.2 No service today\r\n")
        await writer.drain()
        writer.close()

    if arguments.refuse:
        server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    else:
        server = await loop.create_server(session, "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    ended = asyncio.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True).start()
    await ended.wait()


asyncio.run(main())
