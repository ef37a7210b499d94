## checks

finding-for-info = “For info” does not say what changes. Try: “When…, this lets you…”
finding-no-situation = The moment is missing: with whom, when? For example: “When a leadership team goes quiet…”
finding-no-effect = The effect is missing: what changes afterwards? For example: “…, everyone leaves with one decision.”
finding-vague = How would your client see the difference? For example: “Saying no to one request within a week.”
finding-too-short = A few more words: when do you use it, and to get what? “Silent meeting: everyone writes, everyone speaks.”
finding-link-only = A link alone gets lost. Say what you do with it: “Before hard feedback, this grid helps to quote facts.”
finding-praise-only = The enthusiasm shows. Say also when, and what changes: “If a client hesitates, they choose in ten minutes.”
finding-promotion = This reads like an advert. What can a peer do with it without buying? “Open the session with this question…”
finding-copies-field = These words are already in another field. Here: “When…, this lets you…”
finding-need-to-talk = This may deserve a conversation rather than a card. You can bring it to the next session.
finding-email = An e-mail address points to someone. Remove it: “write to me privately” is enough.
finding-phone = A phone number points to someone. Remove it; the circle knows how to reach you.
finding-company-id = A company number leads straight to its name. Remove it: “a small service firm” is enough.
finding-iban = A bank account has no place in a card. Remove it entirely.
finding-nir = A social security number belongs to one person. Remove it entirely.
finding-social = This link leads to the profile of a person or an organisation. Remove it, or give only the occupation.
finding-titled-name = A name with its title points to one person. Rather: “a manager”, “an executive”.
finding-name = This name may point to someone. Rather: “someone I work with”.
finding-initials = Initials are sometimes enough to recognise someone. Rather: “someone I work with”.
finding-legal-form = This company name may point to a client. Rather: “a mid-sized manufacturer”.
finding-role-org = A role and an organisation: often only one person fits. Rather: “an HR director in manufacturing”.
finding-role-place = A role and a place are enough to recognise someone. Rather: “an elected official in a small town”.
finding-role-date = A role and a date are enough to recognise someone. Rather: “a recently appointed CEO”.
finding-unique = If there is only one, people know who. Rather: “someone with a rare profile in their field”.
finding-verbatim = Their exact words may betray a confidence. Rather the idea: “they doubted their place”.
finding-sensitive = Health, union or family of one person: it is theirs to tell. Rather: “a difficult period”.

## everywhere
done-already = That is done already.
waiting = One moment, the card is coming.
text-kept = Nothing is lost: this text is kept.
instant-full = { $day } at { $time }
form-submit = Send
form-cancel = Cancel
form-faults-title = A few points to mend. The text is kept.
private-to-you = Visible only to you
button-menu = Circle menu
button-back = Back
button-open = Open
button-open-form = Open the card
button-open-practice = Open the card
button-reopen = Back to my text
button-correct = Correct
button-next-page = Next page

## what cannot be taken as it is
fault-required = This field is needed.
fault-too-long = { $excess ->
    [one] One character too many. The limit is { $limit }.
   *[other] { $excess } characters too many. The limit is { $limit }.
}
fault-one-line = One line only here.
fault-choice = There is no such choice.
fault-identifier = A tag holds no address, number or client’s name.
fault-number = A whole number, such as 8.
fault-place-taken = This channel already belongs to a circle.
fault-place-public = { $platform ->
    [slack] The whole workspace can read this channel. It has to be made private first; empty: I make one.
   *[other] The whole server can read this channel. It has to be made private first; empty: I make one.
}
fault-place-shared = This channel is shared with another organisation. Nothing was said there. Another private channel will do; empty: I make one.
fault-place-shut = Entrepairs may not write in this channel. It has to be added there first.
fault-zone = This time zone is unknown. For example: Europe/Paris.
fault-code = This code is not valid, or no longer. The steward can give another.
fault-link = A whole link, as in the address bar.
fault-hours = Two times, for example 08:30-20:00.
fault-day = A date to come, for example 2026-12-08.

## errors: what happened, what is safe, what next
error-wrong-moment = This button is out of date.
    .safe = Nothing has changed, nothing is lost.
error-not-found = This page is not available here.
    .safe = Nothing has changed.
error-not-member = This is for members of the circle.
    .safe = An invitation or a code opens the door.
error-charter-first = The charter has to be read and accepted first.
    .safe = Nothing is lost.
error-invalid = One point to mend.
    .safe = Nothing is lost.
error-no-place = This circle has no channel yet.
    .safe = Nothing is lost. It can be announced as soon as there is one.
error-too-many = That is too many at once: { $limit } at most.
    .safe = Nothing was sent.
error-not-administrator = Only those who administer this server or workspace can create a circle.
    .safe = An invitation or a code is enough to join one.
