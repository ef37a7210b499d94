## checks

finding-for-info = { $register ->
    [tu] « Pour info » ne dit pas ce que cela change. Essaie : « Quand…, cela permet de… »
   *[vous] « Pour info » ne dit pas ce que cela change. Essayez : « Quand…, cela permet de… »
}
finding-no-situation = Il manque le moment : avec qui, quand ? Par exemple : « Quand un codir se tait… »
finding-no-effect = Il manque l’effet : qu’est-ce qui change ensuite ? Par exemple : « Chacun repart avec une décision. »
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

## everywhere
done-already = C’est déjà fait.
waiting = Un instant, la fiche arrive.
text-kept = Rien n’est perdu : ce texte est gardé.
instant-full = { $day } à { $time }
form-submit = Envoyer
form-cancel = Annuler
form-faults-title = Quelques points à reprendre. Le texte est gardé.
private-to-you = { $register ->
    [tu] Visible uniquement par toi
   *[vous] Visible uniquement par vous
}
button-menu = Menu du cercle
button-back = Retour
button-open = Ouvrir
button-open-form = Ouvrir la fiche
button-open-practice = Ouvrir la fiche
button-reopen = Reprendre mon texte
button-correct = Corriger
button-next-page = Page suivante

## what cannot be taken as it is
fault-required = Ce champ est nécessaire.
fault-too-long = { $excess ->
    [one] Un signe de trop. Le maximum est { $limit }.
   *[other] { $excess } signes de trop. Le maximum est { $limit }.
}
fault-one-line = Une seule ligne ici.
fault-choice = Ce choix n’existe pas.
fault-identifier = Une étiquette ne porte ni adresse, ni numéro, ni nom de client.
fault-number = Un nombre entier, par exemple 8.
fault-place-taken = Ce salon appartient déjà à un cercle.
fault-place-public = { $platform ->
    [slack] Tout l’espace peut lire ce salon. Il doit d’abord devenir privé ; vide : j’en crée un.
   *[other] Tout le serveur peut lire ce salon. Il doit d’abord devenir privé ; vide : j’en crée un.
}
fault-place-shared = Ce salon est partagé avec une autre organisation. Rien n’y a été dit. Un autre salon privé convient ; vide : j’en crée un.
fault-place-shut = Entrepairs n’a pas le droit d’écrire dans ce salon. Il faut d’abord l’y ajouter.
fault-zone = Ce fuseau est inconnu. Par exemple : Europe/Paris.
fault-code = Ce code n’est pas valable, ou plus. La personne qui invite peut en donner un autre.
fault-link = Un lien entier, comme dans la barre d’adresse.
fault-hours = Deux heures, par exemple 08:30-20:00.
fault-day = Une date à venir, par exemple 2026-12-08.

## errors: what happened, what is safe, what next
error-wrong-moment = Ce bouton n’est plus à jour.
    .safe = Rien n’a changé, rien n’est perdu.
error-not-found = Cette page n’est pas disponible ici.
    .safe = Rien n’a changé.
error-not-member = Ceci est réservé aux membres du cercle.
    .safe = Une invitation ou un code ouvre la porte.
error-charter-first = La charte du cercle se lit et s’accepte d’abord.
    .safe = Rien n’est perdu.
error-invalid = Un point à reprendre.
    .safe = Rien n’est perdu.
error-no-place = Ce cercle n’a pas encore de salon.
    .safe = Rien n’est perdu. L’annonce se fera dès qu’il y en aura un.
error-too-many = C’est trop à la fois : { $limit } au plus.
    .safe = Rien n’a été envoyé.
error-not-administrator = Seule l’administration de ce serveur ou espace peut créer un cercle.
    .safe = Une invitation ou un code suffit pour rejoindre un cercle.
error-defect = Quelque chose a échoué de notre côté (code { $code }).
    .safe = Rien n’est perdu. Un nouvel essai suffit souvent.

