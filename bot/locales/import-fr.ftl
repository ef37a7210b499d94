## what an existing library brings

import-worked = Ce qui a marché : { $words }
import-did-not = Ce qui coince : { $words }
import-steward = Responsable

## a practice that says the same

preview-similar = Une fiche proche existe : « { $title } ».
button-read-similar = La lire
