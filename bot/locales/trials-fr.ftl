## three meanings
button-trial-useful = 💡 Utile
button-trial-trying = 🧪 Je l’essaie
button-trial-worked = 🌱 Ça a marché
trial-useful = 💡 veut dire : utile. C’est compté.
trial-useful-text = { $register ->
    [tu] Le jour où tu l’essaies, 🧪 me le dit.
   *[vous] Le jour où vous l’essayez, 🧪 me le dit.
}
trial-trying = 🧪 veut dire : je l’essaie.
trial-trying-text = { $register ->
    [tu] Je te demanderai le { $when } ce que ça donne.
   *[vous] Je vous demanderai le { $when } ce que ça donne.
}
trial-worked = 🌱 veut dire : ça a marché pour moi.
trial-worked-text = { $author } l’apprendra. Une ligne de plus aide toujours.
trial-own = { $register ->
    [tu] C’est ta fiche : tes propres signes ne comptent pas.
   *[vous] C’est votre fiche : vos propres signes ne comptent pas.
}
trial-own-text = Ce sont ceux du cercle qui la font grandir.
trial-ok = C’est noté.
trial-undone = C’est annulé.
trial-undone-emoji = { $register ->
    [tu] Ton emoji reste visible sous la fiche. Retire-le aussi, sinon je pourrais le recompter.
   *[vous] Votre emoji reste visible sous la fiche. Retirez-le aussi, sinon je pourrais le recompter.
}
button-trial-ok = D’accord
button-trial-month = Dans un mois
button-trial-undo = Annuler

## two weeks later
trial-ask = { $elides ->
    [yes] { $title }, d’{ $author } : qu’est-ce que ça a donné ?
   *[no] { $title }, de { $author } : qu’est-ce que ça a donné ?
}
trial-ask-text = { $register ->
    [tu] { $author } verra ta réponse ; je ne dis jamais qui n’a pas répondu.
   *[vous] { $author } verra votre réponse ; je ne dis jamais qui n’a pas répondu.
}
trial-ask-notice = Un essai : qu’est-ce que ça a donné ?
trial-nudge-text = Un seul rappel, celui-ci.
trial-answer-worked = Ça a marché
trial-answer-mixed = Résultat mitigé
trial-answer-not-yet = Pas encore essayé
trial-answer-not-for-me = Ce n’est pas pour moi
trial-said-worked = ça a marché
trial-said-mixed = résultat mitigé
trial-said-not-yet = pas encore essayé
trial-said-not-for-me = ce n’est pas pour moi
trial-answered = C’est noté : { $outcome }.
trial-answered-text = { $register ->
    [tu] { $author } verra ta réponse. Une ligne de plus, si tu veux.
   *[vous] { $author } verra votre réponse. Une ligne de plus, si vous voulez.
}
trial-note-public = { $author } et le cercle lisent cette ligne.
trial-note-private = { $register ->
    [tu] Cette ligne reste entre { $author } et toi.
   *[vous] Cette ligne reste entre { $author } et vous.
}
trial-again-text = { $register ->
    [tu] Rien n’est dit à personne. Je te redemanderai une fois, le { $when }.
   *[vous] Rien n’est dit à personne. Je vous redemanderai une fois, le { $when }.
}
trial-last-text = { $register ->
    [tu] Rien n’est dit à personne, et je ne redemanderai plus. Tu peux répondre ici à tout moment.
   *[vous] Rien n’est dit à personne, et je ne redemanderai plus. Vous pouvez répondre ici à tout moment.
}
trial-row-said = { $title } : { $outcome }.
trial-row-month = C’est trop tôt ?
trial-row-undo = { $register ->
    [tu] Tu ne l’essaies plus ?
   *[vous] Vous ne l’essayez plus ?
}
trial-row-read = Revoir la fiche.
button-trial-note = Ajouter une ligne
button-note-edit = Modifier ma ligne
button-trial-change = Répondre autrement
button-trial-open = Répondre
button-trial-mine = Mes essais
trial-mine = Mes essais
trial-mine-empty = { $register ->
    [tu] Aucun essai pour l’instant. Sous une fiche, 🧪 en ouvre un.
   *[vous] Aucun essai pour l’instant. Sous une fiche, 🧪 en ouvre un.
}
trial-row = { $title } ({ $author }) : qu’est-ce que ça donne ?
form-trial-note = Une ligne de plus
field-trial-note = Ce que ça a donné, en une ligne
    .hint = Envoyer garde un brouillon. Sans nommer personne
