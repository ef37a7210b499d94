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
upcoming-circle-back = a circle that is back
upcoming-circle-byhand = a door to open by hand
upcoming-circle-house = a channel to make
upcoming-circle-letin = doors to open
upcoming-circle-erase = a circle to erase
upcoming-circle-housed = a channel that is ready
upcoming-circle-outside = having left the channel
upcoming-circle-placeless = a channel to make by hand
upcoming-circle-uninvited = somebody too many in the channel
upcoming-circle-unreached = a channel out of reach
upcoming-circle-unsure = a message that may not have arrived
upcoming-member-call = a look at who is still there
upcoming-trial-heard = what an emoji means
upcoming-trial-ask = a trial to follow up
upcoming-trial-nudge = a trial to follow up
upcoming-trial-silence = a trial to follow up
upcoming-trial-news = how a card went
upcoming-trial-ninety = an idea to test, and what becomes of it
upcoming-trial-idle = an idea to test, and what becomes of it
upcoming-trial-year = a card that is a year old
upcoming-trial-yearly = a card that is a year old
upcoming-exchange-asked = a question about a card
upcoming-exchange-answered = an answer to a question
upcoming-exchange-thanked = a thank you
upcoming-exchange-added = an addition to a card
upcoming-exchange-proposed = a message that could become a card
upcoming-exchange-alerted = a private word about a card
upcoming-exchange-lapse = a message to be forgotten
upcoming-library-request = a request to the circle
upcoming-session-card = a session proposed
upcoming-session-soon = a session about to start
upcoming-session-remind = the reminders of a session
upcoming-session-tell = the news of a changed session
upcoming-session-ask = a session in a week
upcoming-session-named = a topic to bring
upcoming-session-tomorrow = the reminder of a session
upcoming-session-seat = a place at a session
upcoming-session-moved = a session on another date
upcoming-session-off = a cancelled session
upcoming-session-after = what follows a session
upcoming-session-followed = a commitment to follow up
