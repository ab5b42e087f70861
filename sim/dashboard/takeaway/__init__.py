"""What can be taken away from the page: files, pictures, the address, and the commands that make the same."""
