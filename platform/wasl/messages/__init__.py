"""Messages: what they say, in which words, and who carries them."""
