"""The world outside: a mail server (aiosmtpd) on a free loopback port that outlives the Host it takes letters from.

Prints {"port": N} first, then one JSON line for each letter, before it says 250: Message-ID, recipient, sender and a digest of all bytes. It ends
with its standard input.
"""

import asyncio
import email
import email.policy
import hashlib
import json
import sys
import threading

from aiosmtpd.smtp import SMTP


class Handler:
    async def handle_DATA(self, server, session, envelope):
        header = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        print(json.dumps({
            "id": header["Message-ID"].strip(),
            "to": envelope.rcpt_tos[0],
            "from": header["From"].addresses[0].addr_spec,
            "digest": hashlib.sha256(envelope.original_content).hexdigest(),
        }), flush=True)
        return "250 2.0.0 Taken over"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), hostname="localhost", loop=loop), "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    ended = asyncio.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True).start()
    await ended.wait()


asyncio.run(main())
