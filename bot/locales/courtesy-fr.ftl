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
upcoming-circle-back = un cercle de retour
upcoming-circle-byhand = une porte à ouvrir soi-même
upcoming-circle-house = un salon à créer
upcoming-circle-letin = des portes à ouvrir
upcoming-circle-erase = un cercle à effacer
upcoming-circle-housed = un salon prêt
upcoming-circle-outside = une sortie du salon
upcoming-circle-placeless = un salon à créer soi-même
upcoming-circle-uninvited = une personne de trop dans le salon
upcoming-circle-unreached = un salon hors d’atteinte
upcoming-circle-unsure = un message peut-être pas arrivé
upcoming-member-call = la vérification des présences
upcoming-trial-heard = le sens d’un emoji
upcoming-trial-ask = la suite d’un essai
upcoming-trial-nudge = la suite d’un essai
upcoming-trial-silence = la suite d’un essai
upcoming-trial-news = ce qu’une fiche a donné
upcoming-trial-ninety = le sort d’une idée à tester
upcoming-trial-idle = le sort d’une idée à tester
upcoming-trial-year = l’anniversaire d’une fiche
upcoming-trial-yearly = l’anniversaire d’une fiche
upcoming-exchange-asked = une question sur une fiche
upcoming-exchange-answered = une réponse à une question
upcoming-exchange-thanked = un merci
upcoming-exchange-added = un complément à une fiche
upcoming-exchange-proposed = une proposition de fiche
upcoming-exchange-alerted = un mot en privé sur une fiche
upcoming-exchange-lapse = l’oubli d’un message
upcoming-library-request = une demande au cercle
upcoming-session-card = une rencontre proposée
upcoming-session-soon = l’annonce d’une rencontre
upcoming-session-remind = les rappels d’une rencontre
upcoming-session-tell = la nouvelle d’un changement de rencontre
upcoming-session-ask = une rencontre dans une semaine
upcoming-session-named = un sujet à apporter
upcoming-session-tomorrow = le rappel d’une rencontre
upcoming-session-seat = une place à une rencontre
upcoming-session-moved = une rencontre qui change de date
upcoming-session-off = une rencontre annulée
upcoming-session-after = la suite d’une rencontre
upcoming-session-followed = la suite d’un engagement
