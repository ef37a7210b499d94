## sessions: the words people type
command-session = session
    .description = The circle’s sessions
command-session-plan = plan
    .description = Propose a session to the circle
command-session-agenda = agenda
    .description = See the coming sessions
form-session-plan = Plan a session
form-session-edit = Change the session
form-session-commit = What I will try
field-moment = Date and time
    .hint = For example: Thursday 26 November at 6 pm
field-spot = Where? A link or an address
    .hint = Sending keeps a draft. Nothing is proposed without a yes
field-seats = Places
    .hint = From 2 to 50. Empty: 8
field-holder = Who brings the topic?
    .hint = The topic itself is said aloud and written nowhere
field-attempt = In one line
    .hint = Sending keeps this line private. Nobody else will see it

fault-moment-unreadable = This date is not clear. For example: Thursday 26 November at 6 pm.
fault-moment-no-day = The day is missing. For example: Thursday 26 November at 6 pm.
fault-moment-no-time = The time is missing. For example: Thursday 26 November at 6 pm.
fault-moment-ambiguous = This date can be read in two ways. For example: Thursday 26 November at 6 pm.
fault-moment-impossible = There is no such date or time.
fault-moment-mismatch = The weekday and the date do not match.
fault-moment-skipped = There is no such time on that day: clocks go forward.
fault-moment-past = This date is past. The next free slot: { $free }.
fault-moment-far = This is more than two years away. An earlier date?
fault-seats = From { $least } to { $most } places.
fault-seats-taken = { $count ->
    [one] One place is taken already.
   *[other] { $count } places are taken already.
}
fault-holder = This person is not in the circle.
fault-session-identifier = No e-mail address, number or client’s name: they point at somebody.

## on the menu
menu-sessions = The coming sessions.
    .button = Sessions

## parts
session-when = When: { $when }, { $minutes } minutes
session-where = Where: { $spot }
session-link = the link to the session
session-length = Length
session-minutes = { $minutes } minutes
session-places = Places
session-left = { $left ->
    [one] one free of { $seats }
   *[other] { $left } free of { $seats }
}
session-full = { $waiting ->
    [0] { $seats }, all taken
   *[other] { $seats }, all taken; { $waiting } waiting
}
session-subject = Topic brought by
session-subject-open = nobody yet
session-who = Coming
session-offers = Topics offered by
session-notice = A session is proposed.
session-is-over = This session has taken place.
session-cancelled = This session is cancelled.
session-moved-away = This session was moved.
session-file = session.ics
session-zone = { $city } time
session-zone-elided = { $city } time
session-echo = { $when }, { $zone }
session-for-you = For you: { $when }.

## planning
session-is-it = { $moment }. Is that right?
session-planned = The session is proposed.
session-changed = The session has changed meanwhile. What you wrote is kept.
session-cancel-title = Cancel this session?
session-cancel-text = Those who meant to come are told at once.
session-cancelled-yours = The session is cancelled. Those concerned are told.
session-agenda = Coming sessions
session-agenda-empty = No session is planned.
session-line = { $title } · { $when }
session-line-proposed = { $title } · { $when } · to be confirmed
session-line-over = { $title } · { $when } · a question waits
button-session-plan = Plan a session
button-session-propose = Yes, propose it
button-session-correct = Correct it
button-session-edit = Change
button-session-cancel = Cancel the session
button-session-preview = Manage
button-session-open = See the session
button-open-session = See the session
button-session-agenda = Sessions

## answering
session-mine-none = Are you coming?
session-mine-yes = Noted: you are coming.
session-mine-waiting = Noted: you are on the waiting list.
session-mine-maybe = Noted: maybe.
session-mine-no = Noted: not this time.
session-calendar = To keep it in mind:
session-you-hold = You bring the topic.
session-you-plan = You propose this session.
session-complete = The session is full.
session-complete-text = Nothing has changed. The next free place can be yours.
session-seat = A place is free: it is yours.
session-named = You are counted on for the topic.
session-named-text = { $name } suggests that you bring the topic. You can give it back, no reason needed.
session-unnamed = You no longer have a topic to bring.
session-moved = The session has a new date. Are you still coming?
session-off = The session will not take place.
button-session-yes = I’m in
button-session-maybe = Maybe
button-session-no = Not this time
button-session-topic = Bring a topic
button-session-wait = Waiting list
button-session-giveback = Give the topic back
button-session-ready = All good
button-session-ics = Add to my calendar

## before it begins
session-week = The session is a week away. Coming?
session-tomorrow = Tomorrow at { $time }.
session-tomorrow-holder = Tomorrow at { $time }, it is your topic.
session-nobody = Could nobody be recognised?
session-brought = Topic brought by { $name }.
session-nothing-brought = Nobody brings a topic yet.
session-ready = Noted. See you tomorrow.
session-soon-link = We start in an hour: here is the link.
session-soon = We start in an hour.

## a draft that needs to be talked about
button-session-bring = Bring it to the next session
button-session-keep-draft = Keep the draft
button-session-drop-draft = Erase the draft
button-session-back-draft = Back to my card
session-brought-yours = Noted: you bring the topic.
session-offered-yours = Noted: you offer a topic.
session-draft-private = The draft stays private. Nothing was published.
session-none = No session is planned.

## afterwards
session-after = What will you try?
session-after-text = One line is enough. It stays between us, and I will ask how it went.
session-committed = Noted.
session-ask-on = I will ask you on { $when } how it went.
session-yours-alone = Nobody else sees this line.
session-skipped = Noted. Nothing will be asked.
session-followed = How did it go?
session-wanted = You wanted to try: “{ $words }”
session-outcome-worked = It worked
session-outcome-mixed = Mixed
session-outcome-not-yet = Not yet
session-outcome-not-for-me = Not for me
session-thanks-worked = Thank you. Here is something that works.
session-thanks-mixed = Thank you. A mixed result teaches something too.
session-thanks-not-yet = Noted. There is no hurry.
session-thanks-not-for-me = Thank you. Noted.
button-session-commit = Answer
button-session-skip = Skip
