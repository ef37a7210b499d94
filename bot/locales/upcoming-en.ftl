# What is ahead, one sentence for each kind of message, never what it says. $who reads it, $channel shows it.

upcoming-circle-opened = The circle’s opening is announced in # { $channel }.
upcoming-circle-invitation = { $who } is invited into the circle.
upcoming-circle-joined = { $who } hears that somebody joined the circle.
upcoming-circle-byhand = { $who } hears that the channel has to be opened by hand.
upcoming-practice-card = A card appears in # { $channel }.
upcoming-practice-shared = { $who } hears that their card is shared.
upcoming-review-ask = { $who } is sent a card to read.
upcoming-review-nudge = A reminder to { $who }: there is a card to read.
upcoming-review-remind = A reminder goes out if nobody has read the card yet.
upcoming-review-deadline = Without a remark by then, the card appears in # { $channel }.
upcoming-review-noted = { $who } reads a peer’s remark on their card.
upcoming-trial-heard = { $who } reads what their emoji means.
upcoming-trial-ask = “How did it go?” { $who } is asked.
upcoming-trial-nudge = One reminder to { $who }, for a trial without an answer.
upcoming-trial-news = { $who } hears what their card did for a peer.
upcoming-trial-idle = { $who } decides what becomes of an idea that nobody tried.
upcoming-trial-yearly = { $who }’s card is a year old: does it still hold?
upcoming-session-card = A session appears in # { $channel }.
upcoming-session-soon = The channel # { $channel } reads that the session starts in an hour.
upcoming-session-seat = { $who } hears that a seat is free.
upcoming-session-after = “What will you try?” { $who } is asked.
upcoming-session-followed = { $who } says what came of their commitment.
upcoming-other = { $who } receives a message from Entrepairs.
