"""A real SMTP server (aiosmtpd) on a free loopback port, for the tests.

Prints {"port": N} first, then one JSON line for each message that it took over. The recipient's local part says how it answers:
never... -> 550; late-no... -> 554 after the content; later... -> 451 at the first attempt; hang... -> no answer at the first attempt;
silent... -> takes the first message over without saying so. Anything else, and every later attempt: 250. It ends with its standard input.
"""

import asyncio
import base64
import json
import sys
import threading
from collections import Counter

from aiosmtpd.smtp import SMTP

attempts = Counter()


def say(value):
    print(json.dumps(value), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        attempts[address] += 1
        is_first = attempts[address] == 1
        if address.startswith("never"):
            return "550 5.1.1 No such user here"
        if address.startswith("later") and is_first:
            return "451 4.7.1 Try again later"
        if address.startswith("hang") and is_first:
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        if address.startswith("late-no"):
            return "554 5.7.1 Content refused"
        say({"from": envelope.mail_from, "to": envelope.rcpt_tos, "content": base64.b64encode(envelope.original_content).decode()})
        if address.startswith("silent") and attempts[address] == 1:
            await asyncio.sleep(3600)
        return "250 2.0.0 Taken over as TEST-1"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), hostname="localhost", loop=loop), "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    ended = asyncio.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True).start()
    await ended.wait()


asyncio.run(main())
