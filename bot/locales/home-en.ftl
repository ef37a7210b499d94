# A member's own page, and what is offered beside the commands.

shortcut-practice-share = Share a practice
    .description = Write a card, in five fields
shortcut-library-look = Search for a practice
    .description = Find a card again by its words
