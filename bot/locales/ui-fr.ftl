# The playground's own words: what a chat platform says around the messages. French is written first.

ui-title = Entrepairs, démonstration
ui-brand-line = démonstration, rien ne sort de cet ordinateur
ui-rail = Personnages et conversations
ui-rail-open = Personnages et conversations : { $who }
ui-you-are = Vous incarnez
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