error-defect = Something failed on our side (code { $code }).
    .safe = Nothing is lost. Trying again is often enough.

## commands
command-circle = circle
    .description = The circle’s menu: everything, as buttons
command-practice = practice
    .description = The circle’s practices
command-practice-share = share
    .description = Share a practice with the circle

## fields
field-what = Choice
    .hint = Straight to the point
field-what-create = create
field-what-invite = invite
field-what-settings = settings
field-what-charter = charter
field-what-help = help
field-aim = This will mostly help to…
    .hint = Sending keeps a draft. Nothing goes out without your OK.
field-aim-method = coach my clients better
field-aim-development = grow my business
field-aim-watch = keep up with the profession
field-aim-unset = I do not know yet
field-useful-for = What is it for? When…, this lets you…
    .hint = Or: “I tried…, it did not work, what I take from it is…”
field-title = Title
    .hint = The way you would say it to a peer
field-steps = How to do it, and where it gets stuck
    .hint = Naming nobody: no client, no company
field-tried = Have you tried it yet?
    .hint = “Never” makes it an idea to test
field-tried-never = never
field-tried-once = once
field-tried-few = 2 to 5 times
field-tried-many = 6 times or more
field-tags = Tags, separated by commas
    .hint = Five at most. For example: posture, questioning
field-duration = Duration
    .hint = Sending keeps a draft. For example: ten minutes
field-limits = Avoid when…
    .hint = What it does not suit, or not yet
field-support = Support
    .hint = A whole link, as in the address bar
field-attribution = Where it comes from
    .hint = Author, school, book
field-note = A few words
    .hint = Sending keeps a draft. Read by whoever wrote the card, nobody else
field-name = Name of the circle
    .hint = Sending keeps a draft. 24 characters at most
field-place = The circle’s channel
    .hint = A private channel, for this circle alone. Empty: Entrepairs makes one where it can
field-register = In this circle, in French, people say…
    .hint = Entrepairs will do the same
field-register-tu = tu
field-register-vous = vous
field-objectives = Common goals
    .hint = Three lines are enough
field-charter = Charter, in five lines
    .hint = Creating the circle accepts it
field-readers = Readers before sharing
    .hint = Sending keeps a draft. One by default
field-readers-0 = none
field-readers-1 = 1
field-readers-2 = 2
field-lang = Language of the circle
field-lang-fr = French
field-lang-en = English
field-zone = Time zone
    .hint = For example: Europe/Paris
field-people = Whom to invite?
    .hint = Sending keeps a draft. Each person reads the charter first
field-code = Invitation code
    .hint = Eight characters, like abcd-2345
field-my-lang = Language
    .hint = Sending keeps a draft
field-my-lang-auto = that of my chat
field-my-lang-fr = French
field-my-lang-en = English
field-my-zone = Time zone
    .hint = For example: Europe/Paris
field-hours = Hours when I may be written to
    .hint = For example: 08:30-20:00
field-weekly = Messages a week, at most
    .hint = Sessions you accepted and your own posts do not count
field-weekly-0 = none
field-weekly-1 = 1
field-weekly-2 = 2
field-weekly-3 = 3
field-weekly-4 = 4
field-away = Away until
    .hint = For example: 2026-12-08. Empty: not away

## form titles, 24 signs at most
form-practice-share = Share a practice
form-practice-edit = Edit the card
form-practice-newtags = Tags
form-practice-more = Add to the card
form-review-missing = Something’s missing
form-review-ethics = Ethical concern
form-circle-create = Create a circle
form-circle-settings = Circle settings
form-circle-place = The circle’s channel
form-circle-invite = Invite
form-circle-code = I have a code
form-me-edit = My settings

## the menu
menu-notice = The circle’s menu
menu-share = A practice to pass on, in five fields.
    .button = Share a practice
menu-own =
    .button = My cards
menu-todo = { $count ->
    [0] Nothing waits to be read.
    [one] One card waits to be read.
   *[other] { $count } cards wait to be read.
}
    .button = To do
menu-me = Language, hours, number of messages, time away.
    .button = My settings
menu-help = The commands, in two lines.
    .button = Help
menu-steward =
    .button = The circle
stranger = Hello.
    .text = Entrepairs helps a circle of coaches share practices that work. An invitation or a code opens the door.
stranger-invited = Hello.
    .text = An invitation is waiting for you. The charter is read first.
stranger-create = Hello.
    .text = I help a circle of coaches share practices that work. Nothing is posted without your OK.
invited-row = { $by } invites you to the { $circle } circle.
button-circle-charter = Read the charter
button-circle-code = I have a code
button-circle-create = Create a circle
button-practice-share = Share a practice
nearest = I do not know that word.
    .text = These are close to it.
help = Everything is in the menu.
help-text = Everything starts here:
help-line = : { $what }
help-private = Answers from Entrepairs are for you alone; the channel sees shared cards only.

