## checks

finding-for-info = “For info” does not say what changes. Try: “When…, this lets you…”
finding-no-situation = The moment is missing: with whom, when? For example: “When a leadership team goes quiet…”
finding-no-effect = The effect is missing: what changes afterwards? For example: “…, everyone leaves with one decision.”
finding-vague = How would your client see the difference? For example: “Saying no to one request within a week.”
finding-too-short = A few more words: when do you use it, and to get what? “Silent meeting: everyone writes, everyone speaks.”
finding-link-only = A link alone gets lost. Say what you do with it: “Before hard feedback, this grid helps to quote facts.”
finding-praise-only = The enthusiasm shows. Say also when, and what changes: “If a client hesitates, they choose in ten minutes.”
finding-promotion = This reads like an advert. What can a peer do with it without buying? “Open the session with this question…”
finding-copies-field = These words are already in another field. Here: “When…, this lets you…”
finding-need-to-talk = This may deserve a conversation rather than a card. You can bring it to the next session.
finding-email = An e-mail address points to someone. Remove it: “write to me privately” is enough.
finding-phone = A phone number points to someone. Remove it; the circle knows how to reach you.
finding-company-id = A company number leads straight to its name. Remove it: “a small service firm” is enough.
finding-iban = A bank account has no place in a card. Remove it entirely.
finding-nir = A social security number belongs to one person. Remove it entirely.
finding-social = This link leads to the profile of a person or an organisation. Remove it, or give only the occupation.
finding-titled-name = A name with its title points to one person. Rather: “a manager”, “an executive”.
finding-name = This name may point to someone. Rather: “someone I work with”.
finding-initials = Initials are sometimes enough to recognise someone. Rather: “someone I work with”.
finding-legal-form = This company name may point to a client. Rather: “a mid-sized manufacturer”.
finding-role-org = A role and an organisation: often only one person fits. Rather: “an HR director in manufacturing”.
finding-role-place = A role and a place are enough to recognise someone. Rather: “an elected official in a small town”.
finding-role-date = A role and a date are enough to recognise someone. Rather: “a recently appointed CEO”.
finding-unique = If there is only one, people know who. Rather: “someone with a rare profile in their field”.
finding-verbatim = Their exact words may betray a confidence. Rather the idea: “they doubted their place”.
finding-sensitive = Health, union or family of one person: it is theirs to tell. Rather: “a difficult period”.