## commands
command-circle = cercle
    .description = Le menu du cercle : tout y est, en boutons
command-practice = pratique
    .description = Les pratiques du cercle
command-practice-share = partager
    .description = Partager une pratique avec le cercle

## fields
field-what = Choix
    .hint = Aller droit au but
field-what-create = créer
field-what-invite = inviter
field-what-settings = réglages
field-what-charter = charte
field-what-help = aide
field-aim = Ce partage aide surtout à…
    .hint = Envoyer garde un brouillon. Rien ne part sans accord.
field-aim-method = mieux coacher mes clients
field-aim-development = développer mon activité
field-aim-watch = suivre le métier
field-aim-unset = je ne sais pas encore
field-useful-for = À quoi ça sert ? Quand…, cela permet de…
    .hint = Ou : « J’ai essayé…, ça n’a pas marché, j’en retiens… »
field-title = Titre
    .hint = Comme on le dirait à un pair
field-steps = Comment faire, et ce qui coince
    .hint = Sans nommer personne : ni client, ni société
field-tried = { $register ->
    [tu] L’as-tu déjà essayé ?
   *[vous] L’avez-vous déjà essayé ?
}
    .hint = « Jamais » en fait une idée à tester
field-tried-never = jamais
field-tried-once = 1 fois
field-tried-few = 2 à 5 fois
field-tried-many = 6 fois ou plus
field-tags = Étiquettes, séparées par des virgules
    .hint = Cinq au plus. Par exemple : posture, questionnement
field-duration = Durée
    .hint = Envoyer garde un brouillon. Par exemple : dix minutes
field-limits = À éviter quand…
    .hint = Ce qui ne convient pas, ou pas tout de suite
field-support = Support
    .hint = Un lien entier, comme dans la barre d’adresse
field-attribution = D’où cela vient
    .hint = Auteur, école, livre
field-note = Quelques mots
    .hint = Envoyer garde un brouillon. Lus par qui a écrit la fiche, et personne d’autre
field-name = Nom du cercle
    .hint = Envoyer garde un brouillon. 24 signes au plus
field-place = Salon du cercle
    .hint = Un salon privé, pour ce cercle seul. Vide : Entrepairs en crée un, là où il le peut
field-register = Dans ce cercle, on se dit…
    .hint = Entrepairs parlera de même
field-register-tu = tu
field-register-vous = vous
field-objectives = Objectifs communs
    .hint = Trois lignes suffisent
field-charter = Charte, en cinq lignes
    .hint = Créer le cercle, c’est l’accepter
field-readers = Relecteurs avant le partage
    .hint = Envoyer garde un brouillon. Un par défaut
field-readers-0 = aucun
field-readers-1 = 1
field-readers-2 = 2
field-lang = Langue du cercle
field-lang-fr = français
field-lang-en = anglais
field-zone = Fuseau horaire
    .hint = Par exemple : Europe/Paris
field-people = Qui inviter ?
    .hint = Envoyer garde un brouillon. Chaque personne lit d’abord la charte
field-code = Code d’invitation
    .hint = Huit signes, comme abcd-2345
field-my-lang = Langue
    .hint = Envoyer garde un brouillon
field-my-lang-auto = celle de ma messagerie
field-my-lang-fr = français
field-my-lang-en = anglais
field-my-zone = Fuseau horaire
    .hint = Par exemple : Europe/Paris
field-hours = Heures où l’on peut m’écrire
    .hint = Par exemple : 08:30-20:00
field-weekly = Messages par semaine, au plus
    .hint = Rencontres acceptées et réponses à ses envois ne comptent pas
field-weekly-0 = aucun
field-weekly-1 = 1
field-weekly-2 = 2
field-weekly-3 = 3
field-weekly-4 = 4
field-away = En pause jusqu’au
    .hint = Par exemple : 2026-12-08. Vide : pas de pause

