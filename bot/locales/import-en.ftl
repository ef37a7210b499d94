## what an existing library brings

import-worked = What worked: { $words }
import-did-not = Where it gets stuck: { $words }
import-steward = Steward

## a practice that says the same

preview-similar = A similar practice exists: “{ $title }”.
button-read-similar = Read it
