## what an existing library brings

import-worked = Ce qui a marché : { $words }
import-did-not = Ce qui coince : { $words }
import-steward = Responsable
