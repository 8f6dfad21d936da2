"""What everybody may see: the first page, sign-in, the choice of language."""
