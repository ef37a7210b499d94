"""A loopback Slack for tests: strict, in process, on 127.0.0.1, for an unmodified slack-bolt app.

Start it, point the app at it, then act as the members and look at what they see::

    async with SlackServer.running(scale=0.1) as slack:
        claire = slack.add_user("Claire Morel", tz="Europe/Paris", locale="fr-FR")
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.base_url)
        app = AsyncApp(client=client, process_before_response=True)
        handler = AsyncSocketModeHandler(app, slack.app_token)
        await handler.connect_async()
        await slack.connected()
        turn = await claire.slash("/pratique", "partager")
        turn = await claire.submit(claire.open_view, {"Titre": "Un silence de plus"})
        assert turn.errors == {}

Acts (`slash`, `press`, `select`, `submit`, `closes`, `suggest`, `shortcut`, `message_shortcut`, `reacts`,
`joins`, `opens_home`…) return a `Turn` once the app has acknowledged and all is quiet. A program that works
on after its acknowledgement registers `slack.on_idle(hook)`, or `settled` cannot know of that work. An
acknowledgement later than 3 s × scale raises NotAcknowledged; so do things that Slack swallows silently
(SlackComplains). Pass `tolerate=True` to look at such a turn instead. What Slack's own client would not let
a person do raises ClientRefuses.

Stricter than Slack, on purpose: an unknown argument is an error; an action_id is unique in its whole
surface; an answer about a message says replace_original; chat.update says blocks; blocks hold at most
12,000 characters.

Where things are: `server` (start here); `people`, on `presence` and `screen` (what a member does and sees);
`turn` (what came of it); `delivery`, `transport`, `socketmode`, `signedhttp`, `envelopes` (how it travels);
`webapi`, `methods`, `chat`, `modals`, `places`, `history`, `uploads` (the methods, their arguments and
scopes); `kit`, `objects`, `blocks`, `surfaces` (limits); `fields` and `reading` (what forms hold, what
cards say); `payloads` and `judge` (what is sent); `state`, `things`, `core`, `tickets`, `faults`, `rates`;
`activity` and `clock` are beside this folder.

Over HTTP instead: `await slack.set_request_urls(url, …)`, and the app checks `slack.signing_secret`.

Not here yet: OAuth, several workspaces.
"""

from .errors import ClientRefuses, NotAcknowledged, Refusal, SlackComplains
from .people import User
from .server import SlackServer
from .things import Channel, Message, View
from .turn import Turn

__all__ = [
    "Channel",
    "ClientRefuses",
    "Message",
    "NotAcknowledged",
    "Refusal",
    "SlackComplains",
    "SlackServer",
    "Turn",
    "User",
    "View",
]
