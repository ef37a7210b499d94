ui-title = Entrepairs, demo
ui-brand-line = a demo: nothing leaves this computer
ui-rail = People and conversations
ui-rail-open = People and conversations: { $who }
ui-you-are = You are
ui-line-claire = executive coach
ui-line-karim = team coach
ui-line-sophie = steward of the circle
ui-line-thomas = an invitation is waiting
ui-line-ines = new to coaching
ui-sees = What { $name } sees
ui-private = From Entrepairs
ui-private-to = Only visible to { $name }
ui-private-feed = Private messages from Entrepairs to { $name }
ui-private-empty = Entrepairs writes here to { $name }, and to nobody else.
ui-unread =
    { $n ->
        [one] unread private message
       *[other] unread private messages
    }
ui-new = New
ui-edited = edited
ui-today = today
ui-members =
    { $n ->
        [one] { $n } person in this channel
       *[other] { $n } people in this channel
    }
ui-settings = Settings
ui-language = Language
ui-language-fr = Français
ui-language-en = English
ui-register = In French, the circle says
ui-register-tu = tu (informal)
ui-register-vous = vous (formal)
ui-hello = A useful practice is one that a peer has tried.
ui-hello-safe = Nothing leaves this computer.
ui-hello-act = Share a practice
ui-hello-close = Close this panel
ui-conversations = Conversations
ui-channel = Channel { $channel }
ui-channel-title = # { $channel }
ui-channel-feed = Messages in { $channel }
ui-channel-empty = Nothing in this channel yet. The sign / opens the list of commands.
ui-commands = Commands
ui-say-channel = Write in { $channel }
ui-say-hint = Write, or type /
ui-say-private = Write to Entrepairs
ui-as = { $who }
ui-send = Send
ui-enter = Enter
ui-pick-send = Confirm
ui-optional = optional
ui-none = No answer
ui-nobody = Nobody yet
ui-count = { $n } of { $limit }
ui-over = { $n } of { $limit }, { $excess } too many
ui-form-kept = Escape closes, and keeps the text.
ui-fault = { $field } – { $fault }
ui-late = No answer yet. Your text is kept: send again.
ui-lost = The demo no longer answers. Your text is kept: start it again, then retry.
ui-defect = Something went wrong. Your text is kept. Code: { $code }.

# Around the conversations: time, what is ahead, scenarios, the developers' drawer.

ui-clock = Simulated clock
ui-clock-at = { $weekday } { $day } { $month } { $year }, { $time }
ui-weekday-0 = Mon
ui-weekday-1 = Tue
ui-weekday-2 = Wed
ui-weekday-3 = Thu
ui-weekday-4 = Fri
ui-weekday-5 = Sat
ui-weekday-6 = Sun
ui-month-1 = Jan
ui-month-2 = Feb
ui-month-3 = Mar
ui-month-4 = Apr
ui-month-5 = May
ui-month-6 = Jun
ui-month-7 = Jul
ui-month-8 = Aug
ui-month-9 = Sep
ui-month-10 = Oct
ui-month-11 = Nov
ui-month-12 = Dec
ui-clock-day = +1 day
ui-clock-week = +1 week
ui-clock-next = Go to the next message
ui-jump =
    { $n ->
        [0] A little later
        [1] One day later
        [7] One week later
        [14] Two weeks later
       *[other] { $n } days later
    }
ui-jump-private =
    { $n ->
        [one] { $n } private message: { $names }
       *[other] { $n } private messages: { $names }
    }
ui-jump-public =
    { $n ->
        [one] { $n } card in the channel
       *[other] { $n } cards in the channel
    }
ui-jump-nothing = No message meanwhile.
ui-next = Coming up
ui-next-open = Show what is coming up
ui-next-close = Close Coming up
ui-next-now = now
ui-next-count =
    { $n ->
        [0] Nothing is planned for now.
        [one] { $n } thing planned
       *[other] { $n } things planned
    }
ui-next-far = Nothing is planned in the next three months: the clock stays where it is.
ui-next-held = { $n } of them on hold
ui-held-hours = off hours: waits for the morning
ui-held-weekend = weekend: waits for Monday
ui-held-away = away: waits for their return
ui-held-day = waits for tomorrow: one message already today
ui-held-week = waits: enough messages this week
ui-held-closed = takes no private messages
ui-held-other = on hold
ui-meter = Private messages to { $name } this week
ui-meter-count =
    { $n ->
        [one] { $n } message of { $limit } this week
       *[other] { $n } messages of { $limit } this week
    }
ui-meter-rule = One a day at most. Never from 20:00 to 08:30, never at the weekend. The rest waits in To do.
ui-meter-none = Entrepairs writes to { $name } only to invite them.
ui-see = See what { $name } sees
ui-answers = answers { $name }
ui-peek = Only visible to { $name }
ui-peek-shown = shown for the demonstration
ui-peek-setting = Also show, hatched, the private answers of others
ui-react = React
ui-menu = Actions on this message
ui-emoji-useful = Useful
ui-emoji-trying = I’m trying it
ui-emoji-worked = It worked
ui-emoji-other = Plain courtesy
ui-hello-see = See it in 60 seconds
ui-hello-see-other = See a demonstration
ui-scenes = Replay a scenario
ui-scene-minutes = { $n } min
ui-scene = Demonstration
ui-scene-pause = Pause
ui-scene-play = Play
ui-scene-next = Next
ui-scene-quit = Quit
ui-scene-over = That is all. Your turn!
ui-scene-broken = This scenario goes no further.
ui-scene-sure = Replay from the start?
ui-scene-sure-text = The demonstration starts anew. What was written in it is erased.
ui-scene-sure-yes = Start anew
ui-scene-sure-no = Keep what is there
ui-dev = For developers
ui-dev-line = what Slack and Discord receive
ui-dev-close = Close the drawer
ui-dev-copy = Copy both
ui-dev-copied = Copied.
ui-dev-which = Choose a card in the conversation: it shows here.
ui-gauge-blocks = Blocks: { $n } of { $limit }
ui-gauge-button = Button: { $n } of { $limit }
ui-gauge-components = Components: { $n } of { $limit }
ui-gauge-text = Text: { $n } of { $limit }