## form titles, 24 signs at most
form-practice-share = Partager une pratique
form-practice-edit = Modifier la fiche
form-practice-newtags = Étiquettes
form-practice-more = Compléter la fiche
form-review-missing = Il manque…
form-review-ethics = Question de déontologie
form-circle-create = Créer un cercle
form-circle-settings = Réglages du cercle
form-circle-place = Salon du cercle
form-circle-invite = Inviter
form-circle-code = J’ai un code
form-me-edit = Mes réglages

## the menu
menu-notice = Le menu du cercle
menu-share = Une pratique à transmettre, en cinq champs.
    .button = Partager une pratique
menu-own =
    .button = Mes fiches
menu-todo = { $count ->
    [0] Rien n’attend de relecture.
    [one] Une fiche attend une relecture.
   *[other] { $count } fiches attendent une relecture.
}
    .button = À faire
menu-me = Langue, heures, nombre de messages, pause.
    .button = Mes réglages
menu-help = Les commandes, en deux lignes.
    .button = Aide
menu-steward =
    .button = Le cercle
stranger = Bonjour.
    .text = Entrepairs aide un cercle de coachs à partager des pratiques utiles. Une invitation ou un code ouvre la porte.
stranger-invited = Bonjour.
    .text = Une invitation vous attend. La charte se lit d’abord.
stranger-create = Bonjour.
    .text = J’aide un cercle de coachs à partager des pratiques utiles. Rien n’est publié sans votre accord.
invited-row = { $by } vous invite dans le cercle { $circle }.
button-circle-charter = Lire la charte
button-circle-code = J’ai un code
button-circle-create = Créer un cercle
button-practice-share = Partager une pratique
nearest = Je ne connais pas ce mot.
    .text = Voici ce qui s’en approche.
help = Tout se trouve dans le menu.
help-text = Tout part d’ici :
help-line =  : { $what }
help-private = Personne d’autre ne voit les réponses d’Entrepairs ; le salon ne voit que les fiches partagées.

## a circle
charter-template = Confidentialité : ce qui se dit ici reste ici, et personne n’est reconnaissable.
    Bienveillance : on relève ce qui marche avant ce qui manque.
    Utilité : on partage ce qui sert à un pair, avec ce qui coince.
    Réciprocité : chacun donne, chacun reçoit.
    Abondance : il y a assez de clients pour nous tous.
created = Votre cercle est prêt.
created-text = Tout le reste est optionnel.
created-preview = Voici ce que lira le salon :
created-zone = Heures affichées : { $zone }.
button-circle-inviting = Inviter
button-circle-announce = Annoncer dans le salon
button-circle-settings = Régler le reste
opened = Le cercle { $circle } est ouvert.
opened-notice = Un cercle vient d’ouvrir.
announced = C’est annoncé dans le salon.
objectives = Objectifs
charter = Charte du cercle { $circle }
charter-notice = La charte du cercle
charter-since = En vigueur depuis le { $when }.
steward = Le cercle
steward-members = { $count ->
    [one] Un membre
   *[other] { $count } membres
}
steward-readers = Relecteurs par fiche
steward-waiting = { $count ->
    [one] Une fiche attend un regard.
   *[other] { $count } fiches attendent un regard.
}
steward-unsure = { $count ->
    [one] Un message n’est peut-être pas arrivé dans le salon ou en privé.
   *[other] { $count } messages ne sont peut-être pas arrivés dans le salon ou en privé.
}
inviting = Inviter
inviting-text = Par le nom, ou par un code à taper dans /cercle. La charte se lit avant d’entrer.
inviting-code = Le code à donner : { $code }
inviting-open = { $uses ->
    [one] Un code est ouvert : une entrée, jusqu’au { $when }.
   *[other] Un code est ouvert : { $uses } entrées, jusqu’au { $when }.
}
button-circle-invite = Choisir des personnes
button-circle-newcode = Donner un code
button-circle-revoke = Fermer ce code
invitations-sent = { $count ->
    [one] L’invitation part.
   *[other] Les { $count } invitations partent.
}
    .text = Chaque personne lit la charte avant d’entrer. Rien du cercle ne lui est montré d’ici là.
