# Finding again what the circle has shared.

command-practice-search = search
    .description = Search for a practice, or see them all
command-practice-tag = tag
    .description = Put tags on a card
command-tag = Tag this card
    .description = Change the tags of a card
error-tags-not-yours = Tags are changed by whoever wrote the card, or by a steward.
    .safe = Nothing has changed.
field-words = Words
    .hint = One to four words. Accents are optional.
field-tag = Tag
    .hint = Only the cards that have it
field-practice = Card
    .hint = A few words of its title
menu-search = Find a practice again, or browse them all.
    .button = Search

library-notice = The circle’s cards
library-found = { $count ->
    [0] No card found
    [one] One card found
   *[other] { $count } cards found
}
library-all = { $count ->
    [one] One shared card
   *[other] { $count } shared cards
}
library-shown = { $first } to { $last } of { $total }
library-any = No card has all these words. Nearest to them:
library-meant = Searched with “{ $words }”.
library-reason-title = title
library-reason-tag = tag
library-reason-word = same word in the card
library-reason-near = close to “{ $words }”
library-tried = tried and tested
library-filter = Filter
library-filter-tried = Tried by the circle
library-filter-unread = Never read
library-filter-tag = Tag: { $name }
library-filter-family = Family: { $name }
library-kind-method = Coaching clients
library-kind-development = Growing one’s practice
library-kind-watch = Following the profession
library-nothing = Nothing yet.
library-nothing-on = Nothing yet on “{ $words }”.
library-near-tag = The nearest: “{ $tag }”
library-which = Which card?
button-library-next = Next cards
button-library-look = Search for words
button-library-see = See
button-library-tag = Tag
button-library-ask = Ask the circle
form-library-look = Search
form-library-ask = Ask the circle
form-library-reword = Rephrase

request-preview = This is what the circle will read.
request-title = Who has a practice for this?
request-by = { $name } is looking for a practice.
request-sent = Your question went to the circle.
request-dropped = Noted. Nothing was published.
button-library-post = Ask the circle
button-library-reword = Rephrase
button-library-drop = Don’t ask
fault-names = No address, number or client’s name here.
