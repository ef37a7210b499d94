## messages that nobody asked for
courtesy-less = Trop de messages ? { $command }, mes réglages.

## what waits in À faire
todo-held = En attente : { $what }
todo-held-until = En attente jusqu’au { $when } : { $what }
todo-held-closed = Pas remis, car les messages privés sont fermés : { $what }

## what may not have arrived, for a steward
lost = Peut-être pas arrivés
lost-none = Tout est arrivé.
lost-one = Que faire de ce message ?
lost-uncertain = Sans nouvelles depuis le { $when } : { $what }
lost-dead = Pas parti, prévu le { $when } : { $what }
lost-private = Il est destiné à une personne, en privé.
lost-place = Il est destiné au salon du cercle.
lost-act = Personne ne le lit : c’est une étape interne.
button-circle-lost = Voir ces messages
button-circle-unsure = Décider
button-circle-resend = Renvoyer
button-circle-arrived = Déjà là
button-circle-drop = Abandonner

## kinds of messages, in words
upcoming-other = un message
upcoming-review-ask = une relecture à faire
upcoming-review-nudge = un rappel de relecture
upcoming-review-noted = une remarque sur une fiche
upcoming-review-remind = le rappel aux relecteurs
upcoming-review-deadline = l’échéance d’une relecture
upcoming-practice-card = une fiche partagée
upcoming-practice-shared = la nouvelle d’une fiche partagée
upcoming-circle-opened = l’ouverture du cercle
upcoming-circle-invitation = une invitation
upcoming-circle-joined = une arrivée dans le cercle
upcoming-circle-admit = une porte à ouvrir
upcoming-circle-byhand = une porte à ouvrir soi-même
