# A member's own page, and what is offered beside the commands.

shortcut-practice-share = Partager une pratique
    .description = Écrire une fiche, en cinq champs
shortcut-library-look = Chercher une pratique
    .description = Retrouver une fiche par ses mots

home-notice = Votre page
home-circle = Cercle affiché
home-all = Tout voir
home-trials = { $count ->
    [one] Un essai en cours : { $title }
   *[other] { $count } essais en cours, dont { $title }
}
home-kept = { $count ->
    [one] Une fiche gardée : { $title }
   *[other] { $count } fiches gardées, dont { $title }
}
home-next = Prochaine rencontre
    .button = Ouvrir la rencontre
home-next-none = Aucune rencontre n’est prévue.
