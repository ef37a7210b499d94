## messages that nobody asked for
courtesy-less = Too many messages? { $command }, my settings.

## what waits in To do
todo-held = Held back: { $what }
todo-held-until = Held back until { $when }: { $what }
todo-held-closed = Not delivered, as private messages are closed: { $what }

## what may not have arrived, for a steward
lost = May not have arrived
lost-none = Everything has arrived.
lost-one = What about this message?
lost-uncertain = Nothing heard since { $when }: { $what }
lost-dead = Not sent, meant for { $when }: { $what }
lost-private = It is for one person, in private.
lost-place = It is for the circle’s channel.
lost-act = Nobody reads it: it is an inner step.
button-circle-lost = See these messages
button-circle-unsure = Decide
button-circle-resend = Send again
button-circle-arrived = It is there
button-circle-drop = Drop it

## kinds of messages, in words
upcoming-other = a message
upcoming-review-ask = a card to read
upcoming-review-nudge = a reminder to read a card
upcoming-review-noted = a remark on a card
upcoming-review-remind = the reminder to readers
upcoming-review-deadline = the deadline of a review
upcoming-practice-card = a shared card
upcoming-practice-shared = the news of a shared card
upcoming-circle-opened = the opening of the circle
upcoming-circle-invitation = an invitation
upcoming-circle-joined = somebody who joined
upcoming-circle-admit = a door to open
upcoming-circle-byhand = a door to open by hand
