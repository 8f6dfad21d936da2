"""What a person is asked, on a page: the same with an account and with a code."""
