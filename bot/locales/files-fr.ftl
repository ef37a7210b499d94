## files given on a press

files-here = { $count ->
    [one] Voici le fichier.
   *[other] Voici les fichiers.
}
files-sent = { $count ->
    [one] Le fichier est dans notre conversation privée.
   *[other] Les fichiers sont dans notre conversation privée.
}
