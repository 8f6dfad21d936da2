"""What carries a message away: a mail server, a gateway for text messages, a folder of a demo."""
