"""Engagement: what companies gave, how far each has come, and what it could give next."""
