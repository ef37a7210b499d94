## beside a practice, on its last page
practice-said = Additions
practice-complements = { $count ->
    [one] One addition, to read with the card.
   *[other] { $count } additions, to read with the card.
}
practice-unseen = Nobody has reviewed it yet.
complement-line = { $name }: { $words }
ask-author = Ask { $name } a question
thank-author = Thank { $name }
button-exchange-around = Back to the card
button-exchange-keep = Keep
button-exchange-unkeep = Stop keeping
button-exchange-ask = Ask a question
button-exchange-thank = Thank
button-exchange-complement = Add to it
button-exchange-answer = Answer
button-exchange-note = See the question
button-exchange-markdown = Download
button-exchange-remove = Remove this addition
question-for-you = { $name } is waiting for your answer to a question.
question-of-yours = You asked a question about this card.
file-of-it = The whole card, as a text file.
file-shared = shared on { $day }
remove-title = Remove this addition?
remove-text = It leaves the card. It may have been read.

## what has just been done
done-kept = Kept. You will find the card in /circle, To do, Kept.
done-unkept = The card leaves your Kept.
done-asked = Your question is on its way. { $name } will answer you privately.
done-thanked = { $name } is told.
done-complemented = Your addition stays with the card, in your name.
done-removed = The addition is removed.

## to one person
note-asked-title = { $name } has a question about “{ $title }”.
note-asked-notice = A question about one of your cards
asked-answered = Your answer:
note-answered-title = { $name } answers you about “{ $title }”.
note-answered-notice = An answer to your question
answered-soon = The answer is still to come.
answered-so = The answer:
note-waiting-for-title = Your question to { $name } about “{ $title }”.
note-waiting-for-notice = Your question waits for an answer
note-thanked-title = { $name } thanks you for your card “{ $title }”.
note-thanked-notice = A thank-you for one of your cards
note-complemented-title = { $name } adds to your card “{ $title }”.
note-complemented-notice = An addition to one of your cards
removed-notice = This addition is not there any more.

## kept
button-exchange-kept = Kept
kept-title = Kept
kept-empty = Nothing is kept for now.
kept-row = { $title } · { $name }

## a message becomes a practice
command-propose = Suggest as a practice
    .description = Make a card of this message, if its author agrees
message-too-long = The message is longer than a card. It is kept whole.
message-excess = Here is what is too much:
offered = Noted. { $name } decides.
offered-text = Nothing is shared without their agreement.
offered-notice = The suggestion is passed on.
proposed-title = { $name } thinks your message would make a good card.
proposed-notice = One of your messages would make a good card
proposed-text = Nothing is shared without your agreement, and nobody will know your answer.
button-make-practice = Make it a card
button-exchange-decline = No thanks
decided = That is settled already, and nobody will know.
declined = Noted. Nothing is kept of this message, and nobody will know.
error-propose-stranger = This message is from somebody who is not in the circle.
    .safe = Nothing was kept. Everybody shares their own practices.
error-propose-empty = This message has no text.
    .safe = Nothing was kept.

## a worry, in private
command-alert = Raise a private concern
    .description = Say in private what worries you about a card
form-exchange-worry = Raise a concern
button-exchange-worry = Raise a concern
button-exchange-worried = See the concern
alert-row = Does something in this card worry you?
field-worry = What worries you
    .hint = Read by the card’s author, and by one other person in the circle
field-worry-confidentiality = Somebody could be recognised
field-worry-hold = A hold over the person coached
field-worry-limits = It goes beyond coaching
field-worry-other = Something else
field-detail = In a few words
    .hint = Optional. Without naming a client
field-signed = Sign with your name
    .hint = Otherwise your name is not said. In a small circle it can be guessed.
note-alert-title = A peer has a concern about your card “{ $title }”.
note-alert-notice = A private word about one of your cards
note-alert-peer-title = A peer has a concern about “{ $title }”, { $name }’s card.
note-alert-peer-notice = A private word about a card of the circle
alert-worry-confidentiality = Somebody could be recognised in it.
alert-worry-hold = It could give a hold over the person coached.
alert-worry-limits = It could go beyond coaching.
alert-worry-other = It is something other than the reasons offered.
alert-signed-by = Signed: { $name }
alert-for-author = One other person in the circle reads this too. Nothing is hidden: you decide.
alert-for-author-alone = Nobody else reads this. Nothing is hidden: you decide.
alert-for-peer = This stays between you and { $name }, who decides. A second look may help.
alert-sent = It is passed on, in private.
alert-read-by-two = { $name } and one other person in the circle read it. Nothing is hidden.
alert-read-by-author = { $name } reads it, and nobody else. Nothing is hidden.
alert-read-by-peer = { $name } is here no more. One other person in the circle reads it.
alert-signed = Your name is said.
alert-unsigned = Your name is not said.
error-alert-own = This is your own card.
    .safe = Nothing was sent. You can edit or withdraw it.
error-alert-nobody = Nobody else is here to read it.
    .safe = Nothing was sent. The text is kept.
error-no-card = This message shows no card shared in this circle.
    .safe = Nothing was sent or changed.

## forms
form-exchange-ask = Ask a question
form-exchange-answer = Answer
form-exchange-thank = Say thank you
form-exchange-complement = Add to the card
field-question = Your question
    .hint = Read by whoever wrote the card, and nobody else. Name no client
field-answer = Your answer
    .hint = Read by whoever asked, and nobody else. Name no client
field-thanks = A word, if you feel like it
    .hint = Left empty, it is a thank-you already
field-complement = Your addition, signed
    .hint = Read by the whole circle, with the card. Name no client
field-message = Message
    .hint = The one to make a card of
fault-note-identifier = No address, number or client’s name here. The text is kept.
