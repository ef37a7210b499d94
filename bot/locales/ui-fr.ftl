# The playground's own words: what a chat platform says around the messages. French is written first.

ui-title = Entrepairs, démonstration
ui-brand-line = démonstration, rien ne sort de cet ordinateur
ui-rail = Personnages et conversations
ui-rail-open = Personnages et conversations : { $who }
ui-you-are = Vous incarnez
ui-line-claire = coach de dirigeants
ui-line-karim = coach d’équipe
ui-line-sophie = responsable du cercle
ui-line-thomas = une invitation l’attend
ui-line-ines = jeune coach
ui-sees = Ce que { $name } voit
ui-private = Messages d’Entrepairs
ui-private-to = Visibles par { $name } uniquement
ui-private-feed = Messages privés d’Entrepairs à { $name }
ui-private-empty = Entrepairs écrit ici à { $name }, et à personne d’autre.
ui-unread =
    { $n ->
        [one] message privé non lu
       *[other] messages privés non lus
    }
ui-new = Nouveau
ui-edited = modifié
ui-today = aujourd’hui
ui-members =
    { $n ->
        [one] { $n } personne dans ce salon
       *[other] { $n } personnes dans ce salon
    }
ui-settings = Réglages
ui-language = Langue
ui-language-fr = Français
ui-language-en = English
ui-register = Le cercle se dit
ui-register-tu = tu
ui-register-vous = vous
ui-hello = Une pratique utile, c’est une pratique qu’un pair a essayée.
ui-hello-safe = Rien ne sort de cet ordinateur.
ui-hello-act = Partager une pratique
ui-hello-close = Fermer ce panneau
ui-conversations = Conversations
ui-channel = Salon { $channel }
ui-channel-title = # { $channel }
ui-channel-feed = Messages du salon { $channel }
ui-channel-empty = Rien encore dans ce salon. Le signe / ouvre la liste des commandes.
ui-commands = Commandes
ui-say-channel = Écrire dans { $channel }
ui-say-hint =
    { $register ->
        [tu] Écris, ou tape /
       *[vous] Écrivez, ou tapez /
    }
ui-say-private = Écrire à Entrepairs
ui-as = { $who }
ui-send = Envoyer
ui-enter = Entrée
ui-pick-send = Valider
ui-optional = facultatif
ui-none = Sans réponse
ui-nobody = Personne encore
ui-count = { $n } sur { $limit }
ui-over = { $n } sur { $limit }, il y en a { $excess } de trop
ui-form-kept = Échap ferme, et garde le texte.
ui-fault = { $field } – { $fault }
ui-late =
    { $register ->
        [tu] Pas encore de réponse. Ton texte est gardé : envoie-le de nouveau.
       *[vous] Pas encore de réponse. Votre texte est gardé : envoyez-le de nouveau.
    }
ui-lost =
    { $register ->
        [tu] La démonstration ne répond plus. Ton texte est gardé : relance-la, puis réessaie.
       *[vous] La démonstration ne répond plus. Votre texte est gardé : relancez-la, puis réessayez.
    }
ui-defect = Quelque chose n’a pas marché. Le texte est gardé. Code : { $code }.

# Around the conversations: time, what is ahead, scenarios, the developers' drawer.

ui-clock = Horloge simulée
ui-clock-at = { $weekday } { $day } { $month } { $year }, { $time }
ui-weekday-0 = lun.
ui-weekday-1 = mar.
ui-weekday-2 = mer.
ui-weekday-3 = jeu.
ui-weekday-4 = ven.
ui-weekday-5 = sam.
ui-weekday-6 = dim.
ui-month-1 = janv.
ui-month-2 = févr.
ui-month-3 = mars
ui-month-4 = avr.
ui-month-5 = mai
ui-month-6 = juin
ui-month-7 = juil.
ui-month-8 = août
ui-month-9 = sept.
ui-month-10 = oct.
ui-month-11 = nov.
ui-month-12 = déc.
ui-clock-day = +1 jour
ui-clock-week = +1 semaine
ui-clock-next = Aller au prochain message
ui-jump =
    { $n ->
        [0] Un peu plus tard
        [1] Un jour plus tard
        [7] Une semaine plus tard
        [14] Deux semaines plus tard
       *[other] { $n } jours plus tard
    }
ui-jump-private =
    { $n ->
        [one] { $n } message privé : { $names }
       *[other] { $n } messages privés : { $names }
    }
ui-jump-public =
    { $n ->
        [one] { $n } carte dans le salon
       *[other] { $n } cartes dans le salon
    }
ui-jump-nothing = Aucun message pendant ce temps.
ui-next = À venir
ui-next-open = Montrer ce qui vient
ui-next-close = Fermer À venir
ui-next-now = maintenant
ui-next-count =
    { $n ->
        [0] Rien n’est prévu pour l’instant.
        [one] { $n } événement prévu
       *[other] { $n } événements prévus
    }
ui-next-far = Rien n’est prévu dans les trois mois : l’horloge reste où elle est.
ui-next-held = dont { $n } en attente
ui-held-hours = hors horaires : attend l’ouverture
ui-held-weekend = week-end : attend lundi
ui-held-away = en pause : attend le retour
ui-held-day = attend demain : déjà un message aujourd’hui
ui-held-week = attend : assez de messages cette semaine
ui-held-closed = ne prend pas de messages privés
ui-held-other = en attente
ui-meter = Messages privés à { $name } cette semaine
ui-meter-count =
    { $n ->
        [one] { $n } message sur { $limit } cette semaine
       *[other] { $n } messages sur { $limit } cette semaine
    }
ui-meter-rule = Un seul par jour. Jamais de 20:00 à 08:30, jamais le week-end. Le reste attend dans À faire.
ui-meter-none = Entrepairs n’écrit à { $name } que pour l’inviter.
ui-see = Voir ce que { $name } voit
ui-answers = répond à { $name }
ui-peek = Visible uniquement par { $name }
ui-peek-shown = montré pour la démonstration
ui-peek-setting = Montrer aussi, hachurées, les réponses privées des autres
ui-react = Réagir
ui-menu = Actions sur ce message
ui-emoji-useful = Utile
ui-emoji-trying = Je l’essaie
ui-emoji-worked = Ça a marché
ui-emoji-other = Simple politesse
ui-hello-see = Voir en 60 secondes
ui-hello-see-other = Voir une démonstration
ui-scenes = Rejouer un scénario
ui-scene-minutes = { $n } min
ui-scene = Démonstration
ui-scene-pause = Pause
ui-scene-play = Lecture
ui-scene-next = Suivant
ui-scene-quit = Quitter
ui-scene-over = C’est fini. À vous !
ui-scene-broken = Ce scénario ne va pas plus loin.
ui-scene-sure = Rejouer depuis le début ?
ui-scene-sure-text = La démonstration repart de zéro. Ce qui y a été écrit est effacé.
ui-scene-sure-yes = Repartir de zéro
ui-scene-sure-no = Garder ce qui est là
ui-dev = Pour développeurs
ui-dev-line = ce que reçoivent Slack et Discord
ui-dev-close = Fermer le tiroir
ui-dev-copy = Copier les deux
ui-dev-copied = C’est copié.
ui-dev-which = Choisir une carte dans la conversation, elle s’affiche ici.
ui-gauge-blocks = Blocs : { $n } sur { $limit }
ui-gauge-button = Bouton : { $n } sur { $limit }
ui-gauge-components = Composants : { $n } sur { $limit }
ui-gauge-text = Texte : { $n } sur { $limit }
