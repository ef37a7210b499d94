## three meanings
button-trial-useful = 💡 Useful
button-trial-trying = 🧪 I’m trying it
button-trial-worked = 🌱 It worked
trial-useful = 💡 means: useful. It counts.
trial-useful-text = The day you try it, 🧪 tells me.
trial-trying = 🧪 means: I’m trying it.
trial-trying-text = I’ll ask you on { $when } how it goes.
trial-worked = 🌱 means: it worked for me.
trial-worked-text = { $author } will hear of it. One more line always helps.
trial-own = This is your card: your own signs do not count.
trial-own-text = Those of the circle make it grow.
trial-ok = Noted.
trial-undone = Undone.
trial-undone-emoji = Your emoji still shows under the card. Remove it too, or I may count it again.
button-trial-ok = OK
button-trial-month = In a month
button-trial-undo = Undo

## two weeks later
trial-ask = { $elides ->
    [yes] { $author }’s { $title }: how did it go?
   *[no] { $author }’s { $title }: how did it go?
}
trial-ask-text = { $author } sees your answer; I never say who did not reply.
trial-ask-notice = A trial: how did it go?
trial-nudge-text = One reminder only: this one.
trial-answer-worked = It worked
trial-answer-mixed = Mixed
trial-answer-not-yet = Not yet
trial-answer-not-for-me = Not for me
trial-said-worked = it worked
trial-said-mixed = mixed
trial-said-not-yet = not yet
trial-said-not-for-me = not for me
trial-answered = Noted: { $outcome }.
trial-answered-text = { $author } will see your answer. One more line, if you wish.
trial-note-public = { $author } and the circle read this line.
trial-note-private = This line stays between { $author } and you.
trial-again-text = Nobody is told. I’ll ask once more, on { $when }.
trial-last-text = Nobody is told, and I will not ask again. You can answer here at any time.
trial-row-said = { $title }: { $outcome }.
trial-row-month = Too soon?
trial-row-undo = No longer trying it?
trial-row-read = See the card again.
button-trial-note = Add a line
button-note-edit = Edit my line
button-trial-change = Answer differently
button-trial-open = Answer
button-trial-mine = My trials
trial-mine = My trials
trial-mine-empty = No trial yet. 🧪 under a card starts one.
trial-row = { $title } ({ $author }): how is it going?
form-trial-note = One more line
field-trial-note = How it went, in one line
    .hint = Sending keeps a draft. Name nobody
field-trial-quote = Show it to the circle
    .hint = Otherwise only the card’s author reads it
fault-trial-note-identifier = An address, a number or a name points to someone. The line says as much without it.

## to the author
news-notice = News of a card
news-worked = { $name } tried your card: it worked.
news-mixed = { $name } tried your card: mixed.
news-not-for-me = { $name } tried your card: not their way.
news-practice = The card: { $title }
news-several = { $count ->
    [one] One piece of news about your cards.
   *[other] { $count } pieces of news about your cards.
}
news-line-worked = { $name } tried “{ $title }”: it worked.
news-line-mixed = { $name } tried “{ $title }”: mixed.
news-line-not-for-me = { $name } tried “{ $title }”: not their way.
news-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
news-gone = This news no longer stands.
idea-idle = Your idea has waited three months for a first trial.
    .text = You can keep it, edit it, or archive it. Nobody else reads this.
button-keep-idea = Keep it
practice-yearly = Your card is a year old. Does it still hold?
    .text = Until you answer, it is marked “to review”.
shared-dated = It is over a year old.
shared-archive = Out of every list, without losing it.
button-practice-confirm = Still holds
button-practice-archive = Archive
button-practice-unarchive = Bring it back
practice-confirmed = Noted: the card stays.
archived = This card is archived.
archived-text = The circle no longer sees it. Its words are kept, for you.
state-archived = archived

## on the practice itself
practice-tested = tried and tested
practice-dated = to review
count-useful = { $count ->
    [one] 💡 useful to one person
   *[other] 💡 useful to { $count } people
}
count-trying = { $count ->
    [one] 🧪 one person is trying it
   *[other] 🧪 { $count } people are trying it
}
count-worked = { $count ->
    [one] 🌱 worked once
   *[other] 🌱 worked for { $count } people
}
quoted-worked = { $name }: it worked. “{ $note }”
quoted-mixed = { $name }: mixed. “{ $note }”
quoted-not-for-me = { $name }: not my way. “{ $note }”
trial-row-try = Try it, then say how it goes.
trial-row-open = You are trying it: how is it going?
