# A member's own page, and what is offered beside the commands.

shortcut-practice-share = Partager une pratique
    .description = Écrire une fiche, en cinq champs
shortcut-library-look = Chercher une pratique
    .description = Retrouver une fiche par ses mots
