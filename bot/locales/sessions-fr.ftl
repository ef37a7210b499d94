## sessions (rencontres): the words people type
command-session = rencontre
    .description = Les rencontres du cercle
command-session-plan = planifier
    .description = Proposer une rencontre au cercle
command-session-agenda = agenda
    .description = Voir les rencontres à venir
form-session-plan = Planifier une rencontre
form-session-edit = Modifier la rencontre
form-session-commit = Ce que je vais essayer
field-moment = Date et heure
    .hint = Par exemple : jeudi 26 novembre à 18 h
field-spot = Où ? Un lien ou une adresse
    .hint = Envoyer garde un brouillon. Rien n’est proposé sans accord
field-seats = Places
    .hint = De 2 à 50. Vide : 8
field-holder = Qui apporte le sujet ?
    .hint = Le sujet lui-même se dit de vive voix et ne s’écrit nulle part
field-attempt = En une ligne
    .hint = Envoyer garde cette ligne en privé. Personne d’autre ne la verra

fault-moment-unreadable = Cette date n’est pas claire. Par exemple : jeudi 26 novembre à 18 h.
fault-moment-no-day = Il manque le jour. Par exemple : jeudi 26 novembre à 18 h.
fault-moment-no-time = Il manque l’heure. Par exemple : jeudi 26 novembre à 18 h.
fault-moment-ambiguous = Cette date se lit de deux façons. Par exemple : jeudi 26 novembre à 18 h.
fault-moment-impossible = Cette date ou cette heure n’existe pas.
fault-moment-mismatch = Le jour de la semaine et la date ne vont pas ensemble.
fault-moment-skipped = Cette heure n’existe pas ce jour-là : on avance les montres.
fault-moment-past = Cette date est passée. Le prochain créneau libre : { $free }.
fault-moment-far = C’est dans plus de deux ans. Une date plus proche ?
fault-seats = De { $least } à { $most } places.
fault-seats-taken = { $count ->
    [one] Une place est déjà prise.
   *[other] { $count } places sont déjà prises.
}
fault-holder = Cette personne ne fait pas partie du cercle.
fault-session-identifier = Ni adresse e-mail, ni numéro, ni nom de client : ils désignent quelqu’un.

## on the menu
menu-sessions = Les rencontres à venir.
    .button = Rencontres

## parts
session-when = Quand : { $when }, pendant { $minutes } minutes
session-where = Où : { $spot }
session-link = le lien de la rencontre
session-length = Durée
session-minutes = { $minutes } minutes
session-places = Places
session-left = { $left ->
    [one] une libre sur { $seats }
   *[other] { $left } libres sur { $seats }
}
session-full = { $waiting ->
    [0] { $seats }, toutes prises
   *[other] { $seats }, toutes prises ; { $waiting } en attente
}
session-subject = Sujet apporté par
session-subject-open = personne encore
session-who = Viennent
session-offers = Sujets proposés par
session-notice = Une rencontre est proposée.
session-is-over = Cette rencontre a eu lieu.
session-cancelled = Cette rencontre est annulée.
session-moved-away = Cette rencontre a été déplacée.
session-file = rencontre.ics
session-zone = heure de { $city }
session-zone-elided = heure d’{ $city }
session-echo = { $when }, { $zone }
session-for-you = { $register ->
    [tu] Chez toi : { $when }.
   *[vous] Chez vous : { $when }.
}

## planning
session-is-it = C’est bien { $moment } ?
session-planned = La rencontre est proposée.
session-changed = La rencontre a changé entre-temps. La saisie est gardée.
session-cancel-title = Annuler cette rencontre ?
session-cancel-text = Les personnes qui pensaient venir l’apprennent tout de suite.
session-cancelled-yours = La rencontre est annulée. Les personnes concernées l’apprennent.
session-agenda = Les rencontres à venir
session-agenda-empty = Aucune rencontre n’est prévue.
session-line = { $title } · { $when }
session-line-proposed = { $title } · { $when } · à confirmer
session-line-over = { $title } · { $when } · une question attend
button-session-plan = Planifier une rencontre
button-session-propose = Oui, proposer
button-session-correct = Corriger
button-session-edit = Modifier
button-session-cancel = Annuler la rencontre
button-session-preview = Gérer
button-session-open = Voir la rencontre
button-open-session = Voir la rencontre
button-session-agenda = Rencontres

