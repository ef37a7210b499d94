# Finding again what the circle has shared.

command-practice-search = chercher
    .description = Chercher une pratique, ou les voir toutes
command-practice-tag = etiqueter
    .description = Mettre des étiquettes sur une fiche
command-tag = Étiqueter la fiche
    .description = Changer les étiquettes d’une fiche
error-tags-not-yours = Les étiquettes sont à qui a écrit la fiche, et à qui est responsable du cercle.
    .safe = Rien n’a changé.
field-words = Mots
    .hint = Un à quatre mots. Les accents sont facultatifs.
field-tag = Étiquette
    .hint = Seulement les fiches qui la portent
field-practice = Fiche
    .hint = Quelques mots de son titre
menu-search = Retrouver une pratique, ou les parcourir toutes.
    .button = Chercher

library-notice = Les fiches du cercle
library-found = { $count ->
    [0] Aucune fiche trouvée
    [one] Une fiche trouvée
   *[other] { $count } fiches trouvées
}
library-all = { $count ->
    [one] Une fiche partagée
   *[other] { $count } fiches partagées
}
library-shown = { $first } à { $last } sur { $total }
library-any = Aucune fiche n’a tous ces mots. Au plus près :
library-meant = Recherche faite avec « { $words } ».
library-reason-title = titre
library-reason-tag = étiquette
library-reason-word = même mot dans la fiche
library-reason-near = proche de « { $words } »
library-tried = essayée
library-filter = Filtrer
library-filter-tried = Essayées par le cercle
library-filter-unread = Jamais lues
library-filter-tag = Étiquette : { $name }
library-filter-family = Famille : { $name }
library-kind-method = Coacher ses clients
library-kind-development = Développer son activité
library-kind-watch = Suivre le métier
library-nothing = Rien encore.
library-nothing-on = Rien encore sur « { $words } ».
library-near-tag = Le plus proche : « { $tag } »
library-which = Quelle fiche ?
button-library-next = Fiches suivantes
button-library-look = Chercher des mots
button-library-see = Voir
button-library-tag = Étiqueter
button-library-ask = Demander au cercle
form-library-look = Chercher
form-library-ask = Demander au cercle
form-library-reword = Reformuler

request-preview = Voici ce que lira le cercle.
request-title = Qui aurait une pratique ?
request-by = { $name } cherche une pratique à ce sujet.
request-sent = La demande est partie au cercle.
request-dropped = C’est noté. Rien n’a été publié.
button-library-post = Demander au cercle
button-library-reword = Reformuler
button-library-drop = Ne pas demander
fault-names = Ni adresse, ni numéro, ni nom de client ici.