settings-kept = Les réglages sont gardés.
joined = Une personne a rejoint le cercle.
    .text = { $name } a lu la charte et l’accepte.
by-hand = Une porte à ouvrir.
    .text = { $name } fait partie du cercle, mais le salon reste fermé. L’administration du serveur ou de l’espace peut l’ouvrir.

placing = Le salon se prépare.
    .text = Un salon privé se prépare. Un message dira s’il est prêt.
placed = Le salon du cercle est choisi.
    .text = Les fiches à venir y paraîtront. Celles d’avant restent où elles sont.
retried = Un nouvel essai commence.
    .text = Ce qui attendait part de nouveau vers le salon.
housed = Le salon du cercle est prêt.
    .text = Il est privé. Chaque membre y entre en acceptant la charte.
placeless = Le salon reste à créer à la main.
    .text = Entrepairs n’a pas pu créer de salon. Rien n’est perdu : le cercle existe, tout reste dans /cercle. Il suffit de créer un salon privé, d’y ajouter Entrepairs, puis de le choisir ici.
unreached = Le salon du cercle est hors d’atteinte.
unreached-gone = Le salon du cercle n’existe plus. Rien n’est perdu : les fiches restent dans /cercle. Ce qui attend partira vers le salon choisi ici.
unreached-shut = Entrepairs n’a plus le droit d’écrire dans le salon. Rien n’est perdu : les fiches restent dans /cercle. L’administration peut lui rendre ce droit, ou un autre salon être choisi.
unreached-shared = Le salon est partagé avec une autre organisation. Rien n’y est plus dit, et rien n’est perdu : les fiches restent dans /cercle. Ce qui attend partira quand le partage cesse, ou vers un autre salon choisi ici.
unreached-public = Tout le monde peut lire le salon. Rien n’y est plus dit, et rien n’est perdu : les fiches restent dans /cercle. Ce qui attend partira quand le salon redevient privé, ou vers un autre salon choisi ici.
unreached-again = C’est réglé ?
unreached-none = Ce cercle n’a pas encore de salon. Rien n’est perdu : les fiches restent dans /cercle.
outside = { $register ->
    [tu] Tu n’es plus dans le salon du cercle.
   *[vous] Vous n’êtes plus dans le salon du cercle.
}
    .text = { $register ->
    [tu] Rien d’autre ne change : tu fais toujours partie du cercle, et tout reste dans /cercle. Le salon se rouvre d’un geste.
   *[vous] Rien d’autre ne change : vous faites toujours partie du cercle, et tout reste dans /cercle. Le salon se rouvre d’un geste.
}
button-circle-reenter = Revenir dans le salon
reentering = La porte du salon s’ouvre.
    .text = L’entrée se fait dans un instant. Rien de ce qui y était n’a été perdu.
uninvited = Une personne est dans le salon sans être du cercle.
    .text = Elle peut lire ce qui paraît dans le salon, et rien d’autre. Elle se retire depuis le salon lui-même, ou s’invite ici.
circle-back = Le cercle est de retour.
    .text = Les fiches, les membres et les rencontres sont là comme avant. Seul le salon est à choisir de nouveau : son adresse a été effacée.
button-circle-place = Salon du cercle
button-circle-retry = Réessayer
seen-discord = L’administration du serveur peut lire les salons privés, celui du cercle aussi.
seen-slack = Selon la formule, les propriétaires de l’espace peuvent exporter les salons privés.

