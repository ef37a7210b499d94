ui-title = Entrepairs, demo
ui-brand-line = a demo: nothing leaves this computer
ui-rail = People and conversations
ui-rail-open = People and conversations: { $who }
ui-you-are = You are
ui-sees = What { $name } sees
ui-private = Messages from Entrepairs
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
ui-count = { $n } of { $limit }
ui-over = { $n } of { $limit }, { $excess } too many
ui-form-kept = Escape closes, and keeps the text.
ui-fault = { $field } – { $fault }
ui-late = No answer yet. Your text is kept: send again.
ui-lost = The demo does not answer any more. Your text is kept: start it again, then retry.
ui-defect = Something went wrong. Your text is kept. Code: { $code }.
