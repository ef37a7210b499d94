"""A loopback Discord for tests: strict, in process, on 127.0.0.1, for an unmodified discord.py.

Start it, point the client at it, then act as the members and look at what they see::

    async with DiscordServer.running(scale=0.1) as discord:
        circle = discord.add_channel(discord.add_guild("Les pairs"), "cercle")
        lea = discord.add_person("Léa", circle)
        client = make_client(door, api_url=discord.api_url, gateway_url=discord.gateway_url, scale=0.1)
        running = asyncio.create_task(run(client, discord.token))
        await discord.connected()
        turn = await lea.slash("toy make", {"name": "toupie"})
        turn = await lea.submit(turn.form, {"Histoire": "Elle tourne"})
        assert lea.sees()[-1] is turn.message

Acts (`slash`, `suggest`, `menu`, `press`, `pick`, `submit`) return a `Turn` once the bot has answered and
nothing waits any more; where nothing came within 3 s × scale, `turn.failed`. What Discord's own client would
not let a person do raises ClientRefuses. A refused request is kept in `refusals`; what Discord punishes by
hanging up is a complaint, and fails the test unless it is forgiven.

Stricter than Discord, on purpose: an unknown key anywhere is refused; so is what the API's own description
does not allow, where that file is at hand; a file shown by name must be attached.

Where things are: `server` (start here); `people`, `forms` (what a member does); `gateway`, `sessions`,
`intents` (how it travels); `restapi`, `calls`, `buckets`, `described` (how requests are read and judged);
`whois`, `declaring`, `callbacks`, `messages`, `reactions`, `channels`, `threads` (the routes); `contents`,
`components`, `modals`, `kit` (limits); `payloads` (what is sent); `state`, `things`, `core`, `faults`;
`activity` and `clock` are beside this folder.

Not here: voice, webhooks of their own, polls, stickers, scheduled events, sharding, zstd, computed
permissions (a channel is open or closed to the bot), the ban after 10,000 refused
requests, the wait between IDENTIFYs.
"""

from .errors import ClientRefuses, DiscordComplains, Refusal
from .people import Person, Turn
from .server import DiscordServer, texts
from .things import Channel, Guild, Message, Modal

__all__ = [
    "Channel",
    "ClientRefuses",
    "DiscordComplains",
    "DiscordServer",
    "Guild",
    "Message",
    "Modal",
    "Person",
    "Refusal",
    "Turn",
    "texts",
]
