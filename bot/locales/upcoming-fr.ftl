# What is ahead, one sentence for each kind of message, never what it says. $who reads it, $channel shows it.

upcoming-circle-opened = L’ouverture du cercle est annoncée dans # { $channel }.
upcoming-circle-invitation = { $who } reçoit une invitation dans le cercle.
upcoming-circle-joined = { $who } apprend qu’une personne a rejoint le cercle.
upcoming-circle-byhand = { $who } apprend qu’il faut ouvrir le salon à la main.
upcoming-practice-card = Une fiche paraît dans # { $channel }.
upcoming-practice-shared = { $who } apprend que sa fiche est partagée.
upcoming-review-ask = { $who } reçoit une fiche à relire.
upcoming-review-nudge = Un rappel à { $who }, pour une fiche à relire.
upcoming-review-remind = Un rappel part si personne n’a encore relu la fiche.
upcoming-review-deadline = Sans remarque d’ici là, la fiche paraît dans # { $channel }.
upcoming-review-noted = { $who } lit la remarque d’un pair sur sa fiche.
upcoming-trial-heard = { $who } lit ce que veut dire son emoji.
upcoming-trial-ask = « Qu’est-ce que ça a donné ? » { $who } reçoit la question.
upcoming-trial-nudge = Un seul rappel à { $who }, pour un essai sans réponse.
upcoming-trial-news = { $who } apprend ce que sa fiche a donné chez un pair.
upcoming-trial-idle = { $who } décide de ce que devient une idée jamais essayée.
upcoming-trial-yearly = La fiche de { $who } a un an : est-elle toujours juste ?
upcoming-session-card = Une rencontre paraît dans # { $channel }.
upcoming-session-soon = Le salon # { $channel } lit que la rencontre commence dans une heure.
upcoming-session-seat = { $who } apprend qu’une place s’est libérée.
upcoming-session-after = « Qu’est-ce que tu vas essayer ? » { $who } reçoit la question.
upcoming-session-followed = { $who } dit ce que son engagement a donné.
upcoming-other = { $who } reçoit un message d’Entrepairs.
