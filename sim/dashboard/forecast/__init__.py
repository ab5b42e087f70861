"""The first page: one answer large, the policies beside each other, the spread of results, and what moves it."""
