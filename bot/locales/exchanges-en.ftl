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