## coming in
invited = Une invitation à rejoindre un cercle
invited-text = { $by } vous invite dans le cercle { $circle }. Voici la charte.
button-circle-accept = Accepter et rejoindre
button-circle-ask = Poser une question
invited-ask = Une question avant d’entrer ?
invited-ask-text = { $by } peut vous répondre, de vive voix ou par message. L’invitation vous attend.
welcome = { $register ->
    [tu] Bienvenue. Tu fais partie du cercle.
   *[vous] Bienvenue. Vous faites partie du cercle.
}
welcome-text = Tout commence ici, ou par { $command }.

## my settings
settings = Mes réglages
settings-lang = Langue
settings-zone = Fuseau horaire
settings-hours = Heures
settings-weekly = Messages
settings-weekly-count = { $count ->
    [0] aucun par semaine
    [one] un par semaine au plus
   *[other] { $count } par semaine au plus
}
settings-pause = Pause
settings-here = non
settings-away = jusqu’au { $when }
button-me-edit = Modifier

## to do
todo = À faire
todo-empty = Rien à faire.
todo-read = La fiche de { $author } attend une relecture : { $title }
todo-kept = Un texte est gardé.
todo-kept-titled = Un texte est gardé : { $title }
todo-draft = Brouillon : { $title }
todo-review = En relecture : { $title }
todo-more = { $count ->
    [one] Et une autre chose encore.
   *[other] Et { $count } autres encore.
}

## a practice
practice-useful-for = À quoi ça sert
practice-steps = Comment faire
practice-tags = Étiquettes
practice-duration = Durée
practice-limits = À éviter quand
practice-support = Support
practice-attribution = D’où cela vient
practice-by = de la part de { $name }, { $badge }
practice-idea = idée à tester
practice-tried-once = pratiquée 1 fois avant le partage
practice-tried-few = pratiquée 2 à 5 fois avant le partage
practice-tried-many = pratiquée 6 fois ou plus avant le partage
practice-unread = pas encore relue
practice-notice = Une pratique vient d’être partagée.
practice-read-notice = Une fiche du cercle
practice-withdrawn = Cette fiche n’est plus partagée.
practice-page = Page { $page } sur { $pages }
button-practice-read = Lire
state-draft = brouillon
state-review = en relecture
state-shared = partagée
state-withdrawn = retirée
own-title = Mes fiches
own-empty = { $register ->
    [tu] Tes fiches seront ici.
   *[vous] Vos fiches seront ici.
}

## the preview
preview-title = Voici ce que verra le cercle.
preview-question = { $register ->
    [tu] Ton client se reconnaîtrait-il ?
   *[vous] Votre client se reconnaîtrait-il ?
}
preview-held = Un identifiant retient l’envoi, jamais le brouillon.
preview-remarks = { $count ->
    [one] Une retouche possible :
   *[other] { $count } retouches possibles :
}
preview-more = { $count ->
    [one] Une autre remarque.
   *[other] { $count } autres remarques.
}
preview-talk = Ce sujet mérite peut-être un échange plutôt qu’une fiche.
finding-quote = « { $quote } » :
finding-better = « { $quote } » peut désigner quelqu’un. Plutôt : « { $suggestion } » ?
button-practice-all = Tout voir
button-practice-replace = Remplacer
button-practice-aside = Ce n’est pas un client
button-practice-send = Non, envoyer
button-practice-edit = { $register ->
    [tu] Reprendre ma fiche
   *[vous] Reprendre ma fiche
}
button-keep-writing = Continuer ma fiche
button-practice-later = Plus tard
button-practice-drop = Ne pas partager, l’apporter en supervision
reason-prompt = La raison
reason-hard-title = Pourquoi cela ne désigne aucun client ?
reason-soft-title = Une remarque reste ouverte.
reason-soft = Personne n’est reconnaissable parce que… Les relecteurs verront la raison.
reason-myself = il s’agit de moi
reason-public-author = c’est un auteur public
reason-author = c’est l’auteur d’une méthode
reason-place = c’est un lieu public
reason-composite = c’est un cas composite
reason-agreement = le client a donné son accord écrit
draft-kept = Le brouillon attend dans /cercle, À faire.
draft-erased = C’est noté. Le brouillon est effacé, rien n’a été publié.
two-versions = La fiche a changé entre-temps. Les deux versions sont là.
two-versions-theirs = La version actuelle :
two-versions-mine = { $register ->
    [tu] La tienne :
   *[vous] La vôtre :
}
button-keep-mine = Reprendre la mienne
button-keep-theirs = Garder l’actuelle