## answering
session-mine-none = { $register ->
    [tu] Tu viens ?
   *[vous] Vous venez ?
}
session-mine-yes = { $register ->
    [tu] C’est noté : tu viens.
   *[vous] C’est noté : vous venez.
}
session-mine-waiting = { $register ->
    [tu] C’est noté : tu es en liste d’attente.
   *[vous] C’est noté : vous êtes en liste d’attente.
}
session-mine-maybe = C’est noté : peut-être.
session-mine-no = C’est noté : pas cette fois.
session-calendar = Pour ne pas l’oublier :
session-you-hold = { $register ->
    [tu] Tu apportes le sujet.
   *[vous] Vous apportez le sujet.
}
session-you-plan = { $register ->
    [tu] Tu proposes cette rencontre.
   *[vous] Vous proposez cette rencontre.
}
session-complete = La rencontre est complète.
session-complete-text = { $register ->
    [tu] Rien n’a changé. La prochaine place libre peut être pour toi.
   *[vous] Rien n’a changé. La prochaine place libre peut être pour vous.
}
session-seat = { $register ->
    [tu] Une place se libère : elle est pour toi.
   *[vous] Une place se libère : elle est pour vous.
}
session-named = { $register ->
    [tu] On compte sur toi pour le sujet.
   *[vous] On compte sur vous pour le sujet.
}
session-named-text = { $register ->
    [tu] { $name } te propose d’apporter le sujet. Tu peux le rendre, sans raison à donner.
   *[vous] { $name } vous propose d’apporter le sujet. Vous pouvez le rendre, sans raison à donner.
}
session-unnamed = { $register ->
    [tu] Tu n’as plus de sujet à apporter.
   *[vous] Vous n’avez plus de sujet à apporter.
}
session-moved = { $register ->
    [tu] La rencontre change de date. Tu viens toujours ?
   *[vous] La rencontre change de date. Vous venez toujours ?
}
session-off = La rencontre n’aura pas lieu.
button-session-yes = Je viens
button-session-maybe = Peut-être
button-session-no = Pas cette fois
button-session-topic = Apporter un sujet
button-session-wait = Liste d’attente
button-session-giveback = Rendre le sujet
button-session-ready = C’est bon
button-session-ics = Ajouter à mon agenda

## before it begins
session-week = { $register ->
    [tu] La rencontre est dans une semaine. Tu viens ?
   *[vous] La rencontre est dans une semaine. Vous venez ?
}
session-tomorrow = Demain à { $time }.
session-tomorrow-holder = { $register ->
    [tu] Demain à { $time }, c’est ton sujet.
   *[vous] Demain à { $time }, c’est votre sujet.
}
session-nobody = Personne n’est reconnaissable ?
session-brought = Sujet apporté par { $name }.
session-nothing-brought = Personne n’apporte encore de sujet.
session-ready = C’est noté. À demain.
session-soon-link = On commence dans une heure : le lien est ici.
session-soon = On commence dans une heure.

## a draft that needs to be talked about
button-session-bring = L’apporter à la prochaine rencontre
button-session-keep-draft = Garder le brouillon
button-session-drop-draft = Effacer le brouillon
button-session-back-draft = Revenir à ma fiche
session-brought-yours = { $register ->
    [tu] C’est noté : tu apportes le sujet.
   *[vous] C’est noté : vous apportez le sujet.
}
session-offered-yours = { $register ->
    [tu] C’est noté : tu proposes un sujet.
   *[vous] C’est noté : vous proposez un sujet.
}
session-draft-private = Le brouillon reste privé. Rien n’a été publié.
session-none = Aucune rencontre n’est prévue.

## afterwards
session-after = { $register ->
    [tu] Qu’est-ce que tu vas essayer ?
   *[vous] Qu’est-ce que vous allez essayer ?
}
session-after-text = { $register ->
    [tu] Une ligne suffit. Elle reste entre nous, et je te demanderai ce que ça donne.
   *[vous] Une ligne suffit. Elle reste entre nous, et je vous demanderai ce que ça donne.
}
session-committed = C’est noté.
session-ask-on = { $register ->
    [tu] Je te demanderai le { $when } ce que ça donne.
   *[vous] Je vous demanderai le { $when } ce que ça donne.
}
session-yours-alone = Personne d’autre ne voit cette ligne.
session-skipped = C’est noté. Rien ne sera demandé.
session-followed = Qu’est-ce que ça a donné ?
session-wanted = { $register ->
    [tu] Tu voulais essayer : « { $words } »
   *[vous] Vous vouliez essayer : « { $words } »
}
session-outcome-worked = Ça a marché
session-outcome-mixed = Résultat mitigé
session-outcome-not-yet = Pas encore essayé
session-outcome-not-for-me = Ce n’est pas pour moi
session-thanks-worked = Merci. Voilà une chose qui marche.
session-thanks-mixed = Merci. Un résultat mitigé apprend aussi.
session-thanks-not-yet = C’est noté. Rien ne presse.
session-thanks-not-for-me = Merci. C’est noté.
button-session-commit = Répondre
button-session-skip = Passer
