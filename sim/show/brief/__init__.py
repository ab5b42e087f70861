"""One answer as one page on paper: what is asked, the answer and its span, who said what, and how it was made."""
