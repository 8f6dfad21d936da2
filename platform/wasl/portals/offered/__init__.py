"""What is offered: published opportunities, for anybody to find, read, print and pass on."""
