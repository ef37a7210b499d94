# A member's own page, and what is offered beside the commands.

shortcut-practice-share = Share a practice
    .description = Write a card, in five fields
shortcut-library-look = Search for a practice
    .description = Find a card again by its words

home-notice = Your page
home-circle = Circle shown
home-all = See all
home-trials = { $count ->
    [one] One trial under way: { $title }
   *[other] { $count } trials under way, among them { $title }
}
home-kept = { $count ->
    [one] One card kept: { $title }
   *[other] { $count } cards kept, among them { $title }
}
home-next = Next session
    .button = Open the session
home-next-none = No session is planned.
