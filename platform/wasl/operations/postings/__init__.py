"""What employers do with their postings: begin, write, send in, copy, extend, move on."""
