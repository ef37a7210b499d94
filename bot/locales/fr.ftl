## checks

finding-for-info = { $register ->
    [tu] « Pour info » ne dit pas ce que cela change. Essaie : « Quand…, cela permet de… »
   *[vous] « Pour info » ne dit pas ce que cela change. Essayez : « Quand…, cela permet de… »
}
finding-no-situation = Il manque le moment : avec qui, quand ? Par exemple : « Quand un codir se tait… »
finding-no-effect = Il manque l’effet : qu’est-ce qui change ensuite ? Par exemple : « …, chacun repart avec une décision. »
finding-vague = { $register ->
    [tu] À quoi ton client verrait-il la différence ? Par exemple : « Dire non à une demande dans la semaine. »
   *[vous] À quoi votre client verrait-il la différence ? Par exemple : « Dire non à une demande dans la semaine. »
}
finding-too-short = { $register ->
    [tu] Encore un mot de plus : quand t’en sers-tu, et pour obtenir quoi ? « Réunion muette : chacun écrit, tous parlent. »
   *[vous] Encore un mot de plus : quand, et pour obtenir quoi ? « Réunion muette : chacun écrit, tous parlent. »
}
finding-link-only = { $register ->
    [tu] Un lien seul se perd. Dis ce que tu en fais : « Avant un recadrage, cette grille aide à citer des faits. »
   *[vous] Un lien seul se perd. Dites ce que vous en faites : « Avant un recadrage, cette grille aide à citer des faits. »
}
finding-praise-only = { $register ->
    [tu] On sent l’enthousiasme. Dis aussi quand, et ce que cela change : « Si un client hésite, il choisit en dix minutes. »
   *[vous] On sent l’enthousiasme. Dites aussi quand, et ce que cela change : « Si un client hésite, il choisit en dix minutes. »
}
finding-promotion = On dirait une annonce. Qu’est-ce qu’un pair peut en faire sans rien acheter ? « Ouvrir la séance par cette question… »
finding-copies-field = Ces mots sont déjà dans un autre champ. Ici : « Quand…, cela permet de… »
finding-need-to-talk = { $register ->
    [tu] Ce sujet mérite peut-être un échange plutôt qu’une fiche. Tu peux l’apporter à la prochaine rencontre.
   *[vous] Ce sujet mérite peut-être un échange plutôt qu’une fiche. Vous pouvez l’apporter à la prochaine rencontre.
}
finding-email = { $register ->
    [tu] Une adresse e-mail désigne quelqu’un. Retire-la : « écris-moi en privé » suffit.
   *[vous] Une adresse e-mail désigne quelqu’un. Retirez-la : « écrivez-moi en privé » suffit.
}
finding-phone = { $register ->
    [tu] Un numéro de téléphone désigne quelqu’un. Retire-le, le cercle sait te joindre.
   *[vous] Un numéro de téléphone désigne quelqu’un. Retirez-le, le cercle sait vous joindre.
}
finding-company-id = { $register ->
    [tu] Un numéro d’entreprise mène droit à son nom. Retire-le : « une PME de services » suffit.
   *[vous] Un numéro d’entreprise mène droit à son nom. Retirez-le : « une PME de services » suffit.
}
finding-iban = { $register ->
    [tu] Un compte bancaire n’a pas sa place dans une fiche. Retire-le entièrement.
   *[vous] Un compte bancaire n’a pas sa place dans une fiche. Retirez-le entièrement.
}
finding-nir = { $register ->
    [tu] Un numéro de sécurité sociale désigne une seule personne. Retire-le entièrement.
   *[vous] Un numéro de sécurité sociale désigne une seule personne. Retirez-le entièrement.
}
finding-social = { $register ->
    [tu] Ce lien mène au profil d’une personne ou d’une organisation. Retire-le ou dis seulement son métier.
   *[vous] Ce lien mène au profil d’une personne ou d’une organisation. Retirez-le ou dites seulement son métier.
}
finding-titled-name = Un nom avec son titre désigne une personne. Plutôt : « une responsable », « un dirigeant ».
finding-name = Ce nom peut désigner une personne. Plutôt : « une personne que j’accompagne ».
finding-initials = Des initiales suffisent parfois à reconnaître quelqu’un. Plutôt : « une personne que j’accompagne ».
finding-legal-form = Ce nom de société peut désigner un client. Plutôt : « une PME de l’industrie ».
finding-role-org = Une fonction et une organisation : il n’y a souvent qu’une personne. Plutôt : « une DRH de l’industrie ».
finding-role-place = Une fonction et un lieu suffisent à reconnaître quelqu’un. Plutôt : « un élu d’une petite commune ».
finding-role-date = Une fonction et une date suffisent à reconnaître quelqu’un. Plutôt : « un DG récemment nommé ».
finding-unique = S’il n’y en a qu’un, on le reconnaît. Plutôt : « une personne au profil rare dans son métier ».
finding-verbatim = Ses mots exacts peuvent trahir une confidence. Plutôt l’idée : « il doutait de sa place ».
finding-sensitive = Santé, syndicat ou famille d’une personne précise : cela lui appartient. Plutôt : « une période difficile ».