## while colleagues read
review-sent-title = La fiche est en relecture.
review-goes-out = { $register ->
    [tu] Ta fiche part { $when } si personne n’a de remarque.
   *[vous] Votre fiche part { $when } si personne n’a de remarque.
}
review-on-hold = Une question de déontologie retient la fiche, le temps d’en parler.
review-said-missing = { $name } suggère une précision :
review-said-ethics = { $name } pose une question de déontologie :
button-practice-publish = Publier maintenant
button-publish-as-is = Publier telle quelle
button-practice-wait = Attendre un regard
review-noted = { $register ->
    [tu] Un regard sur ta fiche.
   *[vous] Un regard sur votre fiche.
}
review-noted-ethics = { $register ->
    [tu] Une question sur ta fiche. Rien n’est perdu.
   *[vous] Une question sur votre fiche. Rien n’est perdu.
}
review-ask = { $register ->
    [tu] { $name }, trois minutes pour relire la fiche de { $author } ? Pourrais-tu l’appliquer sous 30 jours ?
   *[vous] { $name }, trois minutes pour relire la fiche de { $author } ? Pourriez-vous l’appliquer sous 30 jours ?
}
review-notice = Une fiche à relire, en trois minutes
review-until = Sans remarque, elle part { $when }.
review-reasons = Remarque laissée ouverte : { $reasons }.
review-whole = La fiche entière :
review-you-hold = { $register ->
    [tu] Ta question retient la fiche, le temps d’en parler.
   *[vous] Votre question retient la fiche, le temps d’en parler.
}
review-answered-yes = { $register ->
    [tu] Tu as répondu : oui. Merci.
   *[vous] Vous avez répondu : oui. Merci.
}
review-answered-missing = La remarque est transmise. Merci.
review-answered-lifted = La question est levée. Merci.
review-passed = C’est noté. Un autre pair la lira.
review-passed-last = C’est noté. Merci.
review-seen = Merci. La mention « pas encore relue » disparaît.
review-nobody-else = { $register ->
    [tu] Personne d’autre ne peut la reprendre pour l’instant. Ta question tient.
   *[vous] Personne d’autre ne peut la reprendre pour l’instant. Votre question tient.
}
button-review-open = Relire
button-review-seen = J’ai relu
button-review-yes = Oui
button-review-missing = Il manque…
button-review-ethics = Question de déontologie
button-review-pass = Passer mon tour
button-review-lift = Lever ma question

## once shared
shared-title = { $register ->
    [tu] Ta fiche est partagée.
   *[vous] Votre fiche est partagée.
}
shared-more = Envie de compléter ?
shared-unread = Elle porte la mention « pas encore relue », le temps d’un regard.
button-practice-tags = Étiquettes
button-practice-more = Durée, limites, support
button-practice-undo = Annuler
button-practice-withdraw = Retirer
withdraw-title = Retirer cette fiche ?
withdraw-text = Elle quitte toutes les listes. Elle a pu être lue.
withdrawn-yours = { $register ->
    [tu] Ta fiche est retirée. Ce qui a été lu a pu être lu.
   *[vous] Votre fiche est retirée. Ce qui a été lu a pu être lu.
}
tags-title = Étiquettes
tags-prompt = Cinq au plus
tags-none = Le cercle n’a pas encore d’étiquettes : les premières se créent ici.
button-practice-newtags = Écrire les étiquettes
