"""What members say to one another around a practice: questions, answers, thanks, complements."""