## a circle
charter-template = Confidentiality: what is said here stays here, and nobody can be recognised.
    Kindness: we name what works before what is missing.
    Usefulness: we share what serves a peer, and where it gets stuck.
    Reciprocity: everyone gives, everyone receives.
    Abundance: there are enough clients for us all.
created = Your circle is ready.
created-text = Everything else is optional.
created-preview = This is what the channel would read:
created-zone = Times are shown for { $zone }.
button-circle-inviting = Invite
button-circle-announce = Announce it in the channel
button-circle-settings = Settings
opened = The { $circle } circle is open.
opened-notice = A circle has just opened.
announced = It is announced in the channel.
objectives = Goals
charter = Charter of the { $circle } circle
charter-notice = The circle’s charter
charter-since = In force since { $when }.
steward = The circle
steward-members = { $count ->
    [one] One member
   *[other] { $count } members
}
steward-readers = Readers per card
steward-waiting = { $count ->
    [one] One card waits for a look.
   *[other] { $count } cards wait for a look.
}
steward-unsure = { $count ->
    [one] One message may not have arrived, in the channel or in private.
   *[other] { $count } messages may not have arrived, in the channel or in private.
}
inviting = Invite
inviting-text = By name, or with a code to type in /circle. The charter is read before coming in.
inviting-code = The code to give: { $code }
inviting-open = { $uses ->
    [one] A code is open: one entry, until { $when }.
   *[other] A code is open: { $uses } entries, until { $when }.
}
button-circle-invite = Choose people
button-circle-newcode = Give a code
button-circle-revoke = Close this code
invitations-sent = { $count ->
    [one] The invitation is on its way.
   *[other] The { $count } invitations are on their way.
}
    .text = Each person reads the charter before coming in. Nothing of the circle is shown to them until then.
settings-kept = The settings are kept.
joined = Somebody joined the circle.
    .text = { $name } has read the charter and accepts it.
by-hand = A door to open.
    .text = { $name } is in the circle, but the channel is still closed. Whoever administers the server or workspace can open it.

placing = The channel is on its way.
    .text = A private channel is on its way. A message will say when it is ready.
placed = The circle’s channel is chosen.
    .text = What is shared from now on appears there. What came before stays where it is.
retried = Another try begins.
    .text = What was waiting is on its way to the channel again.
housed = The circle’s channel is ready.
    .text = It is private. Each member enters it by accepting the charter.
placeless = The channel has to be made by hand.
    .text = Entrepairs could not make a channel. Nothing is lost: the circle is there, everything stays in /circle. Make a private channel, add Entrepairs to it, then choose it here.
unreached = The circle’s channel is out of reach.
unreached-gone = The circle’s channel is not there any more. Nothing is lost: what was shared stays in /circle. What is waiting will go to the channel chosen here.
unreached-shut = Entrepairs may not write in the channel any more. Nothing is lost: what was shared stays in /circle. Whoever administers it can allow it again, or another channel can be chosen.
unreached-shared = The channel is shared with another organisation. Nothing more is said there, and nothing is lost: what was shared stays in /circle. What is waiting will go once the sharing ends, or to another channel chosen here.
unreached-public = Everybody can read the channel. Nothing more is said there, and nothing is lost: what was shared stays in /circle. What is waiting will go once it is private again, or to another channel chosen here.
unreached-again = Is it settled?
unreached-none = This circle has no channel yet. Nothing is lost: what was shared stays in /circle.
outside = You are not in the circle’s channel any more.
    .text = Nothing else changes: you are still in the circle, and everything stays in /circle. One press opens the channel again.
button-circle-reenter = Back to the channel
reentering = The channel opens.
    .text = You will be in it in a moment. Nothing of what was there was lost.
uninvited = Somebody is in the channel without being in the circle.
    .text = They can read what appears in the channel, and nothing else. They can be removed in the channel itself, or invited here.
circle-back = The circle is back.
    .text = What was shared, the members and the sessions are there as before. Only the channel has to be chosen again: its address was erased.
button-circle-place = The circle’s channel
button-circle-retry = Try again
seen-discord = Whoever administers the server can read private channels, the circle’s too.
seen-slack = Depending on the plan, workspace owners can export private channels.

## coming in
invited = An invitation to join a circle
invited-text = { $by } invites you to the { $circle } circle. Here is the charter.
button-circle-accept = Accept and join
button-circle-ask = Ask a question
invited-ask = A question before coming in?
invited-ask-text = { $by } can answer you, aloud or by message. The invitation waits for you.
welcome = Welcome. You are in the circle.
welcome-text = It starts here, or with { $command }.

## my settings
settings = My settings
settings-lang = Language
settings-zone = Time zone
settings-hours = Hours
settings-weekly = Messages
settings-weekly-count = { $count ->
    [0] none a week
    [one] one a week at most
   *[other] { $count } a week at most
}
settings-pause = Away
settings-here = no
settings-away = until { $when }
button-me-edit = Edit

