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

## a worry, in private
command-alert = Alerter en privé
    .description = Dire en privé ce qui préoccupe dans une fiche
form-exchange-worry = Alerter en privé
button-exchange-worry = Alerter en privé
button-exchange-worried = Revoir l’alerte
alert-row = Quelque chose préoccupe dans cette fiche ?
field-worry = Ce qui préoccupe
    .hint = Lu par qui a écrit la fiche, et par une autre personne du cercle
field-worry-confidentiality = On pourrait reconnaître quelqu’un
field-worry-hold = Une emprise sur la personne accompagnée
field-worry-limits = Cela sort du coaching
field-worry-other = Autre chose
field-detail = En quelques mots
    .hint = Facultatif. Sans nommer de client
field-signed = { $register ->
    [tu] Signer de ton nom
   *[vous] Signer de votre nom
}
    .hint = { $register ->
        [tu] Sinon, ton nom n’est pas dit. Dans un petit cercle, il se devine.
       *[vous] Sinon, votre nom n’est pas dit. Dans un petit cercle, il se devine.
    }
note-alert-title = { $register ->
    [tu] Quelque chose préoccupe un pair dans ta fiche « { $title } ».
   *[vous] Quelque chose préoccupe un pair dans votre fiche « { $title } ».
}
note-alert-notice = { $register ->
    [tu] Un mot en privé sur une de tes fiches
   *[vous] Un mot en privé sur une de vos fiches
}
note-alert-peer-title = Quelque chose préoccupe un pair dans « { $title } », la fiche de { $name }.
note-alert-peer-notice = Un mot en privé sur une fiche du cercle
alert-worry-confidentiality = On pourrait y reconnaître quelqu’un.
alert-worry-hold = La personne accompagnée pourrait s’y trouver sous emprise.
alert-worry-limits = Cela pourrait sortir du coaching.
alert-worry-other = C’est autre chose que les raisons proposées.
alert-signed-by = Signé : { $name }
alert-for-author = { $register ->
    [tu] Une autre personne du cercle le lit aussi. Rien n’est masqué : c’est toi qui décides.
   *[vous] Une autre personne du cercle le lit aussi. Rien n’est masqué : c’est vous qui décidez.
}
alert-for-author-alone = { $register ->
    [tu] Personne d’autre ne le lit. Rien n’est masqué : c’est toi qui décides.
   *[vous] Personne d’autre ne le lit. Rien n’est masqué : c’est vous qui décidez.
}
alert-for-peer = { $register ->
    [tu] Cela reste entre toi et { $name }, qui décide. Un regard de plus peut aider.
   *[vous] Cela reste entre vous et { $name }, qui décide. Un regard de plus peut aider.
}
alert-sent = C’est transmis, en privé.
alert-read-by-two = { $name } et une autre personne du cercle le lisent. Rien n’est masqué.
alert-read-by-author = { $name } le lit, et personne d’autre. Rien n’est masqué.
alert-read-by-peer = { $name } n’est plus là. Une autre personne du cercle le lit.
alert-signed = { $register ->
    [tu] Ton nom est dit.
   *[vous] Votre nom est dit.
}
alert-unsigned = { $register ->
    [tu] Ton nom n’est pas dit.
   *[vous] Votre nom n’est pas dit.
}
error-alert-own = { $register ->
    [tu] C’est ta fiche.
   *[vous] C’est votre fiche.
}
    .safe = { $register ->
        [tu] Rien n’a été envoyé. Tu peux la modifier ou la retirer.
       *[vous] Rien n’a été envoyé. Vous pouvez la modifier ou la retirer.
    }
error-alert-nobody = Personne d’autre n’est là pour le lire.
    .safe = Rien n’a été envoyé. Le texte est gardé.
error-no-card = Ce message ne montre pas de fiche partagée dans ce cercle.
    .safe = Rien n’a été envoyé ni changé.

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