field-trial-quote = La montrer au cercle
    .hint = Sinon, seule la lit la personne qui a écrit la fiche
fault-trial-note-identifier = Une adresse, un numéro ou un nom désigne quelqu’un. Sans lui, la ligne dit autant.

## to the author
news-notice = Des nouvelles d’une fiche
news-worked = { $register ->
    [tu] { $name } a essayé ta fiche : ça a marché.
   *[vous] { $name } a essayé votre fiche : ça a marché.
}
news-mixed = { $register ->
    [tu] { $name } a essayé ta fiche : résultat mitigé.
   *[vous] { $name } a essayé votre fiche : résultat mitigé.
}
news-not-for-me = { $register ->
    [tu] { $name } a essayé ta fiche : ce n’est pas sa manière.
   *[vous] { $name } a essayé votre fiche : ce n’est pas sa manière.
}
news-practice = La fiche : { $title }
news-several = { $register ->
    [tu] { $count ->
        [one] Une nouvelle de tes fiches.
       *[other] { $count } nouvelles de tes fiches.
    }
   *[vous] { $count ->
        [one] Une nouvelle de vos fiches.
       *[other] { $count } nouvelles de vos fiches.
    }
}
news-line-worked = { $name } a essayé « { $title } » : ça a marché.
news-line-mixed = { $name } a essayé « { $title } » : résultat mitigé.
news-line-not-for-me = { $name } a essayé « { $title } » : ce n’est pas sa manière.
news-more = { $count ->
    [one] Et une autre encore.
   *[other] Et { $count } autres encore.
}
news-gone = Cette nouvelle n’est plus d’actualité.
idea-idle = { $register ->
    [tu] Ton idée attend depuis trois mois un premier essai.
   *[vous] Votre idée attend depuis trois mois un premier essai.
}
    .text = { $register ->
        [tu] Tu peux la garder, la reprendre, ou l’archiver. Personne d’autre ne lit ceci.
       *[vous] Vous pouvez la garder, la reprendre, ou l’archiver. Personne d’autre ne lit ceci.
    }
button-keep-idea = La garder
practice-yearly = { $register ->
    [tu] Ta fiche a un an. Est-elle toujours juste ?
   *[vous] Votre fiche a un an. Est-elle toujours juste ?
}
    .text = En attendant une réponse, le cercle y lit « à revoir ».
shared-dated = Elle a plus d’un an.
shared-archive = La sortir des listes, sans la perdre.
button-practice-confirm = Toujours valable
button-practice-archive = Archiver
button-practice-unarchive = Remettre en circulation
practice-confirmed = C’est noté : la fiche reste.
archived = Cette fiche est archivée.
archived-text = { $register ->
    [tu] Le cercle ne la voit plus. Ses mots sont gardés, pour toi.
   *[vous] Le cercle ne la voit plus. Ses mots sont gardés, pour vous.
}
state-archived = archivée

## on the practice itself
practice-tested = essayée
practice-dated = à revoir
count-useful = { $count ->
    [one] 💡 utile à une personne
   *[other] 💡 utile à { $count } personnes
}
count-trying = { $count ->
    [one] 🧪 une personne l’essaie
   *[other] 🧪 { $count } personnes l’essaient
}
count-worked = { $count ->
    [one] 🌱 a marché une fois
   *[other] 🌱 a marché pour { $count } personnes
}
quoted-worked = { $name } : ça a marché. « { $note } »
quoted-mixed = { $name } : résultat mitigé. « { $note } »
quoted-not-for-me = { $name } : ce n’est pas ma manière. « { $note } »
trial-row-try = L’essayer, puis dire ce que ça donne.
trial-row-open = { $register ->
    [tu] Tu l’essaies : qu’est-ce que ça donne ?
   *[vous] Vous l’essayez : qu’est-ce que ça donne ?
}