## to do
todo = To do
todo-empty = Nothing to do.
todo-read = { $author }’s card waits to be read: { $title }
todo-kept = A text is kept.
todo-kept-titled = A text is kept: { $title }
todo-draft = Draft: { $title }
todo-review = In review: { $title }
todo-more = { $count ->
    [one] And one more thing.
   *[other] And { $count } more.
}

## a practice
practice-useful-for = What it is for
practice-steps = How to do it
practice-tags = Tags
practice-duration = Duration
practice-limits = Avoid when
practice-support = Support
practice-attribution = Where it comes from
practice-by = from { $name }, { $badge }
practice-idea = idea to test
practice-tried-once = practised once before sharing
practice-tried-few = practised 2 to 5 times before sharing
practice-tried-many = practised 6 times or more before sharing
practice-unread = not yet read
practice-notice = A practice has just been shared.
practice-read-notice = A card from the circle
practice-withdrawn = This card is no longer shared.
practice-page = Page { $page } of { $pages }
button-practice-read = Read
state-draft = draft
state-review = in review
state-shared = shared
state-withdrawn = withdrawn
own-title = My cards
own-empty = Your cards will be here.

## the preview
preview-title = This is what the circle will see.
preview-question = Would your client recognise themselves?
preview-held = An identifier holds the sending, never the draft.
preview-remarks = { $count ->
    [one] One small edit to consider:
   *[other] { $count } small edits to consider:
}
preview-more = { $count ->
    [one] One more remark.
   *[other] { $count } more remarks.
}
preview-talk = This may deserve a conversation rather than a card.
finding-quote = “{ $quote }”:
finding-better = “{ $quote }” may identify someone. Rather: “{ $suggestion }”?
button-practice-all = See all
button-practice-replace = Replace
button-practice-aside = It is no client
button-practice-send = No, send it
button-practice-edit = Edit my card
button-keep-writing = Keep writing
button-practice-later = Later
button-practice-drop = Don’t share, take it to supervision
reason-prompt = The reason
reason-hard-title = Why does this name no client?
reason-soft-title = One remark is still open.
reason-soft = Nobody can be recognised because… Readers will see the reason.
reason-myself = it is about me
reason-public-author = it is a public author
reason-author = it is the author of a method
reason-place = it is a public place
reason-composite = it is a composite case
reason-agreement = the client agreed in writing
draft-kept = The draft waits in /circle, To do.
draft-erased = Noted. The draft is erased; nothing was published.
two-versions = The card has changed meanwhile. Both versions are here.
two-versions-theirs = The current one:
two-versions-mine = Yours:
button-keep-mine = Go on with mine
button-keep-theirs = Keep the current one

## while colleagues read
review-sent-title = The card is being read.
review-goes-out = Your card goes out { $when } if nobody has a remark.
review-on-hold = An ethical concern holds the card, until it has been talked over.
review-said-missing = { $name } suggests adding:
review-said-ethics = { $name } has an ethical concern:
button-practice-publish = Publish now
button-publish-as-is = Publish as is
button-practice-wait = Wait for a look
review-noted = A look at your card.
review-noted-ethics = A concern about your card. Nothing is lost.
review-ask = { $name }, three minutes to read { $author }’s card? Could you use it within 30 days?
review-notice = A card to read, in three minutes
review-until = With no remark it goes out { $when }.
review-reasons = Remark left open: { $reasons }.
review-whole = The whole card:
review-you-hold = Your concern holds the card, until it has been talked over.
review-answered-yes = You answered: yes. Thank you.
review-answered-missing = The remark is passed on. Thank you.
review-answered-lifted = The concern is lifted. Thank you.
review-passed = Noted. Another peer will read it.
review-passed-last = Noted. Thank you.
review-seen = Thank you. The mark “not yet read” goes away.
review-nobody-else = Nobody else can take it over for now. Your concern stands.
button-review-open = Read it
button-review-seen = I have read it
button-review-yes = Yes
button-review-missing = Something’s missing
button-review-ethics = Ethical concern
button-review-pass = Skip
button-review-lift = Lift my concern

## once shared
shared-title = Your card is shared.
shared-more = Want to add to it?
shared-unread = It is marked “not yet read” until a peer has a look.
button-practice-tags = Tags
button-practice-more = Time, limits, link
button-practice-undo = Undo
button-practice-withdraw = Withdraw
withdraw-title = Withdraw this card?
withdraw-text = It leaves every list. It may have been read.
withdrawn-yours = Your card is withdrawn. It may have been read.
tags-title = Tags
tags-prompt = Five at most
tags-none = The circle has no tags yet: the first ones are made here.
button-practice-newtags = Write the tags
