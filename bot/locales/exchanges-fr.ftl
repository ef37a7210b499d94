## beside a practice, on its last page
practice-said = Compléments
practice-complements = { $count ->
    [one] Un complément, à lire avec la fiche.
   *[other] { $count } compléments, à lire avec la fiche.
}
practice-unseen = Personne ne l’a encore relue.
complement-line = { $name } : { $words }
ask-author = Poser une question à { $name }
thank-author = Remercier { $name }
button-exchange-around = Revoir la fiche
button-exchange-keep = Garder
button-exchange-unkeep = Ne plus garder
button-exchange-ask = Poser une question
button-exchange-thank = Remercier
button-exchange-complement = Ajouter un complément
button-exchange-answer = Répondre
button-exchange-note = Revoir la question
button-exchange-markdown = Télécharger
button-exchange-remove = Retirer ce complément
question-for-you = { $register ->
    [tu] { $name } attend ta réponse à une question.
   *[vous] { $name } attend votre réponse à une question.
}
question-of-yours = { $register ->
    [tu] Tu as posé une question sur cette fiche.
   *[vous] Vous avez posé une question sur cette fiche.
}
file-of-it = La fiche entière, en fichier texte.
file-shared = partagée le { $day }
remove-title = Retirer ce complément ?
remove-text = Il quitte la fiche. Il a pu être lu.

## what has just been done
done-kept = { $register ->
    [tu] C’est gardé. Tu retrouves la fiche dans /cercle, À faire, Gardées.
   *[vous] C’est gardé. Vous retrouvez la fiche dans /cercle, À faire, Gardées.
}
done-unkept = { $register ->
    [tu] La fiche quitte tes Gardées.
   *[vous] La fiche quitte vos Gardées.
}
done-asked = { $register ->
    [tu] Ta question part. { $name } te répondra en privé.
   *[vous] Votre question part. { $name } vous répondra en privé.
}
done-thanked = C’est dit à { $name }.
done-complemented = { $register ->
    [tu] Ton complément est gardé avec la fiche, à ton nom.
   *[vous] Votre complément est gardé avec la fiche, à votre nom.
}
done-removed = Le complément est retiré.

## to one person
note-asked-title = { $register ->
    [tu] { $name } te pose une question sur « { $title } ».
   *[vous] { $name } vous pose une question sur « { $title } ».
}
note-asked-notice = { $register ->
    [tu] Une question sur une de tes fiches
   *[vous] Une question sur une de vos fiches
}
asked-answered = { $register ->
    [tu] Ta réponse :
   *[vous] Votre réponse :
}
note-answered-title = { $register ->
    [tu] { $name } te répond au sujet de « { $title } ».
   *[vous] { $name } vous répond au sujet de « { $title } ».
}
note-answered-notice = { $register ->
    [tu] Une réponse à ta question
   *[vous] Une réponse à votre question
}
answered-soon = La réponse est à venir.
answered-so = La réponse :
note-waiting-for-title = { $register ->
    [tu] Ta question à { $name } sur « { $title } ».
   *[vous] Votre question à { $name } sur « { $title } ».
}
note-waiting-for-notice = { $register ->
    [tu] Ta question attend sa réponse
   *[vous] Votre question attend sa réponse
}
note-thanked-title = { $register ->
    [tu] { $name } te remercie pour ta fiche « { $title } ».
   *[vous] { $name } vous remercie pour votre fiche « { $title } ».
}
note-thanked-notice = { $register ->
    [tu] Un merci pour une de tes fiches
   *[vous] Un merci pour une de vos fiches
}
note-complemented-title = { $register ->
    [tu] { $name } complète ta fiche « { $title } ».
   *[vous] { $name } complète votre fiche « { $title } ».
}
note-complemented-notice = { $register ->
    [tu] Un complément à une de tes fiches
   *[vous] Un complément à une de vos fiches
}
removed-notice = Ce complément n’est plus là.

## kept
button-exchange-kept = Gardées
kept-title = Gardées
kept-empty = Rien n’est gardé pour l’instant.
kept-row = { $title } · { $name }

## a message becomes a practice
command-propose = Proposer comme pratique
    .description = Faire une fiche de ce message, avec l’accord de qui l’a écrit
message-too-long = Le message est plus long qu’une fiche. Il est gardé en entier.
message-excess = Voici ce qui dépasse :
offered = C’est noté. { $name } décide.
offered-text = Rien n’est partagé sans son accord.
offered-notice = La proposition est transmise.
proposed-title = { $register ->
    [tu] { $name } pense que ton message ferait une bonne fiche.
   *[vous] { $name } pense que votre message ferait une bonne fiche.
}
proposed-notice = { $register ->
    [tu] Un de tes messages ferait une bonne fiche
   *[vous] Un de vos messages ferait une bonne fiche
}
proposed-text = { $register ->
    [tu] Rien n’est partagé sans ton accord, et personne ne saura ta réponse.
   *[vous] Rien n’est partagé sans votre accord, et personne ne saura votre réponse.
}
button-make-practice = En faire une fiche
button-exchange-decline = Non merci
decided = C’est déjà réglé, et personne n’en saura rien.
declined = C’est noté. Rien n’est gardé de ce message, et personne n’en saura rien.
error-propose-stranger = Ce message vient de quelqu’un qui n’est pas du cercle.
    .safe = Rien n’a été gardé. Chacun partage ses propres pratiques.
error-propose-empty = Ce message ne contient pas de texte.
    .safe = Rien n’a été gardé.

## forms
form-exchange-ask = Poser une question
form-exchange-answer = Répondre
form-exchange-thank = Remercier
form-exchange-complement = Ajouter un complément
field-question = { $register ->
    [tu] Ta question
   *[vous] Votre question
}
    .hint = Lue par qui a écrit la fiche, et personne d’autre. Sans nommer de client
field-answer = { $register ->
    [tu] Ta réponse
   *[vous] Votre réponse
}
    .hint = Lue par qui a posé la question, et personne d’autre. Sans nommer de client
field-thanks = Un mot, si l’envie est là
    .hint = Vide, c’est déjà un merci
field-complement = { $register ->
    [tu] Ton complément, signé
   *[vous] Votre complément, signé
}
    .hint = Lu par tout le cercle, avec la fiche. Sans nommer de client
field-message = Message
    .hint = Celui dont on fait une fiche
fault-note-identifier = Ni adresse, ni numéro, ni nom de client ici. Le texte est gardé.
