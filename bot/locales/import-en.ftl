## what an existing library brings

import-worked = What worked: { $words }
import-did-not = Where it gets stuck: { $words }
import-steward = Steward
